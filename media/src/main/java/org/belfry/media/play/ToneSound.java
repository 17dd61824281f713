package org.belfry.media.play;

import java.util.Arrays;
import java.util.List;

/**
 * A cadence, sounding. Each frequency is an oscillator of two multiplications a sample; each step
 * fades in and out. All frequencies of a step together have -13 dBm0 (ITU-T E.180 §3.3), which is
 * -16 dBFS.
 */
final class ToneSound implements Sound {
  private static final double LEVEL = Math.pow(10, -16.14 / 20) * 32_767;

  private final Cadence cadence;
  private final int rate;
  private final int fade;
  private final double[] coefficient = new double[4];
  private final double[] now = new double[4];
  private final double[] before = new double[4];
  private int tones;
  private int step;
  private long inStep;
  private long stepSamples;
  private long position;
  private boolean ended;

  ToneSound(Cadence cadence, int rate) {
    this.cadence = cadence;
    this.rate = rate;
    this.fade = Fade.samples(rate);
    begin(0);
  }

  private void begin(int index) {
    step = index;
    inStep = 0;
    Cadence.Step entered = cadence.steps().get(index);
    stepSamples = entered.ms() == Cadence.FOREVER ? Long.MAX_VALUE : samplesOf(entered);
    List<Integer> hertz = entered.hertz();
    tones = hertz.size();
    double amplitude = LEVEL / Math.sqrt(Math.max(1, tones));
    for (int i = 0; i < tones; i++) {
      double angle = 2 * Math.PI * hertz.get(i) / rate;
      coefficient[i] = 2 * Math.cos(angle);
      now[i] = 0;
      before[i] = -Math.sin(angle) * amplitude;
    }
  }

  private long samplesOf(Cadence.Step s) {
    return (long) s.ms() * rate / 1000;
  }

  @Override
  public int rate() {
    return rate;
  }

  @Override
  public long samples() {
    if (cadence.repeats() || cadence.steps().getLast().ms() == Cadence.FOREVER) {
      return UNKNOWN;
    }
    return cadence.steps().stream().mapToLong(this::samplesOf).sum();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public int read(short[] out, int from, int count) {
    int done = 0;
    while (done < count && !ended) {
      int piece = (int) Math.min(count - done, stepSamples - inStep);
      sound(out, from + done, piece);
      done += piece;
      inStep += piece;
      if (inStep == stepSamples) {
        ended = step + 1 == cadence.steps().size() && !cadence.repeats();
        if (!ended) {
          begin((step + 1) % cadence.steps().size());
        }
      }
    }
    position += done;
    return done;
  }

  private void sound(short[] out, int from, int count) {
    if (tones == 0) {
      Arrays.fill(out, from, from + count, (short) 0);
      return;
    }
    for (int i = 0; i < count; i++) {
      double sum = 0;
      for (int t = 0; t < tones; t++) {
        double next = coefficient[t] * now[t] - before[t];
        before[t] = now[t];
        now[t] = next;
        sum += before[t];
      }
      long place = Math.min(inStep + i, stepSamples - 1 - inStep - i);
      out[from + i] = (short) Math.round(place < fade ? sum * place / fade : sum);
    }
  }

  /** Starts the cadence again; where within it does not matter to anybody. */
  @Override
  public void seek(long sample) {
    begin(0);
    position = 0;
    ended = false;
  }

  @Override
  public void close() {
    ended = true;
  }
}
