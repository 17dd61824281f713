package org.belfry.pbx.sip.transport;

import java.time.Duration;

/**
 * How far apart the turns of a loop begin, as network cards moderate their interrupts: a turn costs
 * more than a message in it, since a processor that has slept finds its caches cold, so a loop that
 * is busy lets messages gather. A pure machine; not for several threads.
 *
 * <p>A loop that takes a small part of a processor, which is that of a small office all day, never
 * waits; nor does one that has no time to.
 */
final class Moderation {
  /** Of a turn's work: what gathers, and so the longer a turn is apart the less there is to do. */
  static final Duration WORK = Duration.ofNanos(250_000);

  /** Between the beginnings of two turns; a sixtieth of what RFC 3261 waits for an answer (T1). */
  static final Duration LONGEST = Duration.ofMillis(8);

  /** The least that is worth a sleep. */
  static final Duration SHORTEST = Duration.ofNanos(100_000);

  private static final double BUSY = 0.02;
  private static final double IDLE = 0.01;

  private long rest;

  /**
   * Looks at what the loop took.
   *
   * @param wall nanoseconds since the last look, more than 0
   * @param processor those of them in which the loop's thread ran, 0 to {@code wall}
   */
  void observe(long wall, long processor) {
    double share = (double) processor / wall;
    if (share < (rest > 0 ? IDLE : BUSY)) {
      rest = 0;
      return;
    }
    long gathered = (long) (WORK.toNanos() / share);
    rest = gathered < SHORTEST.toNanos() ? 0 : Math.min(gathered, LONGEST.toNanos());
  }

  /** Nanoseconds between the beginnings of two turns at least, at most {@link #LONGEST}; or 0. */
  long rest() {
    return rest;
  }
}
