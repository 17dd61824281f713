package org.belfry.media.sdp.negotiation;

import org.belfry.media.sdp.MediaDescription;

/**
 * How one m-line of RTP travels on one side.
 *
 * @param keys whether the description carries SDES keys
 */
record Carriage(RtpTransport transport, boolean keys, boolean ice, boolean rtcpMux) {

  static Carriage of(SideProfile profile) {
    boolean keys =
        profile.opportunistic()
            || (profile.transport().isSecure() && !profile.transport().isDtls());
    return new Carriage(profile.transport(), keys, profile.ice(), profile.rtcpMux());
  }

  /** As the other end writes it. */
  static Carriage of(MediaDescription theirs, RtpTransport transport) {
    boolean keys = !transport.isDtls() && !theirs.crypto().isEmpty();
    return new Carriage(transport, keys, theirs.usesIce(), theirs.rtcpMux());
  }

  boolean isDtls() {
    return transport.isDtls() || (transport.isSecure() && !keys);
  }

  /** A browser, or one that speaks like it. */
  boolean isWebRtc() {
    return isDtls() && ice && rtcpMux && transport.hasFeedback();
  }
}
