package org.belfry.appliance.dialplan;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.belfry.appliance.dialplan.DialPlanTables.StoredSchedule;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.ScheduleAdmin.Closed;
import org.belfry.pbx.admin.ScheduleAdmin.Hours;
import org.belfry.pbx.admin.ScheduleAdmin.SaveSchedule;
import org.belfry.pbx.directory.Schedule;
import org.jspecify.annotations.Nullable;

/** Schedules: from the command to what is stored, and on to what the call path knows. */
final class ScheduleForm {
  private static final int HOURS_MAX = 100;
  static final int CLOSED_MAX = 1000;

  private final Fields fields = new Fields();

  static SaveSchedule checked(SaveSchedule c) {
    return new ScheduleForm().check(c);
  }

  private SaveSchedule check(SaveSchedule c) {
    SaveSchedule good =
        new SaveSchedule(
            fields.needed("name", c.name(), 64),
            zone(c.zone()),
            fields.list("hours", c.hours(), HOURS_MAX, this::hours),
            fields.list("closed", c.closed(), CLOSED_MAX, this::closed));
    fields.refuse();
    return good;
  }

  private String zone(@Nullable String value) {
    String zone = fields.needed("zone", value, 64);
    if (!zone.isEmpty() && !ZoneId.getAvailableZoneIds().contains(zone)) {
      fields.problem("zone", "enter a valid time zone, such as Europe/Berlin");
    }
    return zone;
  }

  private Hours hours(String at, Hours h) {
    if (h.days() == null || h.days().isEmpty()) {
      fields.problem(at + ".days", "select at least one day");
    }
    return new Hours(
        h.days() == null ? new TreeSet<>() : new TreeSet<>(h.days()),
        time(at + ".from", h.from()),
        time(at + ".until", h.until()));
  }

  private String time(String at, @Nullable String value) {
    String text = fields.needed(at, value, 8);
    try {
      // 24:00 is how people write the end of a day
      return text.isEmpty()
          ? text
          : LocalTime.parse(text.equals("24:00") ? "00:00" : text).toString();
    } catch (DateTimeParseException e) {
      fields.problem(at, "must be a time, such as 08:30");
      return text;
    }
  }

  private Closed closed(String at, Closed c) {
    Closed good =
        new Closed(
            CallForm.text(fields.optional(at + ".name", c.name(), 100)),
            fields.needed(at + ".from", c.from(), 32),
            fields.optional(at + ".until", c.until(), 32));
    LocalDateTime from = moment(at + ".from", good.from(), false);
    LocalDateTime until = good.until() == null ? null : moment(at + ".until", good.until(), true);
    if (from != null && until != null && !from.isBefore(until)) {
      fields.problem(at + ".until", "ends before it begins");
    }
    return good;
  }

  private @Nullable LocalDateTime moment(String at, String text, boolean end) {
    try {
      return text.isEmpty() ? null : moment(text, end);
    } catch (DateTimeException e) {
      fields.problem(at, "must be a date or a local time, such as 2026-12-24 or 2026-12-24T12:00");
      return null;
    }
  }

  private static LocalDateTime moment(String text, boolean end) {
    if (text.indexOf('T') >= 0) {
      return LocalDateTime.parse(text);
    }
    LocalDate day = LocalDate.parse(text);
    return (end ? day.plusDays(1) : day).atStartOfDay();
  }

  /**
   * The same schedule with these holidays as well, without those that are over.
   *
   * @throws InvalidCommand when there would be too many
   */
  static SaveSchedule with(SaveSchedule s, List<Schedule.Closed> found, LocalDate today) {
    Map<LocalDateTime, Closed> all = new TreeMap<>();
    List<Closed> had = Fields.orEmpty(s.closed());
    List<Schedule.Closed> read = closed(had);
    for (int i = 0; i < had.size(); i++) {
      if (read.get(i).until().isAfter(today.atStartOfDay())) {
        all.put(read.get(i).from(), had.get(i));
      }
    }
    found.forEach(f -> all.putIfAbsent(f.from(), written(f)));
    if (all.size() > CLOSED_MAX) {
      throw new InvalidCommand(
          "calendar", "has more holidays than the " + CLOSED_MAX + " there may be");
    }
    return new SaveSchedule(s.name(), s.zone(), s.hours(), List.copyOf(all.values()));
  }

  /** Whole days as days, as people would write them. */
  private static Closed written(Schedule.Closed c) {
    boolean days =
        c.from().toLocalTime().equals(LocalTime.MIDNIGHT)
            && c.until().toLocalTime().equals(LocalTime.MIDNIGHT);
    if (!days) {
      return new Closed(c.name(), c.from().toString(), c.until().toString());
    }
    LocalDate first = c.from().toLocalDate();
    LocalDate last = c.until().toLocalDate().minusDays(1);
    return new Closed(c.name(), first.toString(), first.equals(last) ? null : last.toString());
  }

  static Schedule schedule(StoredSchedule stored) {
    SaveSchedule s = stored.plan();
    return new Schedule(
        s.name(),
        ZoneId.of(s.zone()),
        Fields.orEmpty(s.hours()).stream()
            .map(h ->
                new Schedule.Hours(h.days(), LocalTime.parse(h.from()), LocalTime.parse(h.until())))
            .toList(),
        closed(Fields.orEmpty(s.closed())),
        stored.override() == null
            ? null
            : new Schedule.Switch(stored.override().open(), stored.override().until()));
  }

  private static List<Schedule.Closed> closed(List<Closed> closed) {
    return closed.stream()
        .map(c -> {
          LocalDateTime from = moment(c.from(), false);
          return new Schedule.Closed(
              CallForm.text(c.name()),
              from,
              c.until() == null
                  ? from.toLocalDate().plusDays(1).atStartOfDay()
                  : moment(c.until(), true));
        })
        .toList();
  }
}
