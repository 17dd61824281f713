package org.belfry.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ITU-T G.711 Appendix I wants to reach, reached in our way. */
class ConcealerTest {

  @ParameterizedTest(name = "{0} Hz sampled at {1} Hz")
  @CsvSource({
    "80, 8000",
    "120, 8000",
    "170, 8000",
    "220, 8000",
    "350, 8000",
    "100, 16000",
    "210, 16000",
    "130, 48000"
  })
  void aVoiceGoesOnAsItWas(double pitch, int rate) {
    int frame = rate / 50;
    short[] voice = voice(pitch, rate, 20 * frame);
    Concealer concealer = new Concealer(rate);
    for (int i = 0; i < 10; i++) {
      concealer.heard(voice, i * frame, frame);
    }
    short[] madeUp = new short[frame];
    concealer.conceal(madeUp, 0, frame);
    // The first 10 ms are not turned down yet, and should be the voice itself.
    double signal = 0;
    double noise = 1;
    for (int i = 0; i < frame / 2; i++) {
      signal += Math.pow(voice[10 * frame + i], 2);
      noise += Math.pow(voice[10 * frame + i] - madeUp[i], 2);
    }
    assertThat(10 * Math.log10(signal / noise)).isGreaterThan(8);
  }

  @Test
  void aHissDoesNotBecomeATone() {
    Random random = new Random(5);
    short[] hiss = new short[3200];
    for (int i = 0; i < hiss.length; i++) {
      hiss[i] = (short) (random.nextGaussian() * 3000);
    }
    Concealer concealer = new Concealer(8000);
    concealer.heard(hiss, 0, 3200);
    short[] madeUp = new short[160];
    concealer.conceal(madeUp, 0, 160);
    int repeats = 0;
    for (int lag = 20; lag < 100; lag++) {
      double product = 0;
      double power = 1;
      for (int i = lag; i < 160; i++) {
        product += (double) madeUp[i] * madeUp[i - lag];
        power += (double) madeUp[i] * madeUp[i];
      }
      repeats += product / power > 0.6 ? 1 : 0;
    }
    assertThat(repeats).isZero();
  }

  @Test
  void eachFrameOfALongLossIsQuieterAndTheFourthIsSilent() {
    Concealer concealer = new Concealer(8000);
    concealer.heard(voice(120, 8000, 1600), 0, 1600);
    double before = Double.MAX_VALUE;
    short[] madeUp = new short[160];
    for (int i = 0; i < 3; i++) {
      concealer.conceal(madeUp, 0, 160);
      double now = Sound.rms(madeUp, 0, 160);
      assertThat(now).isLessThan(before).isPositive();
      before = now;
    }
    concealer.conceal(madeUp, 0, 160);
    assertThat(Sound.peak(madeUp, 0, 160)).isZero();
  }

  @Test
  void theJoinsDoNotClick() {
    short[] voice = voice(170, 8000, 3200);
    int loudestStep = Sound.largestStep(voice, 0, 3200);
    Concealer concealer = new Concealer(8000);
    Random random = new Random(2);
    for (int i = 0; i < 20; i++) {
      if (i > 4 && random.nextInt(3) == 0) {
        concealer.conceal(voice, i * 160, 160);
      } else {
        concealer.heard(voice, i * 160, 160);
      }
    }
    assertThat(Sound.largestStep(voice, 0, 3200)).isLessThan(loudestStep * 5 / 4);
  }

  @Test
  void anEndlessLossCountsNoFurther() {
    Concealer concealer = new Concealer(8000);
    short[] pcm = new short[480];
    for (int i = 0; i < 10_000; i++) {
      concealer.conceal(pcm, 0, 480);
    }
    assertThat(Sound.peak(pcm, 0, 480)).isZero();
  }

  @Test
  void ratesThatCannotBeSearchedAreRefused() {
    assertThatThrownBy(() -> new Concealer(11_025)).isInstanceOf(IllegalArgumentException.class);
  }

  private static short[] voice(double pitch, int rate, int samples) {
    short[] pcm = new short[samples];
    for (int i = 0; i < samples; i++) {
      double sound = 0;
      for (int h = 1; h * pitch < 3000; h++) {
        sound += Math.sin(2 * Math.PI * h * pitch * i / rate + h * h) / h;
      }
      pcm[i] = (short) (5000 * sound);
    }
    return pcm;
  }
}
