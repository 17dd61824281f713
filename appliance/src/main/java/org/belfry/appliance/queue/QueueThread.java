package org.belfry.appliance.queue;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.belfry.pbx.engine.Lane;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of the queues' lane. */
final class QueueThread implements Lane.Driver {
  private static final Logger LOG = LoggerFactory.getLogger(QueueThread.class);

  private volatile @Nullable Thread thread;
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread made = Thread.ofPlatform().name("queues").daemon(true).unstarted(task);
            thread = made;
            return made;
          });

  @Override
  public boolean onLane() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void execute(Runnable task) {
    schedule(task, Duration.ZERO);
  }

  @Override
  public void schedule(Runnable task, Duration delay) {
    try {
      // Nobody waits for it; what fails in it is logged there.
      var _ = executor.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the server stops; queues do nothing more");
    }
  }

  /** One queue's fault must not end the lane of all. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a queue failed by its own fault", e);
    }
  }

  void close() {
    executor.shutdownNow();
  }
}
