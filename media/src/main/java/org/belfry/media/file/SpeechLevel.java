package org.belfry.media.file;

import java.util.Arrays;

/**
 * Brings speech of any source to one loudness, and cuts silence off its ends, so that sentences of
 * an engine, of a studio and of a telephone follow each other without a jump.
 */
public final class SpeechLevel {
  /** RMS of the parts in which somebody speaks, as a share of full scale: -22 dBFS. */
  private static final double TARGET = 0.08;

  private static final double PEAK = 0.9;
  private static final double GAIN_MAX = 20;
  private static final int FRAMES_PER_SECOND = 50;

  /** Quieter than the loudest frame by more than 40 dB is silence. */
  private static final double SILENCE_BELOW = 0.01;

  private SpeechLevel() {}

  /**
   * A new array with the speech alone, at that loudness; empty when there is none.
   *
   * @param rate samples per second
   * @param margin milliseconds of silence that are kept at each end
   */
  public static short[] even(short[] pcm, int rate, int margin) {
    int frame = rate / FRAMES_PER_SECOND;
    double[] rms = frames(pcm, frame);
    double loudest = Arrays.stream(rms).max().orElse(0);
    int first = 0;
    int last = rms.length - 1;
    while (first <= last && rms[first] <= loudest * SILENCE_BELOW) {
      first++;
    }
    while (last >= first && rms[last] <= loudest * SILENCE_BELOW) {
      last--;
    }
    if (loudest == 0 || first > last) {
      return new short[0];
    }
    int kept = rate * margin / 1000;
    int from = Math.max(0, first * frame - kept);
    int to = Math.min(pcm.length, (last + 1) * frame + kept);
    return amplified(Arrays.copyOfRange(pcm, from, to), gain(rms, loudest));
  }

  private static double[] frames(short[] pcm, int frame) {
    double[] rms = new double[(pcm.length + frame - 1) / frame];
    for (int f = 0; f < rms.length; f++) {
      double sum = 0;
      int end = Math.min(pcm.length, (f + 1) * frame);
      for (int i = f * frame; i < end; i++) {
        sum += (double) pcm[i] * pcm[i];
      }
      rms[f] = Math.sqrt(sum / (end - f * frame)) / 32768;
    }
    return rms;
  }

  /** By the frames in which somebody speaks: those within 20 dB of the loudest. */
  private static double gain(double[] rms, double loudest) {
    double power =
        Arrays.stream(rms).filter(r -> r > loudest / 10).map(r -> r * r).average().orElse(0);
    return power == 0 ? 1 : Math.min(GAIN_MAX, TARGET / Math.sqrt(power));
  }

  /** What would be too loud is bent, not cut. */
  private static short[] amplified(short[] pcm, double gain) {
    for (int i = 0; i < pcm.length; i++) {
      double x = pcm[i] * gain / 32768;
      double size = Math.abs(x);
      double half = PEAK / 2;
      double bent = size <= half ? size : half + half * Math.tanh((size - half) / half);
      pcm[i] = (short) Math.round(Math.signum(x) * bent * 32767);
    }
    return pcm;
  }
}
