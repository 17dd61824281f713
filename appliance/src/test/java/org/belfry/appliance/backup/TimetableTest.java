package org.belfry.appliance.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.belfry.appliance.backup.Timetable.Past;
import org.junit.jupiter.api.Test;

class TimetableTest {
  private static final Timetable NIGHTLY =
      new Timetable(LocalTime.of(2, 30), ZoneId.of("Europe/Berlin"));

  /** 02:30 in Berlin is 01:30 UTC in winter. */
  private static final Instant NIGHT = Instant.parse("2026-11-21T01:30:00Z");

  private static final Instant NEXT = NIGHT.plus(Duration.ofDays(1));
  private static final Instant LONG_AGO = Instant.parse("2026-11-01T00:00:00Z");

  @Test
  void afterAGoodNightTheNextOneIsDue() {
    Past past = new Past(NIGHT.plusSeconds(5), NIGHT.plusSeconds(5), 0, LONG_AGO);
    assertThat(NIGHTLY.next(past, LONG_AGO, NIGHT.plusSeconds(3600))).isEqualTo(NEXT);
  }

  @Test
  void aBackupIsDueAtItsTime() {
    Past past =
        new Past(NIGHT.minus(Duration.ofDays(1)), NIGHT.minus(Duration.ofDays(1)), 0, LONG_AGO);
    assertThat(NIGHTLY.next(past, LONG_AGO, NIGHT.plusSeconds(20))).isEqualTo(NIGHT);
  }

  @Test
  void aPlaceThatWasSetTodayWaitsForItsFirstNight() {
    Instant set = NIGHT.plusSeconds(3600);
    assertThat(NIGHTLY.next(new Past(null, null, 0, set), LONG_AGO, set.plusSeconds(60)))
        .isEqualTo(NEXT);
  }

  @Test
  void aNightThatWasMissedIsMadeUpAQuarterOfAnHourAfterTheStart() {
    Instant started = NIGHT.plus(Duration.ofHours(6));
    assertThat(NIGHTLY.next(new Past(null, null, 0, LONG_AGO), started, started.plusSeconds(5)))
        .isEqualTo(started.plus(Duration.ofMinutes(15)));
  }

  @Test
  void oneThatFailedIsTriedAgainThreeTimesThenTheNextNight() {
    Instant tried = NIGHT.plusSeconds(60);
    Past once = new Past(null, tried, 1, LONG_AGO);
    assertThat(NIGHTLY.next(once, LONG_AGO, tried.plusSeconds(60)))
        .isEqualTo(tried.plus(Duration.ofHours(1)));
    Past thrice = new Past(null, tried, 3, LONG_AGO);
    assertThat(NIGHTLY.next(thrice, LONG_AGO, tried.plus(Duration.ofHours(4)))).isEqualTo(NEXT);
  }

  @Test
  void failuresOfEarlierNightsDoNotCountTonight() {
    Past past = new Past(null, NIGHT.minus(Duration.ofHours(20)), 9, LONG_AGO);
    assertThat(NIGHTLY.next(past, LONG_AGO, NIGHT.plusSeconds(1))).isEqualTo(NIGHT);
  }

  @Test
  void theNightIsTheSitesAlsoWhenSummerTimeEnds() {
    Instant before = Instant.parse("2026-10-24T12:00:00Z");
    Past past = new Past(before, before, 0, LONG_AGO);
    assertThat(NIGHTLY.next(past, LONG_AGO, before))
        .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
  }
}
