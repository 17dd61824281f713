package org.belfry.media.sdp.negotiation;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What becomes of each payload type that comes from one side, on its way to the other. */
public final class PayloadMap {
  /** Was not agreed on. */
  public static final int DROP = -1;

  /** Must be decoded, and encoded as the other leg's first codec. */
  public static final int TRANSCODE = -2;

  private final int[] targets;

  private PayloadMap(int[] targets) {
    this.targets = targets;
  }

  /** Everything passes as it is. */
  static PayloadMap identity() {
    int[] targets = new int[128];
    Arrays.setAll(targets, number -> number);
    return new PayloadMap(targets);
  }

  static PayloadMap of(Map<Integer, Integer> targets) {
    int[] all = new int[128];
    Arrays.fill(all, DROP);
    targets.forEach((from, to) -> all[from] = to);
    return new PayloadMap(all);
  }

  /** The number to send it as, {@link #DROP} or {@link #TRANSCODE}. */
  public int target(int payloadType) {
    return targets[payloadType & 0x7f];
  }

  /** A copy of all 128, for the relay. */
  public int[] table() {
    return targets.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PayloadMap map && Arrays.equals(targets, map.targets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(targets);
  }

  @Override
  public String toString() {
    var out = new TreeMap<Integer, Integer>();
    for (int i = 0; i < targets.length; i++) {
      if (targets[i] != DROP) {
        out.put(i, targets[i]);
      }
    }
    return out.toString();
  }
}
