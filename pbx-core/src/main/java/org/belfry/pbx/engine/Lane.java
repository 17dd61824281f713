package org.belfry.pbx.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One thread's worth of calls: a bounded queue of events, the timers of what they started, and the
 * work that handles both. All that a call owns lives in one lane, so nothing in it needs a lock.
 *
 * <p>The lane owns no thread. A {@link Driver} runs it: a Netty event loop in the appliance, the
 * virtual network in tests.
 */
public final class Lane {
  private static final long COARSE_MS = 10;
  private static final int BATCH = 256;

  /** Handles one event at a time, on the lane's thread. It must not block. */
  @FunctionalInterface
  public interface Work {
    void handle(Event event, Instant now);
  }

  /** The thread that runs the lane. */
  public interface Driver {
    /** True when the caller is on the lane's thread. */
    boolean onLane();

    /** Runs the task on the lane's thread, soon. */
    void execute(Runnable task);

    /** Runs the task on the lane's thread after the delay. */
    void schedule(Runnable task, Duration delay);
  }

  private final String name;
  private final int capacity;
  private final ArrayBlockingQueue<Event> queue;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final TimerWheel timers;
  private final InstantSource clock;
  private final Driver driver;
  private final Work work;
  private @Nullable Instant wakeAt;

  /**
   * @param capacity events that may wait; {@link #offer} refuses more
   */
  public Lane(String name, int capacity, InstantSource clock, Driver driver, Work work) {
    this.name = name;
    this.capacity = capacity;
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.clock = clock;
    this.driver = driver;
    this.work = work;
    this.timers = new TimerWheel(clock.instant());
  }

  /**
   * Queues an event from any thread.
   *
   * @return false when the lane is full and the event was not taken
   */
  public boolean offer(Event event) {
    if (!queue.offer(event)) {
      return false;
    }
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      driver.execute(this::run);
    }
    return true;
  }

  /**
   * Handles the event at once when the caller is the lane's own thread (no hand-off), else queues
   * it.
   *
   * @return false when the lane is full and the event was not taken
   */
  public boolean accept(Event event) {
    if (!driver.onLane()) {
      return offer(event);
    }
    Instant now = clock.instant();
    work.handle(event, now);
    armWakeUp(now);
    return true;
  }

  /** Share of the queue that is taken, 0.0 to 1.0. */
  public double fill() {
    return (double) queue.size() / capacity;
  }

  /** Sets a timer. Only on the lane's own thread. */
  public TimerWheel.Timer after(Duration delay, Event event, Instant now) {
    return timers.set(now.plus(delay), event);
  }

  /** Only on the lane's own thread. */
  public void cancel(TimerWheel.Timer timer) {
    timers.cancel(timer);
  }

  /** Timers that are set; for statistics and for tests that look for leaks. */
  public int timersSet() {
    return timers.size();
  }

  /** Events that wait. */
  public int waiting() {
    return queue.size();
  }

  public String name() {
    return name;
  }

  /**
   * Handles what waits, but so much at a time only: timers and sockets of this thread get their
   * turn too.
   */
  private void run() {
    scheduled.set(false);
    try {
      for (int i = 0; i < BATCH; i++) {
        Event event = queue.poll();
        if (event == null) {
          break;
        }
        work.handle(event, clock.instant());
      }
      fireDue();
    } finally {
      if (!queue.isEmpty() && scheduled.compareAndSet(false, true)) {
        driver.execute(this::run);
      }
    }
  }

  private void wake(Instant planned) {
    if (planned.equals(wakeAt)) {
      wakeAt = null; // a superseded wake-up must not arm a second chain of wake-ups
    }
    fireDue();
  }

  private void fireDue() {
    Instant now = clock.instant();
    Event event;
    while ((event = timers.expire(now)) != null) {
      work.handle(event, now);
    }
    armWakeUp(now);
  }

  /** Keeps at most one wake-up outstanding that is not later than the next timer. */
  private void armWakeUp(Instant now) {
    if (timers.size() == 0) {
      return;
    }
    if (wakeAt != null && !wakeAt.isAfter(now.plusMillis(COARSE_MS))) {
      return; // a wake-up is near; it arms the next
    }
    Instant due = timers.nextDue();
    if (due == null || (wakeAt != null && !due.isBefore(wakeAt))) {
      return;
    }
    wakeAt = due;
    Duration delay = Duration.between(now, due);
    driver.schedule(() -> wake(due), delay.isNegative() ? Duration.ZERO : delay);
  }
}
