package org.belfry.pbx.sip.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A stream of anything, in pieces: the frames do not depend on how it was cut. */
public final class FramingFuzz {
  private static final int LIMIT = 2_000;

  private FramingFuzz() {}

  /**
   * @param data the first byte says how long the pieces are
   */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] stream = Arrays.copyOfRange(data, 1, data.length);
    List<String> whole = frames(stream, stream.length + 1);
    List<String> pieces = frames(stream, 1 + (data[0] & 0x3f));
    if (!whole.equals(pieces)) {
      throw new AssertionError("cut otherwise: " + whole + " and " + pieces);
    }
  }

  private static List<String> frames(byte[] stream, int piece) {
    StreamFramer framer = new StreamFramer(LIMIT, LIMIT);
    List<String> found = new ArrayList<>();
    for (int at = 0; at < stream.length; at += piece) {
      framer.feed(ByteBuffer.wrap(stream, at, Math.min(piece, stream.length - at)));
      while (true) {
        StreamFramer.Frame frame = framer.next();
        if (frame == StreamFramer.Mark.MORE_NEEDED) {
          break;
        }
        found.add(frame instanceof StreamFramer.Message m ? text(m) : frame.toString());
        if (frame instanceof StreamFramer.Mark mark && mark != StreamFramer.Mark.PING) {
          return found; // broken for good
        }
      }
    }
    return found;
  }

  private static String text(StreamFramer.Message message) {
    if (message.bytes().length > 2 * LIMIT) {
      throw new AssertionError("longer than the limits: " + message.bytes().length);
    }
    return Arrays.hashCode(message.bytes()) + " of " + message.bytes().length;
  }
}
