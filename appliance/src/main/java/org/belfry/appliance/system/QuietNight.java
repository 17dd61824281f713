package org.belfry.appliance.system;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The first minute without calls after two o'clock at the site, for what ends calls. A night that
 * has none until five leaves it to the next.
 *
 * @param from when it is due at the earliest
 * @param quietSince when there was no call the last time, without one since; null for calls
 */
public record QuietNight(ZoneId zone, Instant from, @Nullable Instant quietSince) {
  private static final LocalTime EARLIEST = LocalTime.of(2, 0);
  private static final Duration NIGHT = Duration.ofHours(3);
  private static final Duration QUIET = Duration.ofMinutes(1);

  /**
   * @param due whether it is that minute
   */
  public record Step(QuietNight next, boolean due) {}

  /** The coming night's, or this one's when it is night already. */
  public static QuietNight planned(Instant now, ZoneId zone) {
    Instant today = at(now.atZone(zone), 0);
    boolean over = !now.isBefore(today.plus(NIGHT));
    return new QuietNight(zone, over ? at(now.atZone(zone), 1) : today, null);
  }

  private static Instant at(ZonedDateTime day, int later) {
    return day.toLocalDate().plusDays(later).atTime(EARLIEST).atZone(day.getZone()).toInstant();
  }

  /**
   * @param calls that are up
   */
  public Step on(Instant now, int calls) {
    if (now.isBefore(from)) {
      return new Step(this, false);
    }
    if (!now.isBefore(from.plus(NIGHT))) {
      return new Step(planned(now, zone), false);
    }
    if (calls > 0) {
      return new Step(new QuietNight(zone, from, null), false);
    }
    Instant since = quietSince == null ? now : quietSince;
    boolean due = !now.isBefore(since.plus(QUIET));
    return new Step(new QuietNight(zone, from, since), due);
  }
}
