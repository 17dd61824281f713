package org.belfry.appliance.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * When a backup is due: each night, and when a night was missed, a quarter of an hour after the
 * start. One that failed is tried again after an hour, three times, then the next night.
 *
 * @param at time of day at the site
 */
record Timetable(LocalTime at, ZoneId zone) {
  private static final Duration AFTER_START = Duration.ofMinutes(15);
  private static final Duration AGAIN = Duration.ofHours(1);
  private static final int TRIES = 3;

  /**
   * What went before.
   *
   * @param lastGood when the newest good one was begun, or null
   * @param lastTry when the newest of all was begun, or null
   * @param failed how many in a row have failed since the newest good one
   * @param since when the place was set: no night before it was missed
   */
  record Past(@Nullable Instant lastGood, @Nullable Instant lastTry, int failed, Instant since) {}

  /**
   * When the next one is due; not after {@code now} when it is due already.
   *
   * @param started when this process was
   */
  Instant next(Past past, Instant started, Instant now) {
    Instant night = latestNight(now);
    boolean missed =
        night.isAfter(past.since()) && (past.lastGood() == null || past.lastGood().isBefore(night));
    if (!missed) {
      return nightAfter(now);
    }
    Instant lastTry = past.lastTry();
    if (lastTry != null && !lastTry.isBefore(night)) {
      return past.failed() >= TRIES ? nightAfter(now) : lastTry.plus(AGAIN);
    }
    Instant settled = started.plus(AFTER_START);
    // Started before the night began: it is that night's, and nothing has to settle.
    return settled.isAfter(night) && started.isAfter(night) ? settled : night;
  }

  /** The newest time of the timetable that is not after the moment. */
  private Instant latestNight(Instant now) {
    ZonedDateTime today = now.atZone(zone).with(at);
    return (today.toInstant().isAfter(now) ? today.minusDays(1) : today).toInstant();
  }

  private Instant nightAfter(Instant now) {
    ZonedDateTime today = now.atZone(zone).with(at);
    return (today.toInstant().isAfter(now) ? today : today.plusDays(1)).toInstant();
  }
}
