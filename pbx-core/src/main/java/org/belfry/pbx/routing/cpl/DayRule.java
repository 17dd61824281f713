package org.belfry.pbx.routing.cpl;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.WeekFields;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * On which days a recurrence happens: the by… lists of days as one question about one day, instead
 * of the expansions that RFC 3880 §4.4 describes them with.
 *
 * @param start the first day
 * @param interval every how many periods; 1 or more
 * @param weekStart where weeks begin
 */
record DayRule(
    Frequency frequency,
    LocalDate start,
    long interval,
    DayOfWeek weekStart,
    Set<Integer> months,
    Set<Integer> weeks,
    Set<Integer> yearDays,
    Set<Integer> monthDays,
    List<Day> days) {

  DayRule {
    months = Set.copyOf(months);
    weeks = Set.copyOf(weeks);
    yearDays = Set.copyOf(yearDays);
    monthDays = Set.copyOf(monthDays);
    days = List.copyOf(days);
  }

  /**
   * @param nth of the month or year, from its end when negative; 0 for every one
   */
  record Day(int nth, DayOfWeek day) {}

  boolean holds(LocalDate day) {
    return inTurn(day)
        && (months.isEmpty() || months.contains(day.getMonthValue()))
        && (weeks.isEmpty() || inWeeks(day))
        && holdsNumber(yearDays, day.getDayOfYear(), day.lengthOfYear())
        && holdsNumber(monthDays, day.getDayOfMonth(), day.lengthOfMonth())
        && (days.isEmpty() || inDays(day))
        && likeTheFirst(day);
  }

  /** Whether the period of this day is one that counts. */
  private boolean inTurn(LocalDate day) {
    if (interval == 1 || frequency.withinDay()) {
      return true;
    }
    long periods =
        switch (frequency) {
          case DAILY -> ChronoUnit.DAYS.between(start, day);
          case WEEKLY -> ChronoUnit.WEEKS.between(first(start), first(day));
          case MONTHLY -> ChronoUnit.MONTHS.between(first(start), first(day));
          case YEARLY -> (long) day.getYear() - start.getYear();
          case HOURLY, MINUTELY, SECONDLY -> 0;
        };
    return periods % interval == 0;
  }

  /** The first day of the period that this day is in. */
  private LocalDate first(LocalDate day) {
    return switch (frequency) {
      case WEEKLY -> day.with(TemporalAdjusters.previousOrSame(weekStart));
      case MONTHLY -> day.withDayOfMonth(1);
      case YEARLY -> day.withDayOfYear(1);
      case DAILY, HOURLY, MINUTELY, SECONDLY -> day;
    };
  }

  private LocalDate behind(LocalDate first) {
    return switch (frequency) {
      case WEEKLY -> first.plusWeeks(1);
      case MONTHLY -> first.plusMonths(1);
      case YEARLY -> first.plusYears(1);
      case DAILY, HOURLY, MINUTELY, SECONDLY -> first.plusDays(1);
    };
  }

  private static boolean holdsNumber(Set<Integer> wanted, int number, int of) {
    return wanted.isEmpty() || wanted.contains(number) || wanted.contains(number - of - 1);
  }

  /** Weeks are numbered as ISO 8601 does, only that they may begin on another day. */
  private boolean inWeeks(LocalDate day) {
    WeekFields fields = WeekFields.of(weekStart, 4);
    int week = day.get(fields.weekOfWeekBasedYear());
    int of = (int) day.range(fields.weekOfWeekBasedYear()).getMaximum();
    return holdsNumber(weeks, week, of);
  }

  private boolean inDays(LocalDate day) {
    DayOfWeek name = day.getDayOfWeek();
    for (Day wanted : days) {
      if (wanted.day == name && (wanted.nth == 0 || isNth(day, wanted.nth))) {
        return true;
      }
    }
    return false;
  }

  /** The number has a meaning in months and years only; elsewhere it is ignored. */
  private boolean isNth(LocalDate day, int nth) {
    if (frequency == Frequency.MONTHLY || (frequency == Frequency.YEARLY && !months.isEmpty())) {
      return nth(nth, day.getDayOfMonth(), day.lengthOfMonth());
    }
    return frequency != Frequency.YEARLY || nth(nth, day.getDayOfYear(), day.lengthOfYear());
  }

  private static boolean nth(int nth, int number, int of) {
    return nth > 0 ? (number - 1) / 7 + 1 == nth : (of - number) / 7 + 1 == -nth;
  }

  /** What the lists leave open is as it was on the first day. */
  private boolean likeTheFirst(LocalDate day) {
    boolean numbered = !monthDays.isEmpty() || !yearDays.isEmpty() || !days.isEmpty();
    return switch (frequency) {
      case YEARLY -> {
        if (numbered) {
          yield true;
        }
        if (!weeks.isEmpty()) {
          yield day.getDayOfWeek() == start.getDayOfWeek();
        }
        yield day.getDayOfMonth() == start.getDayOfMonth()
            && (!months.isEmpty() || day.getMonthValue() == start.getMonthValue());
      }
      case MONTHLY -> numbered || !weeks.isEmpty() || day.getDayOfMonth() == start.getDayOfMonth();
      case WEEKLY -> numbered || day.getDayOfWeek() == start.getDayOfWeek();
      case DAILY, HOURLY, MINUTELY, SECONDLY -> true;
    };
  }

  /**
   * How many days of this day's period come before it, and how many there are.
   *
   * @return null when there is no time left to count
   */
  int @Nullable [] position(LocalDate day, Steps steps) {
    LocalDate first = first(day);
    LocalDate behind = behind(first);
    int before = 0;
    int all = 0;
    for (LocalDate d = first; d.isBefore(behind); d = d.plusDays(1)) {
      if (!steps.take()) {
        return null;
      }
      if (holds(d)) {
        all++;
        if (d.isBefore(day)) {
          before++;
        }
      }
    }
    return new int[] {before, all};
  }
}
