package org.belfry.media.sdp.negotiation;

import org.jspecify.annotations.Nullable;

/** The profiles of RTP that an m-line can name (RFC 3551, 4585, 3711, 5124, 5764). */
public enum RtpTransport {
  AVP("RTP/AVP"),
  AVPF("RTP/AVPF"),
  SAVP("RTP/SAVP"),
  SAVPF("RTP/SAVPF"),
  DTLS_SAVP("UDP/TLS/RTP/SAVP"),
  DTLS_SAVPF("UDP/TLS/RTP/SAVPF");

  private final String protocol;

  RtpTransport(String protocol) {
    this.protocol = protocol;
  }

  static @Nullable RtpTransport of(String protocol) {
    for (RtpTransport transport : values()) {
      if (transport.protocol.equals(protocol)) {
        return transport;
      }
    }
    return null;
  }

  /** As it stands in the m-line. */
  public String protocol() {
    return protocol;
  }

  /** Whether the m-line itself promises encryption. */
  public boolean isSecure() {
    return this != AVP && this != AVPF;
  }

  public boolean isDtls() {
    return this == DTLS_SAVP || this == DTLS_SAVPF;
  }

  /** Whether receivers may report at once (RFC 4585). */
  public boolean hasFeedback() {
    return this == AVPF || this == SAVPF || this == DTLS_SAVPF;
  }
}
