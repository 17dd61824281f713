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
    "2, 20000", // the longest
    "8, 20000",
    "16, 2500", // by the cube less
    "32, 312.5",
    "47, 0", // not worth a sleep
    "100, 0",
  })
  void theBusierALoopTheLessItsTurnsAreApart(double percent, double micros) {
    take(percent);
    assertThat(moderation.rest(false)).isEqualTo(Math.round(micros * 1000));
  }

  @Test
  void whatGatheringHasSavedDoesNotEndIt() {
    take(2.1);
    take(1.1);
    assertThat(moderation.rest(false)).isEqualTo(Moderation.LONGEST.toNanos());
    take(0.9);
    assertThat(moderation.rest(false)).isZero();
    take(1.1);
    assertThat(moderation.rest(false)).isZero();
  }

  @Test
  void whoIsKeptFromRunningDoesNotWaitMuchLonger() {
    take(16);
    assertThat(moderation.rest(false)).isEqualTo(2_500_000);
    take(5);
    assertThat(moderation.rest(false)).isEqualTo(2_500_000 * 5 / 4);
    take(20);
    assertThat(moderation.rest(false)).isEqualTo(1_280_000);
  }

  @ParameterizedTest(name = "{0} % of a processor: turns {1} µs apart while calls are begun")
  @CsvSource({"1.9, 0", "2, 5000", "8, 5000", "10, 5000", "16, 1250", "100, 0"})
  void callsWaitLess(double percent, double micros) {
    take(percent);
    assertThat(moderation.rest(true)).isEqualTo(Math.round(micros * 1000));
  }

  private void take(double percent) {
    moderation.observe(WALL, Math.round(WALL * percent / 100));
  }
}
