package org.belfry.pbx.sip.transport;

import java.time.Duration;

/**
 * How many connections there may be, so that strangers do not use up what registered phones need. A
 * source is an IPv4 address or an IPv6 /64. A stranger is a source from which no phone is
 * registered and that is no peer's or trunk's.
 *
 * @param max open connections of all kinds; we open an eighth more ourselves
 * @param perSource those that one known source has opened
 * @param strangers those that all strangers together have opened; the rest stays for others
 * @param strangersPerSource those that one stranger has opened
 * @param strangerIdle one of a stranger's is closed after so long without a message; keep-alives
 *     are none
 */
public record ConnectionLimits(
    int max, int perSource, int strangers, int strangersPerSource, Duration strangerIdle) {

  /** What the manual says. */
  public static final ConnectionLimits DEFAULT =
      new ConnectionLimits(4096, 1024, 1024, 64, Duration.ofMinutes(3));

  public ConnectionLimits {
    if (max < 1 || perSource < 1 || strangers < 1 || strangersPerSource < 1) {
      throw new IllegalArgumentException("a limit of connections is too small");
    }
    if (!strangerIdle.isPositive()) {
      throw new IllegalArgumentException("strangers need some time");
    }
  }
}
