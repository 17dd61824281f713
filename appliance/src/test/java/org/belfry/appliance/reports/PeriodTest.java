package org.belfry.appliance.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import org.belfry.pbx.admin.ReportMails.Every;
import org.junit.jupiter.api.Test;

class PeriodTest {

  @Test
  void aDaysReportIsDueTheNextMorning() {
    assertThat(due(Every.DAY, "2026-11-25T06:59")).isEqualTo(period("2026-11-23", "2026-11-23"));
    assertThat(due(Every.DAY, "2026-11-25T07:00")).isEqualTo(period("2026-11-24", "2026-11-24"));
  }

  @Test
  void aWeekRunsFromMondayToSunday() {
    assertThat(due(Every.WEEK, "2026-11-23T06:59")).isEqualTo(period("2026-11-09", "2026-11-15"));
    assertThat(due(Every.WEEK, "2026-11-23T07:00")).isEqualTo(period("2026-11-16", "2026-11-22"));
    assertThat(due(Every.WEEK, "2026-11-29T23:00")).isEqualTo(period("2026-11-16", "2026-11-22"));
  }

  @Test
  void aMonthIsDueOnItsFirstDayAlsoAcrossTheYear() {
    assertThat(due(Every.MONTH, "2027-01-01T06:59")).isEqualTo(period("2026-11-01", "2026-11-30"));
    assertThat(due(Every.MONTH, "2027-01-01T07:00")).isEqualTo(period("2026-12-01", "2026-12-31"));
  }

  private static Period due(Every every, String now) {
    return Period.due(every, 7, LocalDateTime.parse(now));
  }

  private static Period period(String from, String to) {
    return new Period(LocalDate.parse(from), LocalDate.parse(to));
  }
}
