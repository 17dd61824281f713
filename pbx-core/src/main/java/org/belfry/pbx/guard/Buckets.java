package org.belfry.pbx.guard;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket for each key, kept as one number: the time at which the bucket would be full again
 * (the generic cell rate algorithm of ITU-T I.371, which needs no refilling). A full bucket is the
 * same as none, so those are what is thrown away when there are too many.
 *
 * <p>From any thread.
 */
final class Buckets<K> {
  private final Map<K, AtomicLong> fullAt = new ConcurrentHashMap<>();
  private final int capacity;

  /**
   * @param capacity keys that are remembered
   */
  Buckets(int capacity) {
    this.capacity = capacity;
  }

  /** Takes a token; false when there is none. */
  boolean take(K key, Rate rate, long nowMicros) {
    AtomicLong bucket = fullAt.get(key);
    if (bucket == null) {
      makeRoom(nowMicros);
      bucket = fullAt.computeIfAbsent(key, k -> new AtomicLong(nowMicros));
    }
    long interval = rate.intervalMicros();
    long limit = nowMicros + rate.aheadMicros();
    while (true) {
      long before = bucket.get();
      // Further ahead than anybody can get: the clock was set back.
      long from = before > limit ? nowMicros : Math.max(before, nowMicros);
      long after = from + interval;
      if (after > limit) {
        return false;
      }
      if (bucket.compareAndSet(before, after)) {
        return true;
      }
    }
  }

  int size() {
    return fullAt.size();
  }

  private void makeRoom(long nowMicros) {
    if (fullAt.size() < capacity) {
      return;
    }
    fullAt.values().removeIf(bucket -> bucket.get() <= nowMicros);
    if (fullAt.size() >= capacity / 2) {
      // A flood from false addresses: what is remembered of it is worthless, and looking through
      // all of it again for the next one would be the attacker's work done for him.
      fullAt.clear();
    }
  }
}
