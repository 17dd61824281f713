package org.belfry.media.file;

/**
 * Opus packets that say their own length (RFC 6716 appendix B), as all but the last in a packet of
 * several streams do (RFC 7845 §5.1.1). Packets of one or two frames; those of more are not used in
 * files that we have seen.
 */
final class SelfDelimited {
  /** Longest frame (RFC 6716 §3.4). */
  private static final int FRAME_MAX = 1275;

  private byte[] plain = new byte[2 * FRAME_MAX + 3];
  private int plainLength;

  /** The packet without its length. */
  byte[] plain() {
    return plain;
  }

  int plainLength() {
    return plainLength;
  }

  /**
   * Takes a packet apart.
   *
   * @return how many bytes it has, its length included; -1 when it is none that we read
   */
  int read(byte[] in, int from, int to) {
    if (to - from < 2) {
      return -1;
    }
    int code = in[from] & 3;
    int at = from + 1;
    int first = frameLength(in, at, to);
    if (first < 0 || code == 3) {
      return -1;
    }
    at += lengthBytes(first);
    int second = code == 1 ? first : 0;
    int header = 1;
    plain[0] = in[from];
    if (code == 2) {
      System.arraycopy(in, from + 1, plain, 1, lengthBytes(first));
      header += lengthBytes(first);
      second = frameLength(in, at, to);
      if (second < 0) {
        return -1;
      }
      at += lengthBytes(second);
    }
    if (at + first + second > to) {
      return -1;
    }
    System.arraycopy(in, at, plain, header, first + second);
    plainLength = header + first + second;
    return at + first + second - from;
  }

  private static int frameLength(byte[] in, int at, int to) {
    if (at >= to) {
      return -1;
    }
    int one = in[at] & 0xff;
    if (one < 252) {
      return one;
    }
    return at + 1 < to ? (in[at + 1] & 0xff) * 4 + one : -1;
  }

  private static int lengthBytes(int length) {
    return length < 252 ? 1 : 2;
  }

  /**
   * Writes a packet of one frame with its length.
   *
   * @return bytes written
   * @throws IllegalArgumentException when the packet has more frames
   */
  static int write(byte[] packet, int length, byte[] out, int to) {
    if (length < 1 || (packet[0] & 3) != 0) {
      throw new IllegalArgumentException("not a packet of one frame");
    }
    int frame = length - 1;
    int at = to;
    out[at++] = packet[0];
    if (frame < 252) {
      out[at++] = (byte) frame;
    } else {
      out[at++] = (byte) (252 + (frame & 3));
      out[at++] = (byte) ((frame - 252) >> 2);
    }
    System.arraycopy(packet, 1, out, at, frame);
    return at + frame - to;
  }
}
