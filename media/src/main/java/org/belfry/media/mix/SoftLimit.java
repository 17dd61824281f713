package org.belfry.media.mix;

/**
 * Brings a sum back into 16 bits without a hard edge. Up to {@link #KNEE} (-6 dBFS) nothing is
 * changed; above, the curve bends smoothly towards full scale, which it never passes. It has no
 * memory, so it cannot pump: a quiet word after a loud one is as loud as without it.
 */
final class SoftLimit {
  static final int KNEE = 16_384;

  private static final float ROOM = Short.MAX_VALUE - KNEE;

  private SoftLimit() {}

  /** What one sample becomes. */
  static short of(int x) {
    int magnitude = Math.abs(x);
    // room * e / sqrt(room^2 + e^2), so written that every step rounds monotonically; without any
    // excess the ratio is infinite and the sum 0.
    float ratio = ROOM / Math.max(magnitude - KNEE, 0);
    int y = Math.min(magnitude, KNEE) + (int) (ROOM / (float) Math.sqrt(1 + ratio * ratio));
    int sign = x >> 31;
    return (short) ((y ^ sign) - sign);
  }

  /** Limits {@code count} samples. */
  static void limit(int[] sum, short[] out, int count) {
    for (int i = 0; i < count; i++) {
      out[i] = of(sum[i]);
    }
  }

  /** Limits the sum without one voice. */
  static void limitWithout(int[] sum, short[] voice, short[] out, int count) {
    for (int i = 0; i < count; i++) {
      out[i] = of(sum[i] - voice[i]);
    }
  }
}
