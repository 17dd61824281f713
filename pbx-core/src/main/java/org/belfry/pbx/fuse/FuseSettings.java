package org.belfry.pbx.fuse;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How the fuse is set.
 *
 * @param enabled whether anything is limited; calls are counted all the same
 * @param limits of every user, trunk and peer and of the site, and of single users, trunks and
 *     peers, which go before
 * @param cut kinds of calls that are ended while they go on when their fuse blows
 * @param firstCalls what happens to the first call to a country
 * @param normal for nights and weekends
 * @param zone by which it is night
 */
public record FuseSettings(
    boolean enabled,
    Map<FuseKey, FuseLimits> limits,
    Set<FuseKind> cut,
    FirstCalls firstCalls,
    NormalHours normal,
    CallRates rates,
    ZoneId zone) {

  /** What happens to a call to a country that was never called before. */
  public enum FirstCalls {
    PASS,
    /** Who calls must press 1. A call that no person of ours makes waits for an administrator. */
    ASK_CALLER,
    /** Refused until an administrator releases the country. */
    ASK_OWNER
  }

  /** Enough for a small office: nobody notices it before something is wrong. */
  public static final Map<FuseKey, FuseLimits> LIMITS =
      Map.ofEntries(
          every(FuseScope.USER, FuseKind.PREMIUM, limits(2, 10, 20, 30, 60, 50)),
          every(FuseScope.TRUNK, FuseKind.PREMIUM, limits(4, 20, 40, 60, 120, 100)),
          every(FuseScope.PEER, FuseKind.PREMIUM, limits(4, 20, 40, 60, 120, 100)),
          every(FuseScope.SITE, FuseKind.PREMIUM, limits(4, 20, 40, 60, 120, 100)),
          every(FuseScope.USER, FuseKind.INTERNATIONAL, limits(4, 30, 100, 120, 300, 50)),
          every(FuseScope.TRUNK, FuseKind.INTERNATIONAL, limits(10, 100, 400, 300, 1200, 150)),
          every(FuseScope.PEER, FuseKind.INTERNATIONAL, limits(10, 100, 400, 300, 1200, 150)),
          every(FuseScope.SITE, FuseKind.INTERNATIONAL, limits(10, 100, 400, 300, 1200, 150)),
          every(FuseScope.USER, FuseKind.DOMESTIC, limits(10, 120, 600, 300, 1500, 50)),
          every(FuseScope.TRUNK, FuseKind.DOMESTIC, limits(60, 600, 4000, 1800, 12000, 150)),
          every(FuseScope.PEER, FuseKind.DOMESTIC, limits(60, 600, 4000, 1800, 12000, 150)),
          every(FuseScope.SITE, FuseKind.DOMESTIC, limits(60, 600, 4000, 1800, 12000, 150)));

  public FuseSettings {
    limits = Map.copyOf(limits);
    cut = Set.copyOf(cut);
  }

  public static FuseSettings defaults(ZoneId zone) {
    return new FuseSettings(
        true,
        LIMITS,
        Set.of(FuseKind.PREMIUM),
        FirstCalls.PASS,
        NormalHours.DEFAULT,
        CallRates.NONE,
        zone);
  }

  public FuseSettings with(FuseKey key, FuseLimits its) {
    Map<FuseKey, FuseLimits> all = new HashMap<>(limits);
    all.put(key, its);
    return new FuseSettings(enabled, all, cut, firstCalls, normal, rates, zone);
  }

  public FuseSettings with(FirstCalls its) {
    return new FuseSettings(enabled, limits, cut, its, normal, rates, zone);
  }

  public FuseSettings with(CallRates its) {
    return new FuseSettings(enabled, limits, cut, firstCalls, normal, its, zone);
  }

  public FuseSettings with(NormalHours its) {
    return new FuseSettings(enabled, limits, cut, firstCalls, its, rates, zone);
  }

  public FuseSettings cutting(Set<FuseKind> kinds) {
    return new FuseSettings(enabled, limits, kinds, firstCalls, normal, rates, zone);
  }

  FuseLimits limits(FuseKey key) {
    FuseLimits own = limits.get(key);
    return own != null ? own : limits.getOrDefault(key.everyone(), FuseLimits.NONE);
  }

  private static Map.Entry<FuseKey, FuseLimits> every(
      FuseScope scope, FuseKind kind, FuseLimits its) {
    return Map.entry(new FuseKey(scope, "", kind), its);
  }

  private static FuseLimits limits(
      int atOnce, int hourCalls, int dayCalls, int hourMinutes, int dayMinutes, int dayCost) {
    return new FuseLimits(
        atOnce, hourCalls, dayCalls, hourMinutes, dayMinutes, dayCost * 1_000_000L);
  }
}
