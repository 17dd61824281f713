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
