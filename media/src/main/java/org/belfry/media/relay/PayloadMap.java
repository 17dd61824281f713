package org.belfry.media.relay;

import java.util.Arrays;
import java.util.Map;

/** Which payload type of one leg is which of another. */
public final class PayloadMap {
  /** Each is what it is. */
  public static final PayloadMap SAME = new PayloadMap();

  private static final byte NOTHING = -1;
  private final byte[] to = new byte[128];

  private PayloadMap() {
    for (int i = 0; i < to.length; i++) {
      to[i] = (byte) i;
    }
  }

  /**
   * @param pairs from the speaker's type to the listener's, 0 to 127 each; packets of another type
   *     do not pass
   * @throws IllegalArgumentException when one is out of range
   */
  public static PayloadMap of(Map<Integer, Integer> pairs) {
    PayloadMap map = new PayloadMap();
    Arrays.fill(map.to, NOTHING);
    pairs.forEach((from, to) -> {
      if (from < 0 || from > 127 || to < 0 || to > 127) {
        throw new IllegalArgumentException("payload type " + from + " to " + to);
      }
      map.to[from] = (byte) (int) to;
    });
    return map;
  }

  /** The listener's type, negative when packets of this type do not pass. */
  int map(int payloadType) {
    return to[payloadType];
  }
}
