package org.belfry.pbx.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModerationTest {
  private static final long WALL = Duration.ofMillis(100).toNanos();

  private final Moderation moderation = new Moderation();

  @ParameterizedTest(name = "{0} % of a processor: turns {1} µs apart")
  @CsvSource({
    "0, 0",
    "1.9, 0",
    "2, 10000", // the longest
    "5, 10000",
    "10, 2500", // by the square less
    "50, 100",
    "51, 0", // not worth a sleep
    "100, 0",
  })
  void theBusierALoopTheLessItsTurnsAreApart(double percent, long micros) {
    take(percent);
    assertThat(moderation.rest()).isEqualTo(micros * 1000);
  }

  @Test
  void whatGatheringHasSavedDoesNotEndIt() {
    take(2.1);
    take(1.1);
    assertThat(moderation.rest()).isEqualTo(Moderation.LONGEST.toNanos());
    take(0.9);
    assertThat(moderation.rest()).isZero();
    take(1.1);
    assertThat(moderation.rest()).isZero();
  }

  private void take(double percent) {
    moderation.observe(WALL, Math.round(WALL * percent / 100));
  }
}
