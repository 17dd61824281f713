package org.belfry.appliance.filing;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.belfry.appliance.system.StartsBeforePages;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Files what lies in an intake, on a thread of its own. What fails stays where it is and is tried
 * again, each five seconds; what cannot be filed does not hold back the rest. Complains once and
 * not each time.
 *
 * @param <W> what waits to be filed
 */
public abstract class IntakeArchiver<W> implements StartsBeforePages {
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Logger log = LoggerFactory.getLogger(getClass());
  private final String what;
  private final Duration sweeping;
  private final InstantSource clock = InstantSource.system();
  private final Semaphore bell = new Semaphore(0);
  private final AtomicLong filed = new AtomicLong();
  private @Nullable Thread thread;
  private volatile boolean running;
  private Instant nextSweep = Instant.EPOCH;
  private boolean failing; // the last time
  private boolean looked; // at what the last run left

  /**
   * @param what it files, for its thread and the log: {@code recordings}
   * @param sweeping how often it sweeps
   */
  protected IntakeArchiver(String what, Duration sweeping) {
    this.what = what;
    this.sweeping = sweeping;
  }

  /**
   * Takes in what a process that was killed has left. Once, before calls come.
   *
   * @throws IOException when the disk does not let it
   */
  protected abstract void recover() throws IOException;

  /**
   * What lies there.
   *
   * @param all whatever is on the disk; else what came since the last time is enough
   */
  protected abstract List<W> waiting(boolean all) throws IOException;

  /**
   * Files one. A process may be killed at any moment of it, so all of it may happen twice.
   *
   * @return false when it was nothing to keep
   */
  protected abstract boolean file(W each) throws IOException;

  /**
   * Deletes what is too old.
   *
   * @return whether there is more to delete at once
   */
  protected abstract boolean sweep(Instant now);

  /** There is something to file. From any thread. */
  public final void ring() {
    bell.release();
  }

  /** How many were filed since the start. */
  public final long filed() {
    return filed.get();
  }

  @Override
  public final void start() {
    try {
      recover();
    } catch (IOException | DataAccessException e) {
      log.error("what the last run left of {} cannot be looked at: {}", what, e.getMessage());
    }
    running = true;
    thread = Thread.ofVirtual().name("clerk-of-" + what).start(this::run);
  }

  @Override
  public final void stop() {
    running = false;
    Thread its = thread;
    if (its != null) {
      its.interrupt();
    }
  }

  @Override
  public final boolean isRunning() {
    return running;
  }

  /** Before the SIP server. */
  @Override
  public final int getPhase() {
    return SmartLifecycle.DEFAULT_PHASE - 4000;
  }

  private void run() {
    try {
      work();
      while (running) {
        boolean rang = bell.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        bell.drainPermits();
        if (rang || failing || !clock.instant().isBefore(nextSweep)) {
          work();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    boolean all = true;
    try {
      for (W each : waiting(failing || !looked)) {
        all &= isFiled(each);
      }
      sweepInTime();
    } catch (DataAccessException | TransactionException | IOException e) {
      all = false;
      if (!failing) {
        log.warn("{} wait to be filed: {}", what, e.getMessage());
      }
    }
    looked = true;
    failing = !all;
  }

  /** One that cannot be filed must not hold back the others. */
  private boolean isFiled(W each) {
    try {
      if (file(each)) {
        filed.incrementAndGet();
      }
      return true;
    } catch (DataAccessException | TransactionException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        log.error("{} cannot be filed and stays where it is", each, e);
      }
      return false;
    }
  }

  private void sweepInTime() {
    Instant now = clock.instant();
    if (!now.isBefore(nextSweep)) {
      nextSweep = now.plus(sweeping);
      if (sweep(now)) {
        nextSweep = now;
      }
    }
  }
}
