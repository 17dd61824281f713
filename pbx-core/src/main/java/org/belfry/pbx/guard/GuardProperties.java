package org.belfry.pbx.guard;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.sip.IpNetwork;

/**
 * Settings of the guard.
 *
 * @param enabled false to count nothing and refuse nobody
 * @param attempts wrong passwords of a (source address, user) pair within the window before the
 *     pair is blocked, 2 to 100
 * @param window how long failures are remembered
 * @param banTime how long a pair is blocked, and an address banned the first time
 * @param maxBanTime each ban of an address is twice as long as the one before, up to this; an
 *     address that has behaved for as long begins anew
 * @param allow networks that are never banned and whose rate is not limited
 * @param strangers out-of-dialog requests of one address without a registered phone
 * @param known out-of-dialog requests of one address with registered phones
 * @param user out-of-dialog requests of one authenticated user
 */
public record GuardProperties(
    boolean enabled,
    int attempts,
    Duration window,
    Duration banTime,
    Duration maxBanTime,
    List<IpNetwork> allow,
    Rate strangers,
    Rate known,
    Rate user) {
  /** Users that failed at one address before it is banned: so many times {@code attempts}. */
  private static final int USERS_FACTOR = 2;

  /** Failures of one address before it is banned: so many times {@code attempts}. */
  private static final int FAILURES_FACTOR = 10;

  /** What the manual says; this machine itself is allowed. */
  public static final GuardProperties DEFAULT =
      new GuardProperties(
          true,
          5,
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofDays(1),
          List.of(IpNetwork.of("127.0.0.0/8"), IpNetwork.of("::1")),
          new Rate(40, 400),
          new Rate(1000, 5000),
          new Rate(20, 200));

  public GuardProperties {
    allow = List.copyOf(allow);
    if (attempts < 2 || attempts > 100) {
      throw new IllegalArgumentException("attempts must be 2 to 100");
    }
    if (!window.isPositive() || !banTime.isPositive() || maxBanTime.compareTo(banTime) < 0) {
      throw new IllegalArgumentException("times must be positive, the longest ban the longest");
    }
  }

  /** Failed users of one address that make it banned. */
  int usersOfAddress() {
    return attempts * USERS_FACTOR;
  }

  /** Failures of one address, of whichever users, that make it banned. */
  int failuresOfAddress() {
    return attempts * FAILURES_FACTOR;
  }

  /** How long the n-th ban of an address lasts, n from 1. */
  Duration banTime(int nth) {
    Duration time = banTime;
    for (int i = 1; i < nth && time.compareTo(maxBanTime) < 0; i++) {
      time = time.multipliedBy(2);
    }
    return time.compareTo(maxBanTime) > 0 ? maxBanTime : time;
  }
}
