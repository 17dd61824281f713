package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.belfry.media.record.ToneLevel;
import org.belfry.media.record.Wav;

/** Judges what phones have recorded. */
final class Ear {
  private static final double AUDIBLE = -20;
  private static final double APART = 20;

  // Windows of a tenth of a second tell tones apart that are 20 Hz from each other.
  private static final double WINDOW = 0.1;
  private static final double BIN = 10;
  private static final double NEAR = 40;
  private static final double LOWEST = 100;
  private static final double HIGHEST = 3700;

  private Ear() {}

  /** There is this tone, and 20 dB below it every other. */
  static void hears(String who, Wav heard, double wanted, double... others) {
    assertThat(heard.seconds()).as("seconds that %s has heard", who).isGreaterThan(0.4);
    double right = level(heard, wanted);
    assertThat(right).as("level of %s Hz in dB for %s", wanted, who).isGreaterThan(AUDIBLE);
    for (double other : others) {
      below(who, heard, right, wanted, other);
    }
    for (double other : new double[] {300, 1000, 1500}) {
      below(who, heard, right, wanted, other);
    }
  }

  /** There is this tone, and 20 dB below it every other frequency that phones carry. */
  static boolean hearsOnly(Wav heard, double wanted) {
    return hears(heard, wanted) && level(heard, wanted) - strongestBut(heard, wanted)[1] > APART;
  }

  static boolean hears(Wav heard, double wanted) {
    return level(heard, wanted) > AUDIBLE;
  }

  /** How strong the tone is, and what else there is. */
  static String describe(Wav heard, double wanted) {
    double[] other = strongestBut(heard, wanted);
    return "%.1f s, %.0f Hz with %.1f dB, most besides: %.0f Hz with %.1f dB"
        .formatted(heard.seconds(), wanted, level(heard, wanted), other[0], other[1]);
  }

  /** The strongest frequency apart from this one, and its level. */
  private static double[] strongestBut(Wav heard, double wanted) {
    double[] strongest = {0, Double.NEGATIVE_INFINITY};
    for (double hertz = LOWEST; hertz <= HIGHEST; hertz += BIN) {
      if (Math.abs(hertz - wanted) > NEAR) {
        double level = levelOfWindows(heard, hertz);
        if (level > strongest[1]) {
          strongest = new double[] {hertz, level};
        }
      }
    }
    return strongest;
  }

  /** Short windows: no frequency between two of those that are looked at is missed. */
  private static double levelOfWindows(Wav heard, double hertz) {
    double power = 0;
    int windows = 0;
    for (double at = 0; at + WINDOW <= heard.seconds(); at += WINDOW) {
      power += Math.pow(10, level(heard.part(at, at + WINDOW), hertz) / 10);
      windows++;
    }
    return 10 * Math.log10(power / Math.max(1, windows));
  }

  private static void below(String who, Wav heard, double right, double wanted, double other) {
    assertThat(right - level(heard, other))
        .as("%s Hz over %s Hz in dB for %s", wanted, other, who)
        .isGreaterThan(APART);
  }

  private static double level(Wav heard, double tone) {
    return ToneLevel.decibels(heard.pcm(), heard.rate(), tone);
  }

  /** The later half of a call without its end: both sides were talking. */
  static Wav middle(Wav heard) {
    return heard.part(heard.seconds() * 0.5, heard.seconds() * 0.9);
  }

  /** Lets people talk, or nothing happen: where time itself is waited for. */
  static void pass(Duration time) {
    Instant end = Instant.now().plus(time);
    while (Instant.now().isBefore(end)) {
      LockSupport.parkNanos(Duration.between(Instant.now(), end).toNanos());
    }
  }
}
