package org.belfry.pbx.app.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.belfry.pbx.engine.Lane;

/** Runs a lane on the test's thread, at once; what is to happen later when it is told the time. */
final class HandDriver implements Lane.Driver {
  private final Supplier<Instant> clock;
  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::at));

  private record Due(Instant at, Runnable task) {}

  HandDriver(Supplier<Instant> clock) {
    this.clock = clock;
  }

  @Override
  public boolean onLane() {
    return true;
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void schedule(Runnable task, Duration delay) {
    due.add(new Due(clock.get().plus(delay), task));
  }

  void timeHasPassed() {
    while (!due.isEmpty() && !due.peek().at().isAfter(clock.get())) {
      due.remove().task().run();
    }
  }
}
