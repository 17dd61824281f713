package org.belfry.pbx.fuse;

/**
 * Calls of one fuse in some time.
 *
 * @param calls begun
 * @param millis talked
 * @param cost in millionths of the currency
 * @param blown whether the fuse blew in that time, so that it is no example of what is normal
 */
public record FuseTally(int calls, long millis, long cost, boolean blown) {
  public static final FuseTally ZERO = new FuseTally(0, 0, 0, false);

  FuseTally plus(FuseTally other) {
    return new FuseTally(
        calls + other.calls, millis + other.millis, cost + other.cost, blown || other.blown);
  }

  /** Without what was counted before a release. */
  FuseTally minus(FuseTally other) {
    return new FuseTally(calls - other.calls, millis - other.millis, cost - other.cost, blown);
  }
}
