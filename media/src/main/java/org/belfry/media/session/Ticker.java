package org.belfry.media.session;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that ticks each 20 ms for everything that speaks in frames. */
final class Ticker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
  private static final long TICK = 20_000_000L;

  private final List<Ticked> all = new CopyOnWriteArrayList<>();
  private final Queue<Ticked> gone = new ConcurrentLinkedQueue<>();
  private final LongAdder late = new LongAdder();
  private final LongAccumulator latest = new LongAccumulator(Math::max, 0);
  private final BooleanSupplier hurry;
  private final Runnable flush;
  private final Thread thread;
  private volatile boolean stopped;

  /** Of the thread. */
  private boolean flushFailed;

  /** What is told that 20 ms have passed. */
  interface Ticked {
    /**
     * @param now steady nanoseconds
     */
    void tick(long now);

    /** It ticks no more; on the same thread. */
    void ended();
  }

  /**
   * @param hurry asks for priority for the calling thread
   * @param flush is called when all have said what they say in a tick
   */
  Ticker(BooleanSupplier hurry, Runnable flush) {
    this.hurry = hurry;
    this.flush = flush;
    thread = Thread.ofPlatform().name("media-tick").daemon().start(this::run);
  }

  void add(Ticked ticked) {
    all.add(ticked);
    LockSupport.unpark(thread);
  }

  void remove(Ticked ticked) {
    gone.add(ticked);
  }

  /** How many are ticked for. */
  int size() {
    return all.size();
  }

  /** Whether it is closed, or about to be. */
  boolean stopped() {
    return stopped;
  }

  /** Ticks that came more than 20 ms late. */
  long late() {
    return late.sum();
  }

  /** How late the latest tick was since this was asked last, in nanoseconds. */
  long latest() {
    return latest.getThenReset();
  }

  private void run() {
    if (!hurry.getAsBoolean()) {
      LOG.debug("mixing and transcoding run with ordinary priority");
    }
    long next = System.nanoTime();
    while (!stopped) {
      takeLeave();
      if (all.isEmpty()) {
        LockSupport.park(this);
        next = System.nanoTime();
        continue;
      }
      long now = System.nanoTime();
      if (now < next) {
        LockSupport.parkNanos(this, next - now);
        continue;
      }
      latest.accumulate(now - next);
      if (now - next > TICK) {
        late.increment();
        next = now; // what was missed is missed: jitter buffers know what to do
      }
      next += TICK;
      for (Ticked ticked : all) {
        tick(ticked, now);
      }
      flush();
    }
    all.forEach(Ticker::end);
  }

  private void flush() {
    try {
      flush.run();
    } catch (RuntimeException | Error e) {
      if (!flushFailed) {
        LOG.error("packets of a tick were not sent; further failures are not told", e);
      }
      flushFailed = true;
    }
  }

  private static void end(Ticked ticked) {
    try {
      ticked.ended();
    } catch (RuntimeException | Error e) {
      LOG.error("a call's sound did not end as it should by our own fault", e);
    }
  }

  private void tick(Ticked ticked, long now) {
    try {
      ticked.tick(now);
    } catch (RuntimeException | Error e) {
      LOG.error("a call's sound failed by our own fault; it is silent now", e);
      gone.add(ticked);
    }
  }

  private void takeLeave() {
    for (Ticked ticked = gone.poll(); ticked != null; ticked = gone.poll()) {
      if (all.remove(ticked)) {
        end(ticked);
      }
    }
  }

  /** Ends the thread, when the tick under way is over. */
  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
