package org.belfry.appliance.security;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Has what belongs to the same key done one after the other; not many wait, and not for long. */
final class KeyedLock {
  private static final int WAITING = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final class Entry {
    private final Semaphore free = new Semaphore(1, true);
    private int users;
  }

  private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

  /**
   * @throws PasswordWork.Busy when too many wait for this key, or one has for too long
   */
  <T extends @Nullable Object> T run(String key, Supplier<T> work) {
    Entry turn =
        entries.compute(
            key,
            (k, before) -> {
              Entry its = before == null ? new Entry() : before;
              if (its.users > WAITING) {
                throw new PasswordWork.Busy();
              }
              its.users++;
              return its;
            });
    try {
      if (!turn.free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new PasswordWork.Busy();
      }
      try {
        return work.get();
      } finally {
        turn.free.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PasswordWork.Busy();
    } finally {
      entries.computeIfPresent(key, (k, its) -> --its.users == 0 ? null : its);
    }
  }

  /** Keys that something is done for. */
  int size() {
    return entries.size();
  }
}
