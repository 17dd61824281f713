package org.belfry.pbx.fuse;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Map;

/**
 * What is normal at night and on weekends. In such an hour the site may begin {@code times} as many
 * calls of a kind as in the busiest same hour of the same weekday within the last {@link #WEEKS}
 * weeks, and always as many as the floor says. Hours in which the fuse has blown teach nothing.
 *
 * @param enabled whether this is looked at
 * @param from when the night begins
 * @param to when it ends; when it equals {@code from} there is no night, only weekends
 * @param times how much more than ever before is normal, 1 to 10
 * @param floor calls an hour that are always let through
 */
public record NormalHours(
    boolean enabled, LocalTime from, LocalTime to, int times, Map<FuseKind, Integer> floor) {
  public static final int WEEKS = 8;

  public static final NormalHours DEFAULT =
      new NormalHours(
          true,
          LocalTime.of(20, 0),
          LocalTime.of(6, 0),
          2,
          Map.of(FuseKind.PREMIUM, 3, FuseKind.INTERNATIONAL, 10, FuseKind.DOMESTIC, 60));

  public NormalHours {
    floor = Map.copyOf(floor);
    if (times < 1) {
      throw new IllegalArgumentException(times + " times as many");
    }
  }

  /** Whether this is night or weekend. */
  boolean quiet(ZonedDateTime now) {
    DayOfWeek day = now.getDayOfWeek();
    if (day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY) {
      return true;
    }
    LocalTime time = now.toLocalTime();
    return from.isAfter(to)
        ? !time.isBefore(from) || time.isBefore(to)
        : !time.isBefore(from) && time.isBefore(to);
  }

  /**
   * @param busiest calls in the busiest same hour of the last weeks
   */
  int limit(FuseKind kind, int busiest) {
    return Math.max(floor.getOrDefault(kind, 0), busiest * times);
  }
}
