package org.belfry.media.mix;

import java.util.Arrays;

/**
 * A 2:1 half-band filter: 8 kHz to 16 kHz or back, by one linear-phase FIR of 47 taps (Kaiser
 * window, 60 dB; flat to 3.4 kHz, delay 1.4 ms). Every other tap but the middle one is zero, so one
 * polyphase branch is a filter and the other only a delay. One object converts one stream in one
 * direction.
 */
final class HalfBand {
  /** Taps of the branch that filters. */
  private static final int TAPS = 24;

  private static final int HISTORY = TAPS - 1;
  private static final double KAISER_BETA = 5.65;
  private static final float[] BRANCH = design();

  private final int narrow;
  private final float[] filtered;
  private final float[] delayed;
  private final float[] result;

  /**
   * @param narrow samples of a frame at 8 kHz
   */
  HalfBand(int narrow) {
    this.narrow = narrow;
    this.filtered = new float[HISTORY + narrow];
    this.delayed = new float[HISTORY + narrow];
    this.result = new float[narrow];
  }

  /** Converts a frame up: {@code narrow} samples in, twice as many out. */
  void up(int[] in, int[] out) {
    for (int i = 0; i < narrow; i++) {
      filtered[HISTORY + i] = in[i];
    }
    filter();
    for (int i = 0; i < narrow; i++) {
      out[2 * i] = Math.round(result[i]);
      out[2 * i + 1] = (int) filtered[HISTORY + i - (TAPS / 2 - 1)];
    }
    keepHistory(filtered);
  }

  /** Converts a frame down: twice {@code narrow} samples in, {@code narrow} out. */
  void down(int[] in, int[] out) {
    for (int i = 0; i < narrow; i++) {
      filtered[HISTORY + i] = in[2 * i];
      delayed[HISTORY + i] = in[2 * i + 1];
    }
    filter();
    for (int i = 0; i < narrow; i++) {
      out[i] = Math.round(0.5f * (result[i] + delayed[HISTORY + i - TAPS / 2]));
    }
    keepHistory(filtered);
    keepHistory(delayed);
  }

  /** Forgets what went through, after a pause. */
  void reset() {
    Arrays.fill(filtered, 0);
    Arrays.fill(delayed, 0);
  }

  private void filter() {
    Arrays.fill(result, 0);
    // Tap by tap, not sample by sample: so the inner loop has no reduction and becomes vectors.
    for (int tap = 0; tap < TAPS / 2; tap++) {
      addTap(BRANCH[tap], HISTORY - tap, tap);
    }
  }

  private void addTap(float weight, int early, int late) {
    float[] line = filtered;
    float[] sum = result;
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * (line[early + i] + line[late + i]);
    }
  }

  private void keepHistory(float[] line) {
    System.arraycopy(line, narrow, line, 0, HISTORY);
  }

  /** The filtering branch, scaled to a gain of 1; symmetric, so half of it is used. */
  private static float[] design() {
    double[] taps = new double[TAPS];
    double sum = 0;
    for (int i = 0; i < TAPS; i++) {
      double distance = 2 * i - HISTORY; // in samples at 16 kHz, always odd
      double window =
          bessel(KAISER_BETA * Math.sqrt(1 - Math.pow(distance / (HISTORY + 1), 2)))
              / bessel(KAISER_BETA);
      taps[i] = Math.sin(Math.PI * distance / 2) / (Math.PI * distance / 2) * window;
      sum += taps[i];
    }
    float[] branch = new float[TAPS];
    for (int i = 0; i < TAPS; i++) {
      branch[i] = (float) (taps[i] / sum);
    }
    return branch;
  }

  /** The modified Bessel function of order 0. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; k < 32; k++) {
      term *= x * x / (4.0 * k * k);
      sum += term;
    }
    return sum;
  }
}
