package org.belfry.media.codec;

import java.util.List;

/** Measures of sound for tests. */
public final class Sound {
  private Sound() {}

  /**
   * Signal over noise in dB of a piece, at the delay (up to 30 ms) and gain at which it fits best:
   * codecs look ahead.
   */
  public static double snr(short[] sent, short[] heard, int from, int length) {
    double best = Double.NEGATIVE_INFINITY;
    for (int delay = 0; delay < 48 * 30 && from + delay + length <= heard.length; delay++) {
      double product = 0;
      double power = 0;
      double other = 0;
      for (int i = from; i < from + length; i++) {
        product += (double) sent[i] * heard[i + delay];
        power += (double) sent[i] * sent[i];
        other += (double) heard[i + delay] * heard[i + delay];
      }
      // What is left when the best multiple of the sent sound is taken away.
      double signal = product * product / Math.max(power, 1);
      double noise = Math.max(other - signal, 1e-3);
      if (product > 0) {
        best = Math.max(best, 10 * Math.log10(signal / noise));
      }
    }
    return best;
  }

  public static double rms(short[] pcm, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) pcm[i] * pcm[i];
    }
    return Math.sqrt(sum / (to - from));
  }

  public static int peak(short[] pcm, int from, int to) {
    int peak = 0;
    for (int i = from; i < to; i++) {
      peak = Math.max(peak, Math.abs((int) pcm[i]));
    }
    return peak;
  }

  public static int largestStep(short[] pcm, int from, int to) {
    int step = 0;
    for (int i = from + 1; i < to; i++) {
      step = Math.max(step, Math.abs(pcm[i] - pcm[i - 1]));
    }
    return step;
  }

  public static byte[] join(List<byte[]> parts) {
    byte[] all = new byte[parts.stream().mapToInt(p -> p.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
