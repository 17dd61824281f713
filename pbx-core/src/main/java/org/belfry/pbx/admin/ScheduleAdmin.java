package org.belfry.pbx.admin;

import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;

/** Opening hours, holidays and the night switch. */
public interface ScheduleAdmin {

  /** All schedules by name. */
  List<ScheduleView> schedules();

  Optional<ScheduleView> schedule(long id);

  /**
   * @throws InvalidCommand naming the field that cannot be taken
   */
  ScheduleView create(SaveSchedule command);

  /**
   * Replaces hours and holidays; the night switch stays as it is.
   *
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when there is no such schedule
   */
  ScheduleView replace(long id, SaveSchedule command);

  /**
   * @throws InvalidCommand when something still goes by it, naming what
   * @throws NotFound when there is no such schedule
   */
  void delete(long id);

  /**
   * Takes the holidays of the next three years out of a calendar. Those that the schedule has stay,
   * except that times which are over are dropped.
   *
   * @param calendar an iCalendar file (RFC 5545)
   * @throws InvalidCommand naming {@code calendar} when it cannot be read, or has too many
   * @throws NotFound when there is no such schedule
   */
  ScheduleView importHolidays(long id, byte[] calendar);

  /**
   * The night switch: until it ends this holds, whatever the hours say.
   *
   * @param command null ends it
   * @throws InvalidCommand when it would be over already
   * @throws NotFound when there is no such schedule
   */
  ScheduleView override(long id, @Nullable NightSwitch command);

  /**
   * @param name 1 to 64 characters, unique
   * @param zone of the hours, as {@code Europe/Berlin}
   * @param hours when it is open, 100 at most
   * @param closed holidays, 1000 at most: closed whatever the hours say
   */
  record SaveSchedule(
      String name, String zone, @Nullable List<Hours> hours, @Nullable List<Closed> closed) {}

  /**
   * @param from local time as {@code 08:30}
   * @param until local time, {@code 00:00} for the end of the day; when it is not after {@code
   *     from}, it is of the next day
   */
  record Hours(Set<DayOfWeek> days, String from, String until) {}

  /**
   * @param name may be empty
   * @param from a day ({@code 2026-12-24}) or a local time ({@code 2026-12-24T12:00})
   * @param until the last day of it, or the local time it ends; null for the day of {@code from}
   */
  record Closed(@Nullable String name, String from, @Nullable String until) {}

  /**
   * @param until when it ends by itself, or null when somebody has to end it
   */
  record NightSwitch(boolean open, @Nullable Instant until) {}

  /**
   * @param open whether it is open now
   * @param override what holds instead of the hours now, or null
   */
  record ScheduleView(
      long id,
      String name,
      String zone,
      List<Hours> hours,
      List<Closed> closed,
      boolean open,
      @Nullable NightSwitch override,
      List<FieldProblem> warnings) {}
}
