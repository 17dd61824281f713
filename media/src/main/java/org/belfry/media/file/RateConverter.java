package org.belfry.media.file;

import java.io.IOException;
import java.util.Arrays;

/**
 * Reads another reader at another rate, any into any: a sinc under a Blackman window, 32 zero
 * crossings wide, taken from a table of 512 phases. For files only, off the tick: the codecs'
 * resampler is faster, but knows only multiples of 8 kHz.
 */
final class RateConverter implements SoundReader {
  private static final int ZEROS = 16;
  private static final int PHASES = 512;
  private static final int CHUNK = 1024;

  private final SoundReader source;
  private final int rate;
  private final double step;
  private final int reach;
  private final float[][] table;
  private short[] window;

  /**
   * What takes milliseconds to work out, and is the same for all files of a rate that are wanted at
   * another. Never changed.
   *
   * @param reach samples of the source to each side
   */
  record Filter(int reach, float[][] table) {
    static Filter between(int from, int to) {
      double cutoff = Math.min(1, (double) to / from) * 0.97;
      int reach = (int) Math.ceil(ZEROS / cutoff);
      return new Filter(reach, RateConverter.table(reach, cutoff));
    }
  }

  /** Index in the source of {@code window[0]}; negative at the beginning. */
  private long windowStart;

  private int filled;
  private boolean ended;
  private long next;
  private long end = Long.MAX_VALUE;

  /**
   * @param filter between the two rates
   */
  RateConverter(SoundReader source, int rate, Filter filter) {
    this.source = source;
    this.rate = rate;
    this.step = (double) source.rate() / rate;
    this.reach = filter.reach();
    this.table = filter.table();
    this.window = new short[2 * reach + CHUNK];
    begin(0);
  }

  private static float[][] table(int reach, double cutoff) {
    float[][] table = new float[PHASES + 1][2 * reach];
    for (int phase = 0; phase <= PHASES; phase++) {
      double sum = 0;
      for (int tap = 0; tap < 2 * reach; tap++) {
        double x = tap - (reach - 1) - (double) phase / PHASES;
        double place = Math.clamp(x / reach, -1.0, 1.0);
        double blackman =
            0.42 + 0.5 * Math.cos(Math.PI * place) + 0.08 * Math.cos(2 * Math.PI * place);
        double angle = Math.PI * x * cutoff;
        double value = (Math.abs(angle) < 1e-9 ? 1 : Math.sin(angle) / angle) * blackman;
        table[phase][tap] = (float) value;
        sum += value;
      }
      for (int tap = 0; tap < 2 * reach; tap++) {
        table[phase][tap] /= (float) sum;
      }
    }
    return table;
  }

  private void begin(long sample) {
    next = sample;
    windowStart = (long) (sample * step) - reach + 1;
    filled = 0;
    if (windowStart < 0) {
      filled = (int) Math.min(-windowStart, window.length);
      Arrays.fill(window, 0, filled, (short) 0);
    }
    ended = false;
    end = Long.MAX_VALUE;
  }

  @Override
  public int rate() {
    return rate;
  }

  @Override
  public long samples() {
    long samples = source.samples();
    return samples == UNKNOWN ? UNKNOWN : (long) Math.ceil(samples / step);
  }

  @Override
  public int read(short[] out, int from, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      if (next >= end) {
        return i;
      }
      double place = next * step;
      long whole = (long) place;
      hold(whole - reach + 1, whole + reach + 1);
      if (next >= end) {
        return i;
      }
      int phase = (int) Math.round((place - whole) * PHASES);
      out[from + i] = sample(table[phase], (int) (whole - reach + 1 - windowStart));
      next++;
    }
    return count;
  }

  private short sample(float[] taps, int at) {
    float sum = 0;
    for (int i = 0; i < taps.length; i++) {
      sum += taps[i] * window[at + i];
    }
    return (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
  }

  /** Has the samples first (inclusive) to last (exclusive) of the source in the window. */
  private void hold(long first, long last) throws IOException {
    while (last > windowStart + filled) {
      if (filled == window.length) {
        int keep = (int) (windowStart + filled - first);
        System.arraycopy(window, filled - keep, window, 0, keep);
        windowStart = first;
        filled = keep;
      }
      if (ended) {
        // Zeros behind the end, as many as the filter reaches.
        int more = (int) Math.min(window.length - filled, last - windowStart - filled);
        Arrays.fill(window, filled, filled + more, (short) 0);
        filled += more;
        continue;
      }
      int got = source.read(window, filled, window.length - filled);
      filled += got;
      if (got == 0) {
        ended = true;
        end = (long) Math.ceil((windowStart + filled) / step);
      }
    }
  }

  @Override
  public void seek(long sample) throws IOException {
    long target = Math.max(0, sample);
    begin(target);
    source.seek(Math.max(0, windowStart));
    if (source.samples() != UNKNOWN) {
      end = Math.max(target, samples());
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
