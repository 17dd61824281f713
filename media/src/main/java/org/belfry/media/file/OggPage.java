package org.belfry.media.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One page of an Ogg stream in a buffer that is used again (RFC 3533 §6): up to 255 segments of up
 * to 255 bytes, which packets are laced into.
 */
final class OggPage {
  static final int HEADER = 27;
  static final int SEGMENTS_MAX = 255;
  static final int MAX = HEADER + SEGMENTS_MAX + 255 * SEGMENTS_MAX;

  static final int CONTINUED = 1;
  static final int FIRST = 2;
  static final int LAST = 4;

  /** No packet ends on this page. */
  static final long NO_GRANULE = -1;

  private static final int CAPTURE = 0x4f676753; // OggS
  private static final int FLAGS = 5;
  private static final int GRANULE = 6;
  private static final int SERIAL = 14;
  private static final int SEQUENCE = 18;
  private static final int CRC = 22;
  private static final int COUNT = 26;

  final byte[] bytes = new byte[MAX];
  private final ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

  /** Whether the header's beginning is that of a page of version 0. */
  boolean isPage() {
    return Integer.reverseBytes(fields.getInt(0)) == CAPTURE && bytes[4] == 0;
  }

  int flags() {
    return bytes[FLAGS];
  }

  long granule() {
    return fields.getLong(GRANULE);
  }

  int serial() {
    return fields.getInt(SERIAL);
  }

  int sequence() {
    return fields.getInt(SEQUENCE);
  }

  int segments() {
    return bytes[COUNT] & 0xff;
  }

  int segment(int index) {
    return bytes[HEADER + index] & 0xff;
  }

  /** Index of the first byte of the first segment. */
  int bodyStart() {
    return HEADER + segments();
  }

  int bodyLength() {
    int sum = 0;
    for (int i = 0; i < segments(); i++) {
      sum += segment(i);
    }
    return sum;
  }

  int length() {
    return bodyStart() + bodyLength();
  }

  boolean crcIsRight() {
    int said = fields.getInt(CRC);
    fields.putInt(CRC, 0);
    boolean right = OggCrc.of(bytes, 0, length(), 0) == said;
    fields.putInt(CRC, said);
    return right;
  }

  /** Begins a page to be written; segments and body are then put behind the header. */
  void begin(int flags, long granule, int serial, int sequence, int segments) {
    Arrays.fill(bytes, 0, HEADER, (byte) 0);
    fields.putInt(0, Integer.reverseBytes(CAPTURE));
    bytes[FLAGS] = (byte) flags;
    fields.putLong(GRANULE, granule);
    fields.putInt(SERIAL, serial);
    fields.putInt(SEQUENCE, sequence);
    bytes[COUNT] = (byte) segments;
  }

  void flags(int flags) {
    bytes[FLAGS] = (byte) flags;
  }

  /** Writes the checksum of a complete page. */
  void seal() {
    fields.putInt(CRC, 0);
    fields.putInt(CRC, OggCrc.of(bytes, 0, length(), 0));
  }
}
