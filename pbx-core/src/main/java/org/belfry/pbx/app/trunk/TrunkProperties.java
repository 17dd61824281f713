package org.belfry.pbx.app.trunk;

import java.time.Duration;

/**
 * How patient trunks are.
 *
 * @param expires how long a registration is asked for; 1 min to 1 day
 * @param patience how long a server may say nothing when there is another to try, or when it is
 *     asked whether it is still there
 * @param probe how often a server that is up is asked whether it still is; keeps the way to us open
 *     through NAT, so less than 30 s
 * @param misses unanswered questions in a row after which it counts as gone
 * @param retry the shortest wait after a failure; doubles with each (RFC 5626 §4.5)
 * @param longestRetry the longest wait after a failure
 * @param refused the wait after a refusal that will not change by itself: a wrong password, say
 * @param farewell how long an answer to unregistering is waited for
 */
public record TrunkProperties(
    Duration expires,
    Duration patience,
    Duration probe,
    int misses,
    Duration retry,
    Duration longestRetry,
    Duration refused,
    Duration farewell) {

  /** What the manual says. */
  public static final TrunkProperties DEFAULT =
      new TrunkProperties(
          Duration.ofMinutes(10),
          Duration.ofSeconds(4),
          Duration.ofSeconds(25),
          2,
          Duration.ofSeconds(15),
          Duration.ofMinutes(30),
          Duration.ofMinutes(20),
          Duration.ofSeconds(3));

  public TrunkProperties {
    if (expires.compareTo(Duration.ofMinutes(1)) < 0 || expires.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("a registration lasts 1 minute to 1 day");
    }
    if (probe.compareTo(Duration.ofSeconds(1)) < 0 || misses < 1) {
      throw new IllegalArgumentException("probing needs a second or more, and a limit");
    }
    if (!retry.isPositive() || longestRetry.compareTo(retry) < 0) {
      throw new IllegalArgumentException("the shortest wait is above 0 and below the longest");
    }
  }

  /** The same with these two. */
  public TrunkProperties with(Duration itsProbe, Duration itsRetry) {
    return new TrunkProperties(
        expires, patience, itsProbe, misses, itsRetry, longestRetry, refused, farewell);
  }
}
