package org.belfry.media.mix;

/**
 * Brings a sum back into 16 bits without a hard edge. Up to {@link #KNEE} (-6 dBFS) nothing is
 * changed; above, the curve bends towards full scale, which it never passes, and bends so gently
 * that even its curvature has no step: high harmonics are what makes a limiter sound broken. It has
 * no memory, so it cannot pump: a quiet word after a loud one is as loud as without it.
 */
final class SoftLimit {
  static final int KNEE = 16_384;

  private static final float ROOM = Short.MAX_VALUE - KNEE;

  private SoftLimit() {}

  /** What one sample becomes. */
  static int of(int x) {
    int magnitude = Math.abs(x);
    // room * e / sqrt(room^2 + e^2), so written that every step rounds monotonically; without any
    // excess the ratio is infinite and the sum 0.
    float ratio = ROOM / Math.max(magnitude - KNEE, 0);
    int y = Math.min(magnitude, KNEE) + (int) (ROOM / (float) Math.sqrt(1 + ratio * ratio));
    int sign = x >> 31;
    return (y ^ sign) - sign;
  }

  /**
   * Limits a sum.
   *
   * @param work as long as {@code sum}. Not for a result: a loop from int to int becomes vector
   *     instructions, and so does one from int to short, but not one that does both
   */
  static void limit(int[] sum, int[] work, short[] out) {
    for (int i = 0; i < work.length; i++) {
      work[i] = of(sum[i]);
    }
    Samples.narrow(work, out);
  }

  /** Limits the sum without one voice. */
  static void limitWithout(int[] sum, int[] voice, int[] work, short[] out) {
    for (int i = 0; i < work.length; i++) {
      work[i] = of(sum[i] - voice[i]);
    }
    Samples.narrow(work, out);
  }
}
