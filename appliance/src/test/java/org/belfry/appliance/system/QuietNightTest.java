package org.belfry.appliance.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class QuietNightTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant EVENING = Instant.parse("2026-11-24T17:00:00Z");

  @Test
  void theComingNightBeginsAtTwoAtTheSite() {
    assertThat(QuietNight.planned(EVENING, BERLIN).from()).isEqualTo("2026-11-25T01:00:00Z");
  }

  @Test
  void plannedAtNightItIsThisNight() {
    Instant three = Instant.parse("2026-11-24T02:00:00Z");
    QuietNight plan = QuietNight.planned(three, BERLIN);
    assertThat(plan.from()).isBefore(three);
    plan = plan.on(three, 0).next();
    assertThat(plan.on(three.plusSeconds(60), 0).due()).isTrue();
  }

  @Test
  void twoOClockThatDoesNotExistIsThree() {
    // The night of 28 March 2027: clocks go from two to three.
    Instant evening = Instant.parse("2027-03-27T18:00:00Z");
    assertThat(QuietNight.planned(evening, BERLIN).from()).isEqualTo("2027-03-28T01:00:00Z");
  }

  @Test
  void nothingHappensBeforeTwo() {
    QuietNight plan = QuietNight.planned(EVENING, BERLIN);
    for (Instant now = EVENING; now.isBefore(plan.from()); now = now.plusSeconds(600)) {
      QuietNight.Step step = plan.on(now, 0);
      assertThat(step.due()).isFalse();
      plan = step.next();
    }
  }

  @Test
  void aWholeMinuteMustBeWithoutCalls() {
    QuietNight plan = QuietNight.planned(EVENING, BERLIN);
    Instant two = plan.from();
    plan = plan.on(two, 2).next();
    plan = plan.on(two.plusSeconds(10), 0).next();
    QuietNight.Step early = plan.on(two.plusSeconds(69), 0);
    assertThat(early.due()).isFalse();
    QuietNight.Step again = early.next().on(two.plusSeconds(70), 1);
    assertThat(again.due()).isFalse();
    plan = again.next().on(two.plusSeconds(80), 0).next();
    assertThat(plan.on(two.plusSeconds(139), 0).due()).isFalse();
    assertThat(plan.on(two.plusSeconds(140), 0).due()).isTrue();
  }

  @Test
  void aNightFullOfCallsLeavesItToTheNext() {
    QuietNight plan = QuietNight.planned(EVENING, BERLIN);
    Instant first = plan.from();
    for (Instant now = first;
        now.isBefore(first.plus(Duration.ofHours(4)));
        now = now.plusSeconds(30)) {
      QuietNight.Step step = plan.on(now, 1);
      assertThat(step.due()).isFalse();
      plan = step.next();
    }
    assertThat(plan.from()).isEqualTo(first.plus(Duration.ofDays(1)));
  }
}
