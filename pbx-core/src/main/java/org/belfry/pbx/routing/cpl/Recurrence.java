package org.belfry.pbx.routing.cpl;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A time and, maybe, its repetitions (RFC 3880 §4.4). Asked backwards: the last occurrence that has
 * begun either still lasts or none does, so no more than its own length is ever looked at.
 *
 * @param start the first occurrence, whether the rule gives it or not
 * @param utc whether all times are UTC, whatever zone the switch names
 * @param rule null for once
 */
record Recurrence(LocalDateTime start, boolean utc, Length length, @Nullable Rule rule) {

  /**
   * How long an occurrence lasts.
   *
   * @param wall whether it was given by its end: then it ends at that time of the clock also on the
   *     day the clock changes
   * @param days of the calendar, which have 23 to 25 hours
   */
  record Length(boolean wall, long days, Duration rest) {
    Duration about() {
      return rest.plusDays(days);
    }

    ZonedDateTime from(ZonedDateTime start) {
      return wall
          ? start.toLocalDateTime().plusDays(days).plus(rest).atZone(start.getZone())
          : start.plusDays(days).plus(rest);
    }
  }

  /**
   * How it repeats.
   *
   * @param until the last moment at which an occurrence may begin, in local time; or null
   * @param untilUtc the same as an instant; or null
   */
  record Rule(
      DayRule days, TimeRule times, @Nullable LocalDateTime until, @Nullable Instant untilUtc) {

    Rule endingAt(LocalDateTime last) {
      return new Rule(days, times, last, null);
    }
  }

  /** Whether this is such a time. */
  boolean holds(Instant now, ZoneId zone, Steps steps) {
    ZoneId z = utc ? ZoneOffset.UTC : zone;
    ZonedDateTime first = start.atZone(z);
    if (now.isBefore(first.toInstant())) {
      return false;
    }
    if (lasts(first, now)) {
      return true;
    }
    return rule != null && holds(rule, now, z, steps);
  }

  private boolean holds(Rule r, Instant now, ZoneId z, Steps steps) {
    LocalDateTime upper = latestBegin(now, z);
    LocalDateTime until = until(r, z);
    if (until != null && until.isBefore(upper)) {
      upper = until;
    }
    // Two hours more than it lasts, for days on which the clock changes.
    LocalDate from =
        LocalDateTime.ofInstant(now, z).minus(length.about()).minusHours(2).toLocalDate();
    if (from.isBefore(start.toLocalDate())) {
      from = start.toLocalDate();
    }
    for (LocalDate day = upper.toLocalDate(); !day.isBefore(from); day = day.minusDays(1)) {
      if (!steps.take()) {
        return false;
      }
      if (!r.days.holds(day)) {
        continue;
      }
      int bound = day.equals(upper.toLocalDate()) ? upper.toLocalTime().toSecondOfDay() : 86_399;
      for (int at = r.times.latest(day, bound, steps);
          at >= 0;
          at = r.times.latest(day, at - 1, steps)) {
        LocalDateTime begin = day.atStartOfDay().plusSeconds(at);
        if (begin.isBefore(start)) {
          return false;
        }
        ZonedDateTime begins = begin.atZone(z);
        if (!begins.toInstant().isAfter(now)) {
          return lasts(begins, now);
        }
      }
    }
    return false;
  }

  private boolean lasts(ZonedDateTime begins, Instant now) {
    return now.isBefore(length.from(begins).toInstant());
  }

  /**
   * The latest time of the clock that may have been before: the current one, or, in the hour that
   * comes twice, the end of that hour.
   */
  private static LocalDateTime latestBegin(Instant now, ZoneId z) {
    LocalDateTime local = LocalDateTime.ofInstant(now, z);
    ZoneOffsetTransition change = z.getRules().getTransition(local);
    return change != null && change.isOverlap() && !now.isBefore(change.getInstant())
        ? change.getDateTimeBefore().minusSeconds(1)
        : local;
  }

  private static @Nullable LocalDateTime until(Rule r, ZoneId z) {
    return r.untilUtc == null ? r.until : LocalDateTime.ofInstant(r.untilUtc, z);
  }

  /**
   * The same with the end that this many occurrences give, so that nobody counts during a call.
   *
   * @return null when they are not reached in reasonable time
   */
  @Nullable Recurrence counted(int count, Steps steps) {
    if (rule == null || count == 1) {
      return new Recurrence(start, utc, length, null);
    }
    int seen = 1;
    LocalDate day = start.toLocalDate();
    while (steps.take() && day.getYear() < 3000) {
      if (rule.days.holds(day)) {
        for (int time : timesOf(rule, day, steps)) {
          LocalDateTime begin = day.atStartOfDay().plusSeconds(time);
          if (begin.isAfter(start) && ++seen == count) {
            return new Recurrence(start, utc, length, rule.endingAt(begin));
          }
        }
      }
      day = day.plusDays(1);
    }
    return null;
  }

  private static List<Integer> timesOf(Rule rule, LocalDate day, Steps steps) {
    List<Integer> times = new ArrayList<>();
    for (int at = rule.times.latest(day, 86_399, steps);
        at >= 0;
        at = rule.times.latest(day, at - 1, steps)) {
      times.add(at);
    }
    return times.reversed();
  }
}
