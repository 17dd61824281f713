package org.belfry.media.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.belfry.media.play.Tone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelTest {

  @ParameterizedTest(name = "a sine of {0} has {1} dBFS")
  @CsvSource({"1.0, 0", "0.5, -6.02", "0.1, -20", "0.01, -40", "0.003, -50.5"})
  void aFullSineIsZero(double amplitude, double decibels) {
    for (int rate : new int[] {8000, 16000, 48000}) {
      short[] frame = Tone.sine(400, rate, rate / 50, amplitude);
      double level = Level.decibels(Level.energy(frame, frame.length));
      assertThat(level).isCloseTo(decibels, within(0.3));
      int[] same = new int[frame.length];
      Arrays.setAll(same, i -> frame[i]);
      assertThat(Level.energy(same, same.length)).isEqualTo(Level.energy(frame, frame.length));
      assertThat(Level.peak(same, same.length)).isEqualTo(Level.peak(frame, frame.length));
      assertThat(Level.peakDecibels(Level.peak(frame, frame.length)))
          .isCloseTo(decibels, within(0.2));
    }
  }

  @Test
  void theLoudestFrameThereIsDoesNotOverflow() {
    short[] frame = new short[960];
    Arrays.fill(frame, Short.MIN_VALUE);
    assertThat(Level.energy(frame, 960)).isEqualTo(1 << 30);
    assertThat(Level.peak(frame, 960)).isEqualTo(32768);
    assertThat(Level.decibels(1 << 30)).isCloseTo(3.01, within(0.01));
    assertThat(Level.peakDecibels(32768)).isZero();
  }

  @Test
  void silenceHasTheLowestLevel() {
    assertThat(Level.energy(new short[160], 160)).isZero();
    assertThat(Level.energy(new short[0], 0)).isZero();
    assertThat(Level.decibels(0)).isEqualTo(Level.SILENCE);
    assertThat(Level.peakDecibels(0)).isEqualTo(Level.SILENCE);
  }

  @Test
  void levelsAndEnergiesAreTwoNamesOfTheSame() {
    for (int decibels = -60; decibels <= 0; decibels += 5) {
      assertThat(Level.decibels(Level.energyOf(decibels))).isCloseTo(decibels, within(0.01));
    }
  }

  @Test
  void framesHave20Milliseconds() {
    assertThat(Frames.samples(8000)).isEqualTo(160);
    assertThat(Frames.samples(48000)).isEqualTo(960);
    assertThatThrownBy(() -> Frames.samples(11025)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Frames.samples(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
