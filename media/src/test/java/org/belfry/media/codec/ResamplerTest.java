package org.belfry.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.belfry.media.play.Tone;
import org.belfry.media.record.ToneLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResamplerTest {
  private static final List<Integer> RATES = List.of(8000, 16_000, 24_000, 32_000, 48_000);

  static List<Arguments> pairs() {
    List<Arguments> pairs = new ArrayList<>();
    for (int from : RATES) {
      for (int to : RATES) {
        if (from != to) {
          pairs.add(Arguments.of(from, to));
        }
      }
    }
    return pairs;
  }

  @ParameterizedTest(name = "{0} to {1} Hz")
  @MethodSource("pairs")
  void tonesInThePassBandKeepTheirLevel(int from, int to) {
    double nyquist = Math.min(from, to) / 2.0;
    for (double hertz :
        new double[] {50, 300, 1000, 0.5 * nyquist, 0.8 * nyquist, 0.85 * nyquist}) {
      short[] out = convert(Tone.sine(hertz, from, from, 0.5), from, to);
      assertThat(ToneLevel.decibels(settled(out), to, hertz))
          .as("%.0f Hz", hertz)
          .isBetween(-6.02 - 0.3, -6.02 + 0.3);
    }
  }

  @ParameterizedTest(name = "{0} to {1} Hz")
  @MethodSource("pairs")
  void nothingElseIsHeardWithATone(int from, int to) {
    double nyquist = Math.min(from, to) / 2.0;
    for (double hertz : new double[] {440, 0.6 * nyquist}) {
      short[] out = settled(convert(Tone.sine(hertz, from, from, 0.5), from, to));
      assertThat(residue(out, to, hertz)).as("%.0f Hz", hertz).isLessThan(-66);
    }
  }

  @ParameterizedTest(name = "{0} to {1} Hz")
  @MethodSource("pairs")
  void whatTheLowerRateCannotHoldIsGone(int from, int to) {
    if (from < to) {
      return;
    }
    for (double share : new double[] {1.0, 1.1, 1.4, 1.9, 2.7, 3.3}) {
      double hertz = share * to / 2;
      if (hertz < from / 2.0) {
        short[] out = settled(convert(Tone.sine(hertz, from, from, 0.9), from, to));
        assertThat(20 * Math.log10(Math.max(Sound.rms(out, 0, out.length), 0.1) / 23_170 / 0.9))
            .as("%.0f Hz", hertz)
            .isLessThan(-60);
      }
    }
  }

  @ParameterizedTest(name = "{0} to {1} Hz")
  @MethodSource("pairs")
  void piecesGiveTheSameAsTheWhole(int from, int to) {
    short[] noise = new short[from / 2];
    Random random = new Random(1);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (short) (random.nextGaussian() * 5000);
    }
    short[] whole = convert(noise, from, to);
    Resampler resampler = new Resampler(from, to);
    short[] pieces = new short[whole.length];
    int at = 0;
    int unit = from / 200;
    for (int done = 0; done < noise.length; ) {
      int samples = Math.min(unit * (1 + random.nextInt(8)), noise.length - done);
      at += resampler.convert(noise, done, samples, pieces, at);
      done += samples;
    }
    assertThat(at).isEqualTo(whole.length);
    assertThat(pieces).isEqualTo(whole);
  }

  @Test
  void equalRatesChangeNothing() {
    short[] tone = Tone.sine(440, 16_000, 320, 0.5);
    assertThat(convert(tone, 16_000, 16_000)).isEqualTo(tone);
  }

  @Test
  void fullScaleDoesNotWrapAround() {
    short[] square = new short[8000];
    for (int i = 0; i < square.length; i++) {
      square[i] = i / 20 % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
    }
    short[] out = convert(square, 8000, 48_000);
    for (int i = 48 * 8; i < out.length - 240; i++) {
      int source = (i - 6 * Resampler.delay()) / 6;
      if (source % 20 > 4 && source % 20 < 16) {
        assertThat(out[i] > 0).isEqualTo(square[source] > 0);
      }
    }
  }

  @Test
  void afterAResetNothingOfTheOldSoundIsHeard() {
    Resampler resampler = new Resampler(8000, 16_000);
    short[] out = new short[320];
    resampler.convert(Tone.sine(440, 8000, 160, 0.9), 0, 160, out, 0);
    resampler.reset();
    resampler.convert(new short[160], 0, 160, out, 0);
    assertThat(Sound.peak(out, 0, 320)).isZero();
  }

  @Test
  void oddRatesAndCountsAreRefused() {
    assertThatThrownBy(() -> new Resampler(44_100, 8000))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new Resampler(48_000, 8000).convert(new short[7], 0, 7, new short[9], 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static short[] convert(short[] in, int from, int to) {
    Resampler resampler = new Resampler(from, to);
    short[] out = new short[resampler.outputFor(in.length)];
    assertThat(resampler.convert(in, 0, in.length, out, 0)).isEqualTo(out.length);
    return out;
  }

  /** Without the filter's beginning. */
  private static short[] settled(short[] pcm) {
    return Arrays.copyOfRange(pcm, pcm.length / 10, pcm.length);
  }

  /** What is left in dB under full scale when the tone is taken away. */
  private static double residue(short[] pcm, int rate, double hertz) {
    double sine = 0;
    double cosine = 0;
    int length = pcm.length / rate * rate + pcm.length % rate / 100 * 100;
    for (int i = 0; i < length; i++) {
      sine += pcm[i] * Math.sin(2 * Math.PI * hertz * i / rate);
      cosine += pcm[i] * Math.cos(2 * Math.PI * hertz * i / rate);
    }
    double rest = 0;
    for (int i = 0; i < length; i++) {
      double turn = 2 * Math.PI * hertz * i / rate;
      double tone = 2 * (sine * Math.sin(turn) + cosine * Math.cos(turn)) / length;
      rest += Math.pow(pcm[i] - tone, 2);
    }
    return 20 * Math.log10(Math.max(Math.sqrt(rest / length), 0.05) / Short.MAX_VALUE);
  }
}
