package org.belfry.appliance.reports;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.TemporalAdjusters;
import org.belfry.pbx.admin.ReportMails.Every;

/**
 * A whole day, week or month that a report is about.
 *
 * @param from first day
 * @param to last day
 */
record Period(LocalDate from, LocalDate to) {

  /**
   * The last one whose report was due.
   *
   * @param hour of the day at which a report is due
   * @param now in the site's time zone
   */
  static Period due(Every every, int hour, LocalDateTime now) {
    LocalDate day = now.minusHours(hour).toLocalDate();
    return switch (every) {
      case DAY -> new Period(day.minusDays(1), day.minusDays(1));
      case WEEK -> {
        LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        yield new Period(monday.minusWeeks(1), monday.minusDays(1));
      }
      case MONTH -> {
        LocalDate first = day.withDayOfMonth(1);
        yield new Period(first.minusMonths(1), first.minusDays(1));
      }
    };
  }
}
