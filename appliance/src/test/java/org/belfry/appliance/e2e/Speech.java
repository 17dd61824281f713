package org.belfry.appliance.e2e;

/**
 * The one way in which a phone speaks.
 *
 * @param codec PCMU, PCMA, G722 or opus: the only codec that it has
 */
record Speech(String codec, Keys keys) {
  /** How its sound is encrypted. */
  enum Keys {
    NONE,
    /** By keys in the description, beside plain RTP (RFC 8643). */
    SDES,
    /** By keys in the description, and never plain. */
    SDES_ONLY,
    /** By a handshake on the media path (RFC 5763). */
    DTLS
  }

  /** Samples in a second of the sound that it speaks best. */
  int rate() {
    return switch (codec) {
      case "G722" -> 16_000;
      case "opus" -> 48_000;
      default -> 8000;
    };
  }
}
