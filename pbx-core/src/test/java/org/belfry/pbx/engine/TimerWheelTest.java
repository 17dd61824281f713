package org.belfry.pbx.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The wheel against a list that does the same slowly. */
class TimerWheelTest {
  private static final Instant T0 = Instant.ofEpochMilli(1_700_000_000_003L);

  private record Rang(int number) implements Event {}

  @Test
  void aTimerFiresNeverBeforeItsTimeAndAtMostATickLate() {
    TimerWheel wheel = new TimerWheel(T0);
    Instant due = T0.plusMillis(501);
    wheel.set(due, new Rang(1));
    assertThat(wheel.expire(due.minusMillis(1))).isNull();
    assertThat(wheel.expire(due.plusMillis(TimerWheel.TICK_MS))).isEqualTo(new Rang(1));
    assertThat(wheel.size()).isZero();
    assertThat(wheel.nextDue()).isNull();
  }

  @Test
  void aTimerFiresNotEvenAFractionOfAMillisecondBeforeItsTime() {
    for (int micros = 1; micros < 1000; micros += 333) {
      TimerWheel wheel = new TimerWheel(T0);
      Instant due = T0.plusMillis(500).plusNanos(1000L * micros);
      wheel.set(due, new Rang(1));
      assertThat(wheel.expire(due.minusNanos(1))).isNull();
      assertThat(wheel.expire(due.plusMillis(TimerWheel.TICK_MS))).isEqualTo(new Rang(1));
    }
  }

  @Test
  void aTimerDueInThePastFiresAtTheNextTick() {
    TimerWheel wheel = new TimerWheel(T0);
    wheel.set(T0.minusSeconds(5), new Rang(1));
    assertThat(wheel.expire(T0.plusMillis(TimerWheel.TICK_MS))).isEqualTo(new Rang(1));
  }

  @Test
  void aCancelledTimerNeverFiresAndCancellingTwiceIsHarmless() {
    TimerWheel wheel = new TimerWheel(T0);
    TimerWheel.Timer first = wheel.set(T0.plusMillis(20), new Rang(1));
    TimerWheel.Timer second = wheel.set(T0.plusMillis(20), new Rang(2));
    wheel.cancel(first);
    wheel.cancel(first);
    assertThat(wheel.expire(T0.plusSeconds(1))).isEqualTo(new Rang(2));
    wheel.cancel(second);
    assertThat(wheel.size()).isZero();
    assertThat(wheel.expire(T0.plusSeconds(1))).isNull();
  }

  @Test
  void aHandlerMayCancelWhatIsDueToo() {
    TimerWheel wheel = new TimerWheel(T0);
    wheel.set(T0.plusMillis(20), new Rang(1));
    TimerWheel.Timer other = wheel.set(T0.plusMillis(20), new Rang(2));
    assertThat(wheel.expire(T0.plusMillis(40))).isEqualTo(new Rang(1));
    wheel.cancel(other);
    assertThat(wheel.expire(T0.plusMillis(40))).isNull();
  }

  @Test
  void timersBeyondOneTurnWaitForTheirTurn() {
    TimerWheel wheel = new TimerWheel(T0);
    Instant due = T0.plus(Duration.ofHours(1));
    wheel.set(due, new Rang(1));
    for (Instant t = T0; t.isBefore(due); t = t.plusSeconds(7)) {
      assertThat(wheel.expire(t)).isNull();
    }
    assertThat(wheel.expire(due.plusMillis(5))).isEqualTo(new Rang(1));
  }

  @Test
  void afterAnyPauseEverythingDueFiresOnce() {
    TimerWheel wheel = new TimerWheel(T0);
    for (int i = 0; i < 1000; i++) {
      wheel.set(T0.plusMillis(i * 977L), new Rang(i));
    }
    List<Event> fired = drained(wheel, T0.plus(Duration.ofDays(1)));
    assertThat(fired).hasSize(1000).doesNotHaveDuplicates();
  }

  @Test
  void doesWhatANaiveListDoes() {
    for (int seed = 0; seed < 60; seed++) {
      compareWithList(seed);
    }
  }

  private record Waiting(long dueTick, int number, TimerWheel.Timer timer) {}

  private static void compareWithList(int seed) {
    Random random = new Random(seed);
    TimerWheel wheel = new TimerWheel(T0);
    List<Waiting> list = new ArrayList<>();
    Instant now = T0;
    long tick = tickOf(now);
    for (int step = 0; step < 1_000; step++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2, 3 -> {
          // T1, Timer B and an expiry: the sizes SIP has.
          int[] spans = {0, 5, 500, 4_000, 32_000, 180_000};
          Instant due = now.plusMillis(random.nextInt(spans[random.nextInt(6)] + 1));
          TimerWheel.Timer timer = wheel.set(due, new Rang(step));
          long dueTick =
              Math.max(tick + 1, Math.ceilDiv(due.toEpochMilli(), (long) TimerWheel.TICK_MS));
          list.add(new Waiting(dueTick, step, timer));
        }
        case 4, 5 -> {
          if (!list.isEmpty()) {
            wheel.cancel(list.remove(random.nextInt(list.size())).timer());
          }
        }
        default -> {
          boolean pause = random.nextInt(20) == 0;
          now = now.plusMillis(random.nextInt(pause ? 400_000 : 1_500));
          tick = tickOf(now);
          List<Event> wanted = takeDue(list, tick);
          List<Event> fired = drained(wheel, now);
          // A pause longer than the wheel's turn may mix the order of what is long overdue.
          if (pause) {
            assertThat(fired).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(wanted);
          } else {
            assertThat(fired).as("seed %d", seed).isEqualTo(wanted);
          }
        }
      }
      assertThat(wheel.size()).isEqualTo(list.size());
      if (list.isEmpty()) {
        assertThat(wheel.nextDue()).isNull();
      } else {
        long next = list.stream().mapToLong(Waiting::dueTick).min().getAsLong();
        assertThat(wheel.nextDue().toEpochMilli())
            .as("never late, seed %d", seed)
            .isLessThanOrEqualTo(next * TimerWheel.TICK_MS);
      }
    }
  }

  private static List<Event> takeDue(List<Waiting> list, long tick) {
    List<Waiting> due =
        list.stream()
            .filter(w -> w.dueTick() <= tick)
            .sorted(Comparator.comparingLong(Waiting::dueTick))
            .toList();
    list.removeIf(w -> w.dueTick() <= tick);
    return due.stream().map(w -> (Event) new Rang(w.number())).toList();
  }

  private static List<Event> drained(TimerWheel wheel, Instant now) {
    List<Event> fired = new ArrayList<>();
    Event event;
    while ((event = wheel.expire(now)) != null) {
      fired.add(event);
    }
    return fired;
  }

  private static long tickOf(Instant now) {
    return now.toEpochMilli() / TimerWheel.TICK_MS;
  }
}
