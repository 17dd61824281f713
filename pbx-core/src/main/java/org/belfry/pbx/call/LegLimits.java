package org.belfry.pbx.call;

import java.time.Duration;
import org.belfry.pbx.transaction.TimerValues;
import org.jspecify.annotations.Nullable;

/**
 * Times of a leg.
 *
 * @param timers T1 and its kin (RFC 3261 §17.1.1.1)
 * @param session how long a session lasts unless it is refreshed (RFC 4028 §4: 1800 s recommended)
 * @param sessionLeast the shortest that we agree to (RFC 4028 §5: not below 90 s)
 * @param silence how long who is called may say nothing at all, not even 100, before the call is
 *     given up with 504; null to wait for Timer B (64*T1) and 408
 */
public record LegLimits(
    TimerValues timers, Duration session, Duration sessionLeast, @Nullable Duration silence) {
  public static final LegLimits DEFAULT =
      new LegLimits(TimerValues.RFC3261, Duration.ofSeconds(1800), Duration.ofSeconds(90), null);

  /** The same for a server that says nothing for so long when it is not there. */
  public LegLimits withSilence(Duration most) {
    return new LegLimits(timers, session, sessionLeast, most);
  }
}
