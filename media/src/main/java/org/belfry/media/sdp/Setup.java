package org.belfry.media.sdp;

import org.jspecify.annotations.Nullable;

/** Who begins the DTLS handshake (RFC 4145 §4, RFC 8842 §5). */
public enum Setup {
  ACTIVE("active"),
  PASSIVE("passive"),
  ACTPASS("actpass"),
  HOLDCONN("holdconn");

  private final String value;

  Setup(String value) {
    this.value = value;
  }

  static @Nullable Setup of(String text) {
    for (Setup setup : values()) {
      if (setup.value.equalsIgnoreCase(text.strip())) {
        return setup;
      }
    }
    return null;
  }

  /** As it stands after {@code a=setup:}. */
  public String value() {
    return value;
  }
}
