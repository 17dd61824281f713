package org.belfry.media.ice.stun;

/** Who speaks and whether an answer is due (RFC 8489 §5). */
public enum StunClass {
  REQUEST(0x0000),
  INDICATION(0x0010),
  SUCCESS(0x0100),
  ERROR(0x0110);

  private static final StunClass[] ALL = values();

  private final int bits;

  StunClass(int bits) {
    this.bits = bits;
  }

  int bits() {
    return bits;
  }

  /** The class in a message's first 16 bits. */
  public static StunClass ofType(int type) {
    return ALL[(type & 0x0100) >> 7 | (type & 0x0010) >> 4];
  }
}
