package org.belfry.media.file;

/** The checksum of an Ogg page (RFC 3533 §6): polynomial 04c11db7, not reflected, from zero. */
final class OggCrc {
  private static final int[] TABLE = new int[256];

  static {
    for (int i = 0; i < TABLE.length; i++) {
      int remainder = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        remainder = remainder << 1 ^ (remainder >> 31 & 0x04c11db7);
      }
      TABLE[i] = remainder;
    }
  }

  private OggCrc() {}

  static int of(byte[] bytes, int from, int length, int before) {
    int crc = before;
    for (int i = from; i < from + length; i++) {
      crc = crc << 8 ^ TABLE[(crc >>> 24 ^ bytes[i]) & 0xff];
    }
    return crc;
  }
}
