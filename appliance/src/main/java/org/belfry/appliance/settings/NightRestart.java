package org.belfry.appliance.settings;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A restart in the first minute without calls after two o'clock at the site. A night that has none
 * until five leaves it to the next.
 *
 * @param from when it is due at the earliest
 * @param quietSince when there was no call the last time, without one since; null for calls
 */
record NightRestart(ZoneId zone, Instant from, @Nullable Instant quietSince) {
  private static final LocalTime EARLIEST = LocalTime.of(2, 0);
  private static final Duration NIGHT = Duration.ofHours(3);
  private static final Duration QUIET = Duration.ofMinutes(1);

  /**
   * @param due whether to restart now
   */
  record Step(NightRestart next, boolean due) {}

  /** The coming night's, or this one's when it is night already. */
  static NightRestart planned(Instant now, ZoneId zone) {
    Instant today = at(now.atZone(zone), 0);
    boolean over = !now.isBefore(today.plus(NIGHT));
    return new NightRestart(zone, over ? at(now.atZone(zone), 1) : today, null);
  }

  private static Instant at(ZonedDateTime day, int later) {
    return day.toLocalDate().plusDays(later).atTime(EARLIEST).atZone(day.getZone()).toInstant();
  }

  /**
   * @param calls that are up
   */
  Step on(Instant now, int calls) {
    if (now.isBefore(from)) {
      return new Step(this, false);
    }
    if (!now.isBefore(from.plus(NIGHT))) {
      return new Step(planned(now, zone), false);
    }
    if (calls > 0) {
      return new Step(new NightRestart(zone, from, null), false);
    }
    Instant since = quietSince == null ? now : quietSince;
    boolean due = !now.isBefore(since.plus(QUIET));
    return new Step(new NightRestart(zone, from, since), due);
  }
}
