package org.belfry.pbx.routing;

import java.time.Duration;

/**
 * How far a plan may go. What is longer is cut off there, and the explanation says so.
 *
 * @param depth rings one after the other
 * @param alerts places that ring in one plan
 * @param time all rings together
 * @param hops destinations that lead to one another before anybody rings
 */
public record PlanLimits(int depth, int alerts, Duration time, int hops) {
  public static final PlanLimits DEFAULT = new PlanLimits(24, 100, Duration.ofMinutes(15), 16);
}
