package org.belfry.pbx.app.park;

import java.time.Duration;

/**
 * How long calls wait.
 *
 * @param returnAfter when nobody has fetched a call for so long, who parked it is rung
 * @param again how long after that did not take it
 * @param longest when nobody has come for so long, the call is ended
 */
public record ParkLimits(Duration returnAfter, Duration again, Duration longest) {
  /** What the manual says. */
  public static final ParkLimits DEFAULT =
      new ParkLimits(Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ofMinutes(30));

  public ParkLimits {
    if (!returnAfter.isPositive() || !again.isPositive() || longest.compareTo(returnAfter) < 0) {
      throw new IllegalArgumentException("a parked call comes back before it is ended");
    }
  }
}
