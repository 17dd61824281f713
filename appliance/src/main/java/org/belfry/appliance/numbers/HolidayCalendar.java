package org.belfry.appliance.numbers;

import java.io.IOException;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.Period;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.Recur;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.RRule;
import net.fortuna.ical4j.model.property.RecurrenceId;
import net.fortuna.ical4j.transform.recurrence.Frequency;
import org.belfry.pbx.directory.Schedule;

/**
 * Holidays from an iCalendar file (RFC 5545): each event is a time at which the site is closed,
 * with all its recurrences within a span of days. Whether an event counts as busy does not matter:
 * calendars of public holidays say that they do not.
 */
public final class HolidayCalendar {
  /** What a schedule can hold. */
  static final int CLOSED_MAX = 1000;

  private static final int EVENTS_MAX = 5000;

  /** Of a rule, of its months times days and so on: every day of a year. */
  private static final long DATES_OF_A_PERIOD_MAX = 400;

  /** Dates that are looked at for all events of a file. */
  private static final long DATES_MAX = 1_000_000;

  private static final int NAME_MAX = 64;
  private static final Set<Frequency> FREQUENCIES =
      EnumSet.of(Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY, Frequency.YEARLY);

  private final ZoneId zone;
  private final LocalDate from;
  private final LocalDate until;

  /**
   * @param zone of the schedule, in which times are said
   * @param from the first day of the span
   * @param until the first day after it; five years later at most
   */
  public HolidayCalendar(ZoneId zone, LocalDate from, LocalDate until) {
    if (!from.isBefore(until) || until.isAfter(from.plusYears(5))) {
      throw new IllegalArgumentException("a span of days, of five years at most");
    }
    this.zone = zone;
    this.from = from;
    this.until = until;
  }

  /**
   * The closed times in order, each once.
   *
   * @throws UnreadableCalendar with a sentence when the file cannot be taken
   */
  public List<Schedule.Closed> read(byte[] file) throws UnreadableCalendar {
    List<VEvent> events = events(CalendarText.checked(file));
    Set<Replaced> replaced = new HashSet<>();
    for (VEvent event : events) {
      Optional<RecurrenceId<Temporal>> instead = event.getProperty(Property.RECURRENCE_ID);
      instead.ifPresent(id -> replaced.add(new Replaced(uid(event), local(id.getDate()))));
    }
    Set<Schedule.Closed> closed = new HashSet<>();
    long dates = 0;
    for (VEvent event : events) {
      if (isCancelled(event)) {
        continue;
      }
      dates += dates(event);
      if (dates > DATES_MAX) {
        throw new UnreadableCalendar("The calendar recurs on too many days.");
      }
      for (Schedule.Closed each : occurrences(event)) {
        boolean master = event.getProperty(Property.RECURRENCE_ID).isEmpty();
        if (!master || !replaced.contains(new Replaced(uid(event), each.from()))) {
          closed.add(each);
        }
      }
      if (closed.size() > CLOSED_MAX) {
        throw new UnreadableCalendar(
            "The calendar has more than " + CLOSED_MAX + " closed times from " + from + " on.");
      }
    }
    return closed.stream()
        .sorted(Comparator.comparing(Schedule.Closed::from).thenComparing(Schedule.Closed::name))
        .toList();
  }

  /** One occurrence that another event stands for (§3.8.4.4). */
  private record Replaced(String uid, LocalDateTime at) {}

  private static List<VEvent> events(String text) throws UnreadableCalendar {
    List<VEvent> events;
    try {
      events = new CalendarBuilder().build(new StringReader(text)).getComponents(Component.VEVENT);
    } catch (ParserException e) {
      throw new UnreadableCalendar(
          "The calendar cannot be read: "
              + (e.getLineNo() > 0 ? "line " + e.getLineNo() + ", " : "")
              + reason(e)
              + ".");
    } catch (IOException | RuntimeException e) {
      throw new UnreadableCalendar("The calendar cannot be read: " + reason(e) + ".");
    }
    if (events.size() > EVENTS_MAX) {
      throw new UnreadableCalendar("The calendar has more than " + EVENTS_MAX + " events.");
    }
    return events;
  }

  private List<Schedule.Closed> occurrences(VEvent event) throws UnreadableCalendar {
    String name = name(event);
    try {
      Optional<DtStart<Temporal>> start = event.getProperty(Property.DTSTART);
      if (start.isEmpty()) {
        throw new UnreadableCalendar("The event “" + name + "” has no beginning (DTSTART).");
      }
      checkRules(event, name);
      List<Schedule.Closed> closed = new ArrayList<>();
      for (Period<Temporal> each : event.calculateRecurrenceSet(span(start.get().getDate()))) {
        LocalDateTime begins = local(each.getStart());
        LocalDateTime ends = local(each.getEnd());
        if (begins.isBefore(ends)
            && begins.isBefore(until.atStartOfDay())
            && ends.isAfter(from.atStartOfDay())) {
          closed.add(new Schedule.Closed(name, begins, ends));
        }
      }
      return closed;
    } catch (DateTimeException | IllegalArgumentException | IllegalStateException e) {
      throw new UnreadableCalendar("The event “" + name + "” cannot be read: " + reason(e) + ".");
    }
  }

