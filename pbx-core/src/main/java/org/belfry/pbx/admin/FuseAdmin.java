package org.belfry.pbx.admin;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fraud fuse: what outside calls may use, what they have used, and what has blown. */
public interface FuseAdmin {

  /** How it is now. */
  FuseView fuse();

  /**
   * Lets calls of a blown fuse leave again; it counts from zero.
   *
   * @throws NotFound when it has not blown
   */
  void release(FuseName fuse);

  /**
   * Lets calls to a country leave that was never called before.
   *
   * @param country ISO 3166 code, or {@code ZZ} for numbers that belong to no country
   * @throws InvalidCommand naming {@code country} when it is none
   */
  void allow(String country);

  FuseSettingsView settings();

  /**
   * @throws InvalidCommand naming the component that cannot be taken
   */
  FuseSettingsView replace(SaveFuse command);

  /** What a minute costs, by the beginning of the number. */
  List<RateView> rates();

  /**
   * Replaces the rates.
   *
   * @param csv a line for each: prefix, price per minute, and a name if you like; {@code
   *     +49900,1.99,Premium}. Separated by commas or semicolons; a first line without a number is
   *     passed over
   * @return how many there are now
   * @throws InvalidCommand naming {@code rates} and the line
   */
  int replaceRates(String csv);

  /** Whose calls a fuse counts. */
  enum Scope {
    USER,
    TRUNK,
    /** A peer that leads to the telephone network. */
    PEER,
    SITE
  }

  /** Kinds of calls that are counted apart. */
  enum Kind {
    PREMIUM,
    INTERNATIONAL,
    DOMESTIC
  }

  /** Why a fuse blows. */
  enum Measure {
    AT_ONCE,
    CALLS_PER_HOUR,
    CALLS_PER_DAY,
    MINUTES_PER_HOUR,
    MINUTES_PER_DAY,
    COST_PER_DAY,
    UNUSUAL_HOUR
  }

  /** What happens to the first call to a country. */
  enum FirstCalls {
    PASS,
    ASK_CALLER,
    ASK_OWNER
  }

  /**
   * @param name extension or trunk; empty for the site
   */
  record FuseName(Scope scope, String name, Kind kind) {}

  /**
   * @param held countries that somebody has tried to call for the first time
   * @param used what was counted within the last 24 hours
   */
  record FuseView(
      boolean enabled, List<BlownView> blown, List<HeldView> held, List<UsedView> used) {}

  /**
   * @param limit that was passed; of {@code COST_PER_DAY} in whole units of the currency
   * @param number that was called when it blew
   * @param payer the extension that paid for that call, or null
   * @param refused calls refused since
   * @param sentence in English
   */
  record BlownView(
      Scope scope,
      String name,
      Kind kind,
      Measure measure,
      BigDecimal limit,
      Instant at,
      String number,
      @Nullable String payer,
      int refused,
      String sentence) {
    public FuseName fuse() {
      return new FuseName(scope, name, kind);
    }
  }

  /**
   * @param payer the extension that tried, or null
   */
  record HeldView(String country, Instant at, @Nullable String payer, String number) {}

  /** What one fuse has counted within the last hour and the last 24 hours. */
  record UsedView(
      Scope scope,
      String name,
      Kind kind,
      int atOnce,
      int callsPerHour,
      int callsPerDay,
      long minutesPerHour,
      long minutesPerDay,
      BigDecimal costPerDay) {}

  /**
   * @param name extension or trunk; empty for every user, every trunk, or the site
   * @param costPerDay in the currency of the rates
   */
  record LimitView(
      Scope scope,
      String name,
      Kind kind,
      int atOnce,
      int callsPerHour,
      int callsPerDay,
      int minutesPerHour,
      int minutesPerDay,
      BigDecimal costPerDay) {}

  /**
   * @param limits 0 is no limit; those of a name go before those of everyone
   * @param cut kinds of calls that are ended when their fuse blows
   * @param learned whether nights and weekends are compared with the weeks before
   * @param nightFrom when the night begins, in the site's time zone
   * @param times how many times the busiest such hour is normal, 1 to 10
   * @param floor calls an hour that are always let through at night and on weekends
   */
  record FuseSettingsView(
      boolean enabled,
      List<LimitView> limits,
      Set<Kind> cut,
      FirstCalls firstCalls,
      boolean learned,
      LocalTime nightFrom,
      LocalTime nightTo,
      int times,
      Map<Kind, Integer> floor) {}

  /** As {@link FuseSettingsView}; the nine limits of everyone that are left out stay. */
  record SaveFuse(
      boolean enabled,
      List<LimitView> limits,
      Set<Kind> cut,
      FirstCalls firstCalls,
      boolean learned,
      LocalTime nightFrom,
      LocalTime nightTo,
      int times,
      Map<Kind, Integer> floor) {}

  /**
   * @param prefix of an E.164 number with {@code +}, or of a short number
   * @param perMinute in whole units of a currency
   */
  record RateView(String prefix, BigDecimal perMinute, String name) {}
}
