package org.belfry.pbx.directory;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opening hours.
 *
 * @param hours open at these times; none is never open
 * @param closed days and times at which it is closed all the same: holidays
 * @param switched until it ends this holds, whatever the hours say; null for none
 */
public record Schedule(
    String name, ZoneId zone, List<Hours> hours, List<Closed> closed, @Nullable Switch switched) {

  public Schedule {
    hours = List.copyOf(hours);
    closed = List.copyOf(closed);
  }

  /**
   * @param until when it starts again in local time; midnight is the end of the day when it is not
   *     after {@code from}, so 22:00 to 06:00 lasts into the next day
   */
  public record Hours(Set<DayOfWeek> days, LocalTime from, LocalTime until) {
    public Hours {
      days = Set.copyOf(days);
    }

    boolean holds(LocalDateTime at) {
      LocalTime time = at.toLocalTime();
      if (from.isBefore(until)) {
        return days.contains(at.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(until);
      }
      return (days.contains(at.getDayOfWeek()) && !time.isBefore(from))
          || (days.contains(at.getDayOfWeek().minus(1)) && time.isBefore(until));
    }
  }

  /**
   * @param from the first moment in local time
   * @param until the first moment after it
   */
  public record Closed(String name, LocalDateTime from, LocalDateTime until) {
    public static Closed day(String name, LocalDate day) {
      return new Closed(name, day.atStartOfDay(), day.plusDays(1).atStartOfDay());
    }

    boolean holds(LocalDateTime at) {
      return !at.isBefore(from) && at.isBefore(until);
    }
  }

  /**
   * The night switch.
   *
   * @param until when it ends by itself, or null when somebody has to end it
   */
  public record Switch(boolean open, @Nullable Instant until) {
    boolean holds(Instant now) {
      return until == null || now.isBefore(until);
    }
  }

  /** Whether the switch decides, and not the hours. */
  public boolean isSwitched(Instant now) {
    return switched != null && switched.holds(now);
  }

  public boolean isOpen(Instant now) {
    if (switched != null && switched.holds(now)) {
      return switched.open;
    }
    // Hours are meant in local time: on the day the clock changes they move with it.
    LocalDateTime local = ZonedDateTime.ofInstant(now, zone).toLocalDateTime();
    for (Closed c : closed) {
      if (c.holds(local)) {
        return false;
      }
    }
    for (Hours h : hours) {
      if (h.holds(local)) {
        return true;
      }
    }
    return false;
  }
}
