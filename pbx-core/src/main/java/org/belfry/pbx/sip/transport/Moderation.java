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
  /** Between the beginnings of two turns; a packet of sound, and a twenty-fifth of T1. */
  static final Duration LONGEST = Duration.ofMillis(20);

  /**
   * The same while calls are begun, when turns are half as far apart at any load: an INVITE and its
   * 180 wait for a turn each, which shall take 10 ms together at most; where there is a challenge,
   * it is a third.
   */
  static final Duration LONGEST_WITH_CALLS = Duration.ofMillis(5);

  /** The least that is worth a sleep. */
  static final Duration SHORTEST = Duration.ofNanos(100_000);

  private static final double BUSY = 0.02;
  private static final double IDLE = 0.01;

  /**
   * Up to which share of a processor turns are the longest apart. Above that by the cube less:
   * there is more in each turn, so less is saved, and who has much to do must not wait for it. A
   * smaller share would have a loop that a slow quarter of an hour makes dearer begin more turns,
   * which makes it dearer still.
   */
  private static final double FULL = 0.08;

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
    double part = Math.min(1, FULL / share);
    long apart = Math.round(LONGEST.toNanos() * part * part * part);
    if (rest > 0) {
      // A loop that others keep from running has taken less, and must not wait for that too.
      apart = Math.min(apart, rest + rest / 4);
    }
    rest = apart < SHORTEST.toNanos() ? 0 : apart;
  }

  /**
   * Nanoseconds between the beginnings of two turns at least, or 0.
   *
   * @param calls whether calls are begun these seconds
   */
  long rest(boolean calls) {
    return calls ? Math.min(rest / 2, LONGEST_WITH_CALLS.toNanos()) : rest;
  }
}
