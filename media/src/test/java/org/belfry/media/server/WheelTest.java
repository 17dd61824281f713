package org.belfry.media.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WheelTest {
  private static final long SECOND = 1_000_000_000;
  private final Map<Integer, Integer> visits = new HashMap<>();

  @Test
  void eachMemberIsVisitedOnceASecondAndNotAllAtOnce() {
    Wheel<Integer> wheel = new Wheel<>(0);
    for (int i = 0; i < 100; i++) {
      wheel.add(i);
    }
    long now = Wheel.TICK_NANOS;
    assertThat(wheel.isDue(now - 1)).isFalse();
    assertThat(wheel.isDue(now)).isTrue();
    turn(wheel, now);
    assertThat(visits).hasSize(10);
    for (int i = 2; i <= 50; i++) {
      turn(wheel, i * Wheel.TICK_NANOS);
    }
    assertThat(visits).hasSize(100).allSatisfy((member, count) -> assertThat(count).isEqualTo(5));
  }

  @Test
  void whoIsRemovedWhileVisitedIsNotVisitedAgain() {
    Wheel<Integer> wheel = new Wheel<>(0);
    wheel.add(1);
    for (int i = 1; i <= 30; i++) {
      wheel.turn(
          i * Wheel.TICK_NANOS,
          member -> {
            visits.merge(member, 1, Integer::sum);
            wheel.remove(member);
          });
    }
    assertThat(visits).containsExactly(Map.entry(1, 1));
  }

  @Test
  void afterASleepItDoesNotCatchUp() {
    Wheel<Integer> wheel = new Wheel<>(0);
    wheel.add(1);
    wheel.turn(100 * SECOND, visited -> {});
    assertThat(wheel.isDue(100 * SECOND)).isFalse();
    assertThat(wheel.nanosToLook(100 * SECOND)).isEqualTo(Wheel.TICK_NANOS);
  }

  @Test
  void withNobodyToVisitItAsksForALookOnceASecond() {
    Wheel<Integer> wheel = new Wheel<>(0);
    assertThat(wheel.nanosToLook(0)).isEqualTo(SECOND);
    wheel.turn(SECOND, visited -> {});
    wheel.add(1);
    assertThat(wheel.nanosToLook(SECOND)).isEqualTo(Wheel.TICK_NANOS);
    wheel.remove(1);
    assertThat(wheel.nanosToLook(SECOND)).isEqualTo(SECOND);
  }

  private void turn(Wheel<Integer> wheel, long now) {
    wheel.turn(now, member -> visits.merge(member, 1, Integer::sum));
  }
}
