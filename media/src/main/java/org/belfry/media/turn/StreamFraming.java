package org.belfry.media.turn;

import java.nio.ByteBuffer;

/** Where messages end in a connection (RFC 8489 §6.2.2, RFC 8656 §12.5). */
final class StreamFraming {
  /** Longer ones nobody sends; the connection is closed. */
  static final int MAX_MESSAGE = 8192;

  /** No boundary can be found any more. */
  static final int BROKEN = -1;

  /** The first message is not whole yet. */
  static final int INCOMPLETE = 0;

  private StreamFraming() {}

  /**
   * The bytes of the message that stands at the buffer's position, with padding; or {@link
   * #INCOMPLETE} or {@link #BROKEN}.
   */
  static int next(ByteBuffer in) {
    if (in.remaining() < 4) {
      return INCOMPLETE;
    }
    int type = in.getShort(in.position()) & 0xffff;
    int length = in.getShort(in.position() + 2) & 0xffff;
    int whole =
        switch (type >> 14) {
          case 0 -> length % 4 == 0 ? 20 + length : BROKEN;
          case 1 -> 4 + (length + 3 & ~3);
          default -> BROKEN;
        };
    if (whole == BROKEN || whole > MAX_MESSAGE) {
      return BROKEN;
    }
    return whole <= in.remaining() ? whole : INCOMPLETE;
  }
}
