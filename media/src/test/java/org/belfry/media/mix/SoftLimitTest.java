package org.belfry.media.mix;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.media.record.ToneLevel;
import org.junit.jupiter.api.Test;

class SoftLimitTest {

  @Test
  void belowTheKneeNothingChanges() {
    for (int x = -SoftLimit.KNEE; x <= SoftLimit.KNEE; x++) {
      assertThat(SoftLimit.of(x)).isEqualTo(x);
    }
  }

  @Test
  void aboveItRisesOnWithoutAnEdgeAndNeverPassesFullScale() {
    int before = SoftLimit.of(SoftLimit.KNEE);
    for (int x = SoftLimit.KNEE + 1; x < 4_000_000; x++) {
      int y = SoftLimit.of(x);
      assertThat(y).isBetween(before, Math.min(before + 1, Short.MAX_VALUE));
      assertThat(SoftLimit.of(-x)).isEqualTo(-y);
      before = y;
    }
    assertThat(before).isGreaterThan(32_500);
  }

  @Test
  void noSumOverflows() {
    assertThat(SoftLimit.of(10_000 * 32_767)).isPositive();
    assertThat(SoftLimit.of(-10_000 * 32_768)).isNegative();
  }

  @Test
  void aSumOverFullScaleIsGentlerThanClipping() {
    int[] sum = new int[48_000];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (int) Math.round(Math.sin(2 * Math.PI * 400 * i / 48_000) * 1.5 * 32767);
    }
    short[] soft = new short[sum.length];
    SoftLimit.limit(sum, new int[sum.length], soft);
    short[] hard = new short[sum.length];
    for (int i = 0; i < sum.length; i++) {
      hard[i] = (short) Math.clamp(sum[i], Short.MIN_VALUE, Short.MAX_VALUE);
    }
    // The low harmonics sound like a louder voice, the high ones like a broken one.
    assertThat(harshness(soft)).isLessThan(harshness(hard) - 5);
  }

  /** Level of the harmonics from the 9th to the 31st. */
  private static double harshness(short[] pcm) {
    double power = 0;
    for (int harmonic = 9; harmonic <= 31; harmonic += 2) {
      power += Math.pow(10, ToneLevel.decibels(pcm, 48_000, 400 * harmonic) / 10);
    }
    return 10 * Math.log10(power);
  }
}
