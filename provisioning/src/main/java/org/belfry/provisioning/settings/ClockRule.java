package org.belfry.provisioning.settings;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneOffsetTransitionRule.TimeDefinition;
import java.time.zone.ZoneRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A time zone as phones want it: an offset and two days of the year, for their own tables of zones
 * differ and grow old.
 *
 * @param standard offset from UTC outside of summer time
 * @param summer null where clocks are not changed
 */
public record ClockRule(ZoneOffset standard, @Nullable Summer summer) {

  /**
   * Summer time.
   *
   * @param saving how much the clock goes ahead
   */
  public record Summer(Change begins, Change ends, Duration saving) {}

  /**
   * When a clock is changed.
   *
   * @param week of the month, 1 to 4, or 5 for the last
   * @param hour by the clock before the change, 0 to 23
   */
  public record Change(Month month, int week, DayOfWeek day, int hour) {}

  /** The rule that holds from now on; zones of irregular changes have their standard time. */
  public static ClockRule of(ZoneId zone) {
    ZoneRules rules = zone.getRules();
    List<ZoneOffsetTransitionRule> changes = rules.getTransitionRules();
    if (changes.size() != 2) {
      ZoneOffset offset =
          rules.getTransitions().isEmpty()
              ? rules.getOffset(Instant.EPOCH)
              : rules.getTransitions().getLast().getOffsetAfter();
      return new ClockRule(offset, null);
    }
    ZoneOffsetTransitionRule first = changes.getFirst();
    boolean firstBegins =
        first.getOffsetAfter().getTotalSeconds() > first.getOffsetBefore().getTotalSeconds();
    ZoneOffsetTransitionRule begins = firstBegins ? first : changes.getLast();
    ZoneOffsetTransitionRule ends = firstBegins ? changes.getLast() : first;
    int saving =
        begins.getOffsetAfter().getTotalSeconds() - begins.getOffsetBefore().getTotalSeconds();
    return new ClockRule(
        begins.getOffsetBefore(),
        new Summer(change(begins), change(ends), Duration.ofSeconds(saving)));
  }

  private static Change change(ZoneOffsetTransitionRule rule) {
    int day = rule.getDayOfMonthIndicator();
    int week = day < 0 || day >= 22 ? 5 : (day - 1) / 7 + 1;
    DayOfWeek weekday = rule.getDayOfWeek() == null ? DayOfWeek.SUNDAY : rule.getDayOfWeek();
    int shift =
        switch (rule.getTimeDefinition()) {
          case TimeDefinition.UTC -> rule.getOffsetBefore().getTotalSeconds();
          case TimeDefinition.STANDARD ->
              rule.getOffsetBefore().getTotalSeconds() - rule.getStandardOffset().getTotalSeconds();
          case TimeDefinition.WALL -> 0;
        };
    int hour = Math.floorMod(rule.getLocalTime().getHour() + shift / 3600, 24);
    return new Change(rule.getMonth(), week, weekday, hour);
  }

  /** The rule as POSIX has it in TZ: {@code LOC-1LOS-2,M3.5.0/2,M10.5.0/3}. */
  public String posix() {
    String base = "LOC" + posixOffset(standard.getTotalSeconds());
    if (summer == null) {
      return base;
    }
    long ahead = standard.getTotalSeconds() + summer.saving().toSeconds();
    return base
        + "LOS"
        + posixOffset(ahead)
        + ","
        + day(summer.begins())
        + ","
        + day(summer.ends());
  }

  private static String day(Change change) {
    return "M%d.%d.%d/%d"
        .formatted(
            change.month().getValue(), change.week(), change.day().getValue() % 7, change.hour());
  }

  /** POSIX counts westwards. */
  private static String posixOffset(long seconds) {
    long minutes = Math.abs(seconds) / 60;
    String sign = seconds > 0 ? "-" : "";
    return sign + minutes / 60 + (minutes % 60 == 0 ? "" : ":" + minutes % 60);
  }

  /** {@code +01:00}. */
  public String offset() {
    return standard.getTotalSeconds() == 0 ? "+00:00" : standard.getId();
  }
}
