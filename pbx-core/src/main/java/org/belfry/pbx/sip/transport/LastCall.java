package org.belfry.pbx.sip.transport;

import java.time.Duration;

/**
 * When somebody last began a call, for all loops of a server: a call's messages may pass several.
 * From any thread; times are {@link System#nanoTime}'s.
 */
final class LastCall {
  /** For so long after an INVITE loops are as prompt as people who listen want them. */
  static final Duration RECENT = Duration.ofSeconds(10);

  /** Noted no more often, so that loops do not take it out of each other's caches all the time. */
  private static final Duration NOTED = Duration.ofSeconds(1);

  private volatile long at;

  LastCall(long now) {
    at = now - RECENT.toNanos();
  }

  void begins(long now) {
    if (now - at >= NOTED.toNanos()) {
      at = now;
    }
  }

  boolean recent(long now) {
    return now - at < RECENT.toNanos();
  }
}
