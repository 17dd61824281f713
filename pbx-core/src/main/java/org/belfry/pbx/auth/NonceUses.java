package org.belfry.pbx.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The counts with which nonces were used (RFC 7616 §3.4.5), kept for as long as the nonces are
 * valid, so that no request is accepted twice. Digest does not cover the Call-ID: a replay may go
 * to any lane, so all lanes share one.
 */
public final class NonceUses {
  private final Duration validity;
  private final int capacity;
  private final AtomicLong numbers = new AtomicLong();
  private volatile Generations generations =
      new Generations(
          new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), Instant.EPOCH, Instant.EPOCH);

  /**
   * @param since when {@code current} began
   * @param forgottenBefore uses of nonces issued earlier may have been forgotten
   */
  private record Generations(
      Map<String, Long> current,
      Map<String, Long> previous,
      Instant since,
      Instant forgottenBefore) {}

  /**
   * @param validity how long a nonce may be used
   * @param capacity nonces in use that are remembered; beyond it older ones become stale early
   */
  public NonceUses(Duration validity, int capacity) {
    this.validity = validity;
    this.capacity = capacity;
  }

  /** What makes nonces of the same millisecond differ, whichever lane issues them. */
  long nextNumber() {
    return numbers.incrementAndGet();
  }

  /** True, and noted, when the nonce was never used with this count or a higher one. */
  boolean first(String nonce, long count, Instant now) {
    Generations g = generations;
    if (full(g) || over(g, now)) {
      g = next(now);
    }
    Long before = g.previous().get(nonce);
    if (before != null && count <= before) {
      return false;
    }
    while (true) {
      Long seen = g.current().putIfAbsent(nonce, count);
      if (seen == null) {
        return true;
      }
      if (count <= seen) {
        return false;
      }
      if (g.current().replace(nonce, seen, count)) {
        return true;
      }
    }
  }

  /** True when a nonce issued then may have been used without our remembering it. */
  boolean forgot(Instant issued) {
    return issued.isBefore(generations.forgottenBefore());
  }

  private boolean full(Generations g) {
    return g.current().size() >= capacity / 2;
  }

  private boolean over(Generations g, Instant now) {
    return !g.since().plus(validity).isAfter(now);
  }

  private synchronized Generations next(Instant now) {
    Generations g = generations;
    boolean full = full(g);
    if (full || over(g, now)) { // no other lane was faster
      // Whatever was issued before the older half began could be replayed once that half is gone:
      // refuse it.
      g =
          new Generations(
              new ConcurrentHashMap<>(), g.current(), now, full ? g.since() : g.forgottenBefore());
      generations = g;
    }
    return g;
  }
}
