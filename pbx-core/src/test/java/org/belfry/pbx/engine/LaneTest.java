package org.belfry.pbx.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final Instant T0 = Instant.ofEpochMilli(1_700_000_000_000L);

  private record Came(int number) implements Event {}

  private record Rang(Instant due) implements Event {}

  /** A thread and a clock that move only when the test says so. */
  private static final class ByHand implements Lane.Driver {
    private record Task(Instant at, long order, Runnable what) {}

    private final PriorityQueue<Task> tasks =
        new PriorityQueue<>(Comparator.comparing(Task::at).thenComparing(Task::order));
    private Instant now = T0;
    private boolean onLane;
    private long order;
    private int ran;

    @Override
    public boolean onLane() {
      return onLane;
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(new Task(now, order++, task));
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
      assertThat(delay).as("delay").isGreaterThanOrEqualTo(Duration.ZERO);
      tasks.add(new Task(now.plus(delay), order++, task));
    }

    void runUntil(Instant end) {
      while (!tasks.isEmpty() && !tasks.peek().at().isAfter(end)) {
        Task task = tasks.poll();
        now = task.at().isAfter(now) ? task.at() : now;
        onLane = true;
        task.what().run();
        onLane = false;
        ran++;
      }
      now = end;
    }
  }

  private final ByHand driver = new ByHand();
  private final List<Event> handled = new ArrayList<>();

  private Lane lane(int capacity) {
    return new Lane(
        "call-0", capacity, () -> driver.now, driver, (event, now) -> handled.add(event));
  }

  @Test
  void eventsAreHandledInTheOrderTheyCame() {
    Lane lane = lane(8);
    for (int i = 0; i < 4; i++) {
      assertThat(lane.offer(new Came(i))).isTrue();
    }
    driver.runUntil(T0);
    assertThat(handled).containsExactly(new Came(0), new Came(1), new Came(2), new Came(3));
    assertThat(driver.ran).as("one run for all of them").isEqualTo(1);
  }

  @Test
  void aFullLaneRefusesAndSaysSoByItsFill() {
    Lane lane = lane(2);
    assertThat(lane.offer(new Came(1))).isTrue();
    assertThat(lane.fill()).isEqualTo(0.5);
    assertThat(lane.offer(new Came(2))).isTrue();
    assertThat(lane.offer(new Came(3))).isFalse();
    assertThat(lane.waiting()).isEqualTo(2);
    driver.runUntil(T0);
    assertThat(lane.waiting()).isZero();
    assertThat(lane.offer(new Came(3))).isTrue();
  }

  @Test
  void timersFireInTimeAndNeverEarlyWhateverTheLoad() {
    for (int seed = 0; seed < 40; seed++) {
      timersFireInTime(seed);
    }
  }

  private static void timersFireInTime(int seed) {
    Random random = new Random(seed);
    ByHand hands = new ByHand();
    List<Duration> lateness = new ArrayList<>();
    List<TimerWheel.Timer> set = new ArrayList<>();
    Lane[] lane = new Lane[1];
    int[] expected = {0};
    Lane.Work work =
        (event, now) -> {
          if (event instanceof Rang rang) {
            lateness.add(Duration.between(rang.due(), now));
            return;
          }
          Duration delay = Duration.ofMillis(random.nextInt(40_000));
          set.add(lane[0].after(delay, new Rang(now.plus(delay)), now));
          expected[0]++;
          if (random.nextInt(3) == 0) {
            int before = lane[0].timersSet();
            lane[0].cancel(set.remove(random.nextInt(set.size())));
            expected[0] -= before - lane[0].timersSet();
          }
        };
    lane[0] = new Lane("call-1", 64, () -> hands.now, hands, work);
    for (int i = 0; i < 300; i++) {
      assertThat(lane[0].offer(new Came(i))).isTrue();
      hands.runUntil(hands.now.plusMillis(random.nextInt(400)));
    }
    hands.runUntil(hands.now.plusSeconds(60));
    assertThat(lateness).as("seed %d", seed).hasSize(expected[0]);
    assertThat(lateness)
        .as("seed %d", seed)
        .allMatch(late -> !late.isNegative() && late.toMillis() <= 2 * TimerWheel.TICK_MS + 10);
    assertThat(lane[0].timersSet()).isZero();
    assertThat(hands.tasks).as("no wake-up is left when no timer is").isEmpty();
  }

  @Test
  void wakeUpsDoNotPileUp() {
    Lane[] lane = new Lane[1];
    Lane.Work work =
        (event, now) -> {
          if (event instanceof Came) {
            lane[0].cancel(lane[0].after(Duration.ofSeconds(32), new Rang(now), now));
            lane[0].after(Duration.ofMillis(500), new Rang(now), now);
          }
        };
    lane[0] = new Lane("call-2", 64, () -> driver.now, driver, work);
    for (int i = 0; i < 1_000; i++) {
      lane[0].offer(new Came(i));
      driver.runUntil(driver.now.plusMillis(1));
    }
    assertThat(driver.tasks).hasSizeLessThan(5);
  }
}
