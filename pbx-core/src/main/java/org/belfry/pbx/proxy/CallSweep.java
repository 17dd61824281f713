package org.belfry.pbx.proxy;

import java.time.Duration;
import java.time.Instant;
import org.belfry.pbx.engine.Post;

/**
 * Closes calls whose end was never seen: a proxy may lose a BYE (RFC 3261 §16.1), and no call lasts
 * longer than one may. Comes back as long as there are calls.
 */
final class CallSweep {
  private static final Duration EVERY = Duration.ofMinutes(10);

  private final ProxiedCalls told;
  private final Duration limit;
  private final Post post;
  private boolean armed;

  /**
   * @param limit how long a call may last
   */
  CallSweep(ProxiedCalls told, Duration limit, Post post) {
    this.told = told;
    this.limit = limit;
    this.post = post;
  }

  void run(Instant now) {
    armed = false;
    told.closeOlderThan(now.minus(limit), now);
    arm(now);
  }

  /** A call has begun. */
  void arm(Instant now) {
    if (!armed && !told.isEmpty()) {
      armed = true;
      post.after(EVERY, new ProxyLetter.CallsSwept(), now);
    }
  }
}
