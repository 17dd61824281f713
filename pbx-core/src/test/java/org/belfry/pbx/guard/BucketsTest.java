package org.belfry.pbx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BucketsTest {
  private static final Rate RATE = new Rate(10, 30);
  private static final long SECOND = 1_000_000;
  private static final long T = 1_700_000_000L * SECOND;
  private final Buckets<String> buckets = new Buckets<>(100);

  @Test
  void aBurstPassesAndThenTheLongRunsRate() {
    assertThat(taken("a", 100, T)).isEqualTo(30);
    assertThat(taken("a", 100, T + SECOND)).isEqualTo(10);
    assertThat(taken("a", 100, T + 2 * SECOND)).isEqualTo(10);
    assertThat(taken("a", 100, T + 60 * SECOND)).isEqualTo(30);
  }

  @Test
  void oneDoesNotTakeFromAnother() {
    assertThat(taken("a", 100, T)).isEqualTo(30);
    assertThat(taken("b", 100, T)).isEqualTo(30);
  }

  @Test
  void aClockThatIsSetBackLocksNobodyOut() {
    taken("a", 100, T);
    assertThat(taken("a", 1, T - 3600 * SECOND)).isEqualTo(1);
  }

  @Test
  void aFloodOfFalseAddressesTakesNoMoreRoomThanIsGiven() {
    for (int i = 0; i < 10_000; i++) {
      taken("false" + i, 1, T + i);
    }
    assertThat(buckets.size()).isLessThanOrEqualTo(100);
  }

  private int taken(String key, int wanted, long now) {
    int taken = 0;
    for (int i = 0; i < wanted; i++) {
      taken += buckets.take(key, RATE, now) ? 1 : 0;
    }
    return taken;
  }
}