  /**
   * The most dates that its rule leads through before the span ends; a rule that is counted is
   * followed from its beginning, however long ago that was.
   */
  private long dates(VEvent event) throws UnreadableCalendar {
    Optional<DtStart<Temporal>> start = event.getProperty(Property.DTSTART);
    List<Property> rules = event.getProperties(Property.RRULE);
    if (start.isEmpty() || rules.isEmpty()) {
      return 1;
    }
    checkRules(event, name(event));
    try {
      Recur<?> recur = ((RRule<?>) rules.getFirst()).getRecur();
      long years = Math.max(1, until.getYear() - local(start.get().getDate()).getYear() + 1L);
      long periods =
          switch (recur.getFrequency()) {
            case YEARLY -> 1;
            case MONTHLY -> 12;
            case WEEKLY -> 53;
            default -> 366;
          };
      return years * periods * datesOfAPeriod(recur);
    } catch (DateTimeException e) {
      throw new UnreadableCalendar(
          "The event “" + name(event) + "” cannot be read: " + reason(e) + ".");
    }
  }

  private static long datesOfAPeriod(Recur<?> recur) {
    long dates = 1;
    for (List<?> each :
        List.of(
            recur.getMonthList(),
            recur.getWeekNoList(),
            recur.getYearDayList(),
            recur.getMonthDayList(),
            recur.getDayList())) {
      dates *= Math.max(1, each.size());
      if (dates > DATES_OF_A_PERIOD_MAX) {
        return dates;
      }
    }
    return dates;
  }

  /** Rules that say more than days could go on for a very long time. */
  private static void checkRules(VEvent event, String name) throws UnreadableCalendar {
    List<Property> rules = event.getProperties(Property.RRULE);
    if (rules.size() > 1) {
      throw new UnreadableCalendar("The event “" + name + "” recurs by more than one rule.");
    }
    for (Property rule : rules) {
      Recur<?> recur = ((RRule<?>) rule).getRecur();
      boolean byTime =
          !recur.getHourList().isEmpty()
              || !recur.getMinuteList().isEmpty()
              || !recur.getSecondList().isEmpty();
      if (byTime || !FREQUENCIES.contains(recur.getFrequency())) {
        throw new UnreadableCalendar(
            "The event “" + name + "” recurs within a day; holidays recur by days or longer.");
      }
      if (datesOfAPeriod(recur) > DATES_OF_A_PERIOD_MAX
          || recur.getSetPosList().size() > DATES_OF_A_PERIOD_MAX) {
        throw new UnreadableCalendar("The event “" + name + "” recurs on too many days.");
      }
    }
  }

  /** The span in the same sort of time as the event's: days are asked for by days. */
  private Period<? extends Temporal> span(Temporal like) {
    // An event that began before and lasts into the span counts.
    LocalDateTime begin = from.minusDays(31).atStartOfDay();
    LocalDateTime end = until.atStartOfDay();
    return switch (like) {
      case LocalDate d -> new Period<>(begin.toLocalDate(), until);
      case LocalDateTime t -> new Period<>(begin, end);
      case Instant t -> new Period<>(begin.atZone(zone).toInstant(), end.atZone(zone).toInstant());
      case ZonedDateTime t -> new Period<>(begin.atZone(zone), end.atZone(zone));
      default ->
          new Period<>(begin.atZone(zone).toOffsetDateTime(), end.atZone(zone).toOffsetDateTime());
    };
  }

  private LocalDateTime local(Temporal time) {
    return switch (time) {
      case LocalDate day -> day.atStartOfDay();
      case LocalDateTime floating -> floating;
      default -> LocalDateTime.ofInstant(Instant.from(time), zone);
    };
  }

  private static boolean isCancelled(VEvent event) {
    return value(event, Property.STATUS).equalsIgnoreCase("CANCELLED");
  }

  private static String uid(VEvent event) {
    return value(event, Property.UID);
  }

  private static String name(VEvent event) {
    String summary = value(event, Property.SUMMARY).replaceAll("\\s+", " ").strip();
    return summary.length() > NAME_MAX ? summary.substring(0, NAME_MAX) : summary;
  }

  private static String value(VEvent event, String name) {
    Optional<Property> property = event.getProperty(name);
    String value = property.map(Property::getValue).orElse("");
    return value == null ? "" : value;
  }

  /** In one line, without a dot at its end. */
  private static String reason(Exception e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    String text =
        message == null ? deepest.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
    String shorter = text.length() > 200 ? text.substring(0, 200) : text;
    return shorter.endsWith(".") ? shorter.substring(0, shorter.length() - 1) : shorter;
  }
}
