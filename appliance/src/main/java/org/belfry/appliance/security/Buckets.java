package org.belfry.appliance.security;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket for each key, kept as the time at which it would be full again (the generic cell
 * rate algorithm of ITU-T I.371). Of too many keys those that were asked for longest ago are
 * forgotten. From any thread.
 */
final class Buckets {
  private static final int REMEMBERED = 10_000;

  private final Duration interval;
  private final int burst;
  private final Map<String, Instant> fullAt =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * @param interval between two in the long run
   * @param burst at once after a pause, 1 or more
   */
  Buckets(Duration interval, int burst) {
    this.interval = interval;
    this.burst = burst;
  }

  /** Takes a token; false when there is none. */
  synchronized boolean take(String key, Instant now) {
    @Nullable Instant before = fullAt.get(key);
    Instant after = (before == null || before.isBefore(now) ? now : before).plus(interval);
    if (after.isAfter(now.plus(interval.multipliedBy(burst)))) {
      return false;
    }
    fullAt.put(key, after);
    return true;
  }

  /** Puts one back. */
  synchronized void giveBack(String key) {
    fullAt.computeIfPresent(key, (k, at) -> at.minus(interval));
  }
}
