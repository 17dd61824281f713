package org.belfry.pbx.routing.cpl;

/** What a recurrence is counted in (RFC 3880 §4.4); larger ones later. */
enum Frequency {
  SECONDLY,
  MINUTELY,
  HOURLY,
  DAILY,
  WEEKLY,
  MONTHLY,
  YEARLY;

  boolean withinDay() {
    return compareTo(DAILY) < 0;
  }
}
