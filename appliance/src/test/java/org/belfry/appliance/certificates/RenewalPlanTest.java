package org.belfry.appliance.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.belfry.appliance.acme.AcmeDirectory.Window;
import org.junit.jupiter.api.Test;

class RenewalPlanTest {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

  private static Instant day(int days) {
    return FROM.plus(Duration.ofDays(days));
  }

  @Test
  void withoutAWindowItIsRenewedAtTwoThirdsOfItsLife() {
    assertThat(RenewalPlan.due(FROM, day(90), null, 0.5)).isEqualTo(day(60));
    assertThat(RenewalPlan.due(FROM, day(6), null, 0.5)).isEqualTo(day(4));
  }

  @Test
  void aWindowOfTheAuthorityGoesFirstAndTheMomentWithinIsChosen() {
    Window window = new Window(day(40), day(42));
    assertThat(RenewalPlan.due(FROM, day(90), window, 0)).isEqualTo(day(40));
    assertThat(RenewalPlan.due(FROM, day(90), window, 0.5)).isEqualTo(day(41));
  }

  @Test
  void failuresAreRepeatedAfterAnHourThenLessAndLessOften() {
    Instant now = day(60);
    assertThat(RenewalPlan.retry(1, now, day(90), null)).isEqualTo(now.plus(Duration.ofHours(1)));
    assertThat(RenewalPlan.retry(2, now, day(90), null)).isEqualTo(now.plus(Duration.ofHours(2)));
    assertThat(RenewalPlan.retry(4, now, day(90), null)).isEqualTo(now.plus(Duration.ofHours(8)));
    assertThat(RenewalPlan.retry(5, now, day(90), null)).isEqualTo(now.plus(Duration.ofHours(12)));
    assertThat(RenewalPlan.retry(99, now, null, null)).isEqualTo(now.plus(Duration.ofHours(12)));
  }

  @Test
  void theyAreRepeatedMoreOftenWhenTheEndIsNear() {
    Instant now = day(89);
    assertThat(RenewalPlan.retry(9, now, day(90), null))
        .isEqualTo(now.plus(Duration.ofHours(24).dividedBy(5)));
    assertThat(RenewalPlan.retry(9, now, now.plusSeconds(60), null))
        .isEqualTo(now.plus(Duration.ofHours(1)));
  }

  @Test
  void aRateLimitIsWaitedFor() {
    Instant now = day(60);
    assertThat(RenewalPlan.retry(1, now, day(90), day(63))).isEqualTo(day(63));
    assertThat(RenewalPlan.retry(1, now, day(90), now.plusSeconds(5)))
        .isEqualTo(now.plus(Duration.ofHours(1)));
  }
}
