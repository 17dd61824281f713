package org.belfry.media.play;

/**
 * The music on hold of a site that has none of its own: sixteen seconds of quiet broken chords,
 * made of sines that fade. Ours, so nobody has to be asked or paid.
 */
public final class HoldTune {
  private static final int RATE = 16_000;
  private static final double BEAT_SECONDS = 0.5;
  private static final double LOUDNESS = 0.08; // quiet: it is heard again and again

  /** Notes of each bar as halftones above A3: C, A minor, F, G, twice. */
  private static final int[][] BARS = {
    {3, 7, 10, 15}, {0, 7, 12, 15}, {-4, 3, 8, 12}, {-2, 5, 10, 14},
    {3, 10, 15, 19}, {0, 3, 7, 12}, {-4, 8, 12, 15}, {-2, 5, 14, 10}
  };

  private HoldTune() {}

  /** The tune, 16000 samples per second; its end goes over into its beginning. */
  public static Clip clip() {
    int beat = (int) (RATE * BEAT_SECONDS);
    double[] sum = new double[BARS.length * BARS[0].length * beat];
    int at = 0;
    for (int[] bar : BARS) {
      for (int note : bar) {
        pluck(sum, at, 220 * Math.pow(2, note / 12.0), 4 * beat);
        at += beat;
      }
    }
    short[] pcm = new short[sum.length];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) Math.round(Math.clamp(sum[i], -1, 1) * Short.MAX_VALUE);
    }
    return new Clip(RATE, pcm);
  }

  /** Adds a note; what rings beyond the end rings in the beginning. */
  private static void pluck(double[] sum, int from, double hertz, int length) {
    int attack = RATE / 100;
    for (int i = 0; i < length; i++) {
      double turn = 2 * Math.PI * hertz * i / RATE;
      double wave = Math.sin(turn) + 0.3 * Math.sin(2 * turn) + 0.1 * Math.sin(3 * turn);
      double fade =
          Math.min(1, (double) i / attack)
              * Math.exp(-2.5 * i / RATE)
              * Math.min(1, (double) (length - i) / attack);
      sum[(from + i) % sum.length] += LOUDNESS * wave * fade;
    }
  }
}
