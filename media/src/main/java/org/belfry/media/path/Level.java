package org.belfry.media.path;

/**
 * How loud a frame is. Energies are mean squares of samples; 0 dBFS is a sine that reaches full
 * scale (as in AES17, so a full square wave has +3 dBFS).
 *
 * <p>The loops are written so that the JIT compiler makes vector instructions of them: whole
 * arrays, int arithmetic, no branches.
 */
public final class Level {
  /** What silence is called, in dBFS. */
  public static final double SILENCE = -100;

  private static final double FULL_SINE = 32768.0 * 32768.0 / 2;

  /** Squares lose this many bits, so that the sum of a part fits an int. */
  private static final int SHIFT = 8;

  /** Largest part whose sum fits: 2^30 / 2^8 * 320 < 2^31. */
  private static final int PART = 320;

  private Level() {}

  /**
   * The mean square of the first {@code count} samples: 0 to 2^30, exact to 256. So samples below
   * 16 (-66 dBFS) count as none.
   */
  public static int energy(short[] frame, int count) {
    long sum = 0;
    for (int from = 0; from < count; from += PART) {
      sum += squares(frame, from, Math.min(from + PART, count));
    }
    return count == 0 ? 0 : (int) ((sum << SHIFT) / count);
  }

  private static int squares(short[] frame, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += (frame[i] * frame[i]) >> SHIFT;
    }
    return sum;
  }

  /** The largest magnitude among the first {@code count} samples, 0 to 32768. */
  public static int peak(short[] frame, int count) {
    int peak = 0;
    for (int i = 0; i < count; i++) {
      peak = Math.max(peak, Math.abs((int) frame[i]));
    }
    return peak;
  }

  /** The mean square of samples that stand in ints, as {@link #energy(short[], int)}. */
  public static int energy(int[] frame, int count) {
    long sum = 0;
    for (int from = 0; from < count; from += PART) {
      sum += squares(frame, from, Math.min(from + PART, count));
    }
    return count == 0 ? 0 : (int) ((sum << SHIFT) / count);
  }

  private static int squares(int[] frame, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += (frame[i] * frame[i]) >> SHIFT;
    }
    return sum;
  }

  /**
   * The largest magnitude of samples that stand in ints: a third of the time it takes of shorts.
   */
  public static int peak(int[] frame, int count) {
    int peak = 0;
    for (int i = 0; i < count; i++) {
      peak = Math.max(peak, Math.abs(frame[i]));
    }
    return peak;
  }

  /** An energy in dBFS, {@link #SILENCE} and above. */
  public static double decibels(long energy) {
    return energy <= 0 ? SILENCE : Math.max(SILENCE, 10 * Math.log10(energy / FULL_SINE));
  }

  /** A peak in dB under full scale, {@link #SILENCE} to 0. */
  public static double peakDecibels(int peak) {
    return peak <= 0 ? SILENCE : 20 * Math.log10(Math.min(peak, 32768) / 32768.0);
  }

  /** The energy of a level in dBFS. */
  public static int energyOf(double decibels) {
    return (int) Math.min(Integer.MAX_VALUE, Math.round(FULL_SINE * Math.pow(10, decibels / 10)));
  }
}
