package org.belfry.media.codec;

import java.util.Arrays;

/**
 * Changes the sample rate of a stream: a polyphase low-pass filter (a sinc under a Kaiser window)
 * whose stop band begins at half the lower rate and lies more than 60 dB down; the pass band ends
 * at 85 % of that. Delays by 32 samples of the lower rate: 4 ms for 8 kHz.
 *
 * <p>Keeps the end of a frame for the next. Belongs to one thread; allocates nothing after
 * construction.
 *
 * <p>For a ratio of L to M, output number j·L + r needs the inputs from j·M + r·M/L on. So all
 * outputs with the same r use the same taps, and the inputs of one tap, for rising j, stand M
 * apart. With the input split into M streams, each tap is one loop over consecutive samples, which
 * the JIT turns into vector instructions.
 */
public final class Resampler {
  private static final int TAPS_PER_LOWER_SAMPLE = 64;
  private static final double KAISER_BETA = 7.2;

  /** Pieces of 20 ms are converted at once; a longer call is done in several. */
  private static final int PIECES_PER_SECOND = 50;

  private final int from;
  private final int to;
  private final int up;
  private final int down;
  private final int taps;
  private final float[][] phases;
  private final short[][] streams;
  private final short[] tail;
  private final float[] sums;

  /**
   * @param from samples per second that come
   * @param to samples per second that are wanted; both one of 8, 16, 24, 32 and 48 kHz
   * @throws IllegalArgumentException for another rate
   */
  public Resampler(int from, int to) {
    requireRate(from);
    requireRate(to);
    this.from = from;
    this.to = to;
    int common = gcd(from, to);
    up = to / common;
    down = from / common;
    int lower = Math.min(from, to);
    // Taps of one phase stand at the input's rate.
    taps = TAPS_PER_LOWER_SAMPLE * from / lower;
    phases = design(lower);
    streams = new short[down][(from / PIECES_PER_SECOND + taps) / down + 1];
    tail = new short[taps];
    sums = new float[from / PIECES_PER_SECOND / down];
  }

  private static void requireRate(int rate) {
    if (rate % 8000 != 0 || rate < 8000 || rate > 48000 || rate == 40000) {
      throw new IllegalArgumentException("a rate of " + rate + " Hz");
    }
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private float[][] design(int lower) {
    int length = taps * up;
    double rate = (double) from * up;
    double cutoff = 0.925 * lower / 2 / rate;
    double[] prototype = new double[length];
    double centre = (length - 1) / 2.0;
    for (int i = 0; i < length; i++) {
      double x = i - centre;
      double sinc =
          Math.abs(x) < 1e-9 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
      double place = x / (length / 2.0);
      prototype[i] = sinc * bessel(KAISER_BETA * Math.sqrt(1 - place * place));
    }
    float[][] split = new float[up][taps];
    for (int phase = 0; phase < up; phase++) {
      // Each phase by itself passes a constant unchanged: otherwise DC would become a tone.
      double sum = 0;
      for (int tap = 0; tap < taps; tap++) {
        sum += prototype[tap * up + phase];
      }
      for (int tap = 0; tap < taps; tap++) {
        // Reversed: tap 0 belongs to the oldest input.
        split[phase][tap] = (float) (prototype[(taps - 1 - tap) * up + phase] / sum);
      }
    }
    return split;
  }

  /** Modified Bessel function of the first kind, order 0. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; k < 40; k++) {
      term *= x / (2 * k) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }

  /** Samples that come out when so many go in. */
  public int outputFor(int samples) {
    return samples / down * up;
  }

  /** Forgets what came before: the stream begins anew after a pause. */
  public void reset() {
    Arrays.fill(tail, (short) 0);
  }

  /** Samples of the lower rate by which the sound is late. */
  public static int delay() {
    return TAPS_PER_LOWER_SAMPLE / 2;
  }

  /**
   * Converts the next piece of the stream.
   *
   * @param samples a multiple of from/gcd: any whole number of 5 ms frames is
   * @return samples written
   * @throws IllegalArgumentException for a count that cannot be converted evenly
   */
  public int convert(short[] in, int inFrom, int samples, short[] out, int outTo) {
    if (samples < 0 || samples % down != 0) {
      throw new IllegalArgumentException(samples + " samples, " + this);
    }
    if (from == to) {
      System.arraycopy(in, inFrom, out, outTo, samples);
      return samples;
    }
    int piece = from / PIECES_PER_SECOND;
    for (int done = 0; done < samples; done += piece) {
      convertPiece(
          in, inFrom + done, Math.min(piece, samples - done), out, outTo + outputFor(done));
    }
    return outputFor(samples);
  }

  private void convertPiece(short[] in, int inFrom, int samples, short[] out, int outTo) {
    split(in, inFrom, samples);
    int rows = samples / down;
    for (int residue = 0; residue < up; residue++) {
      float[] phase = phases[residue * down % up];
      int base = residue * down / up;
      Arrays.fill(sums, 0, rows, 0);
      for (int tap = 0; tap < taps; tap++) {
        int place = base + tap + 1;
        accumulate(sums, phase[tap], streams[place % down], place / down, rows);
      }
      for (int row = 0; row < rows; row++) {
        out[outTo + row * up + residue] = round(sums[row]);
      }
    }
  }

  /**
   * {@code sums[i] += factor * stream[from + i]}. Both arrays have different types so that the JIT
   * knows that they do not overlap.
   */
  private static void accumulate(float[] sums, float factor, short[] stream, int from, int rows) {
    for (int i = 0; i < rows; i++) {
      sums[i] += factor * stream[from + i];
    }
  }

  private static short round(float value) {
    return (short) Math.clamp(Math.round(value), Short.MIN_VALUE, Short.MAX_VALUE);
  }

  /** Lays the tail of the last piece and the new one out in streams; keeps the new tail. */
  private void split(short[] in, int inFrom, int samples) {
    for (int stream = 0; stream < down; stream++) {
      short[] target = streams[stream];
      int row = 0;
      int place = stream;
      for (; place < taps; place += down) {
        target[row++] = tail[place];
      }
      for (place -= taps; place < samples; place += down) {
        target[row++] = in[inFrom + place];
      }
    }
    if (samples >= taps) {
      System.arraycopy(in, inFrom + samples - taps, tail, 0, taps);
    } else {
      System.arraycopy(tail, samples, tail, 0, taps - samples);
      System.arraycopy(in, inFrom, tail, taps - samples, samples);
    }
  }

  @Override
  public String toString() {
    return from + " Hz to " + to + " Hz";
  }
}
