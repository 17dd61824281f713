package org.belfry.media.relay;

/** The DTLS endpoint of a leg, as the leg sees it. */
public interface DtlsSide {
  /**
   * A DTLS record came (RFC 7983 §7, RFC 5764). Called on the media thread: hand it over and
   * return.
   *
   * @param record a copy to keep
   * @param component 1 for the port of RTP, 2 for that of RTCP
   */
  void received(byte[] record, TransportAddress from, int component);
}
