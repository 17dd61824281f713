package org.belfry.pbx.proxy;

import java.time.Duration;

/**
 * What bounds the handling of one request.
 *
 * @param timerC how long a branch may ring (RFC 3261 §16.6 step 11: more than three minutes)
 * @param cancelWait how long a cancelled branch may take to say so (§9.1: 64*T1)
 * @param ringTime how long devices of one q ring before those of the next (§16.6)
 * @param branches attempts that a group of targets may become, with those that join it and
 *     redirects; how many groups come after one another is up to who gives them
 * @param redirects how often a redirect may be followed by another (§16.5)
 * @param declineEndsCall true when a 6xx of one phone ends the whole call, as §16.7 step 5 has it;
 *     false when it only speaks for that phone
 */
public record ProxyLimits(
    Duration timerC,
    Duration cancelWait,
    Duration ringTime,
    int branches,
    int redirects,
    boolean declineEndsCall) {

  /** What the manual says. */
  public static final ProxyLimits DEFAULT =
      new ProxyLimits(
          Duration.ofMinutes(4), Duration.ofSeconds(32), Duration.ofSeconds(20), 128, 5, true);

  public ProxyLimits {
    if (branches < 1 || redirects < 0) {
      throw new IllegalArgumentException("a request needs at least one branch");
    }
  }
}
