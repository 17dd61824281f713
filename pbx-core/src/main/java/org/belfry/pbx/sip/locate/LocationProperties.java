package org.belfry.pbx.sip.locate;

import java.time.Duration;

/**
 * How names are turned into servers, and how servers that do not answer are left (RFC 3263 §4.3).
 *
 * @param deadline what the DNS has not said by then counts as not known
 * @param patience how long one server may say nothing at all, not even 100, when there is another
 *     to try; the last one has until Timer B or F
 * @param deadFor how long a server that failed is tried last
 */
public record LocationProperties(Duration deadline, Duration patience, Duration deadFor) {

  /** What the manual says. */
  public static final LocationProperties DEFAULT =
      new LocationProperties(Duration.ofSeconds(5), Duration.ofSeconds(4), Duration.ofMinutes(1));
}
