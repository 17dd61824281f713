package org.belfry.media.relay;

/** The ICE agent of a leg, as the leg sees it. */
public interface IceSide {
  /**
   * A STUN message came (RFC 7983 §7). Called on the media thread: hand it over and return.
   *
   * @param message a copy to keep
   * @param component 1 for the port of RTP, 2 for that of RTCP (RFC 8445 §4)
   */
  void received(byte[] message, TransportAddress from, int component);
}
