package org.belfry.webui.schedules;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.ScheduleAdmin;
import org.belfry.pbx.admin.ScheduleAdmin.Closed;

/** Hours and holidays as people write them. */
final class Hours {
  private Hours() {}

  /** {@code Mon–Fri 08:00–17:30, Sat 09:00–12:00}. */
  static String words(List<ScheduleAdmin.Hours> hours, Locale language) {
    return hours.stream()
        .map(h -> days(h.days(), language) + " " + h.from() + "–" + end(h.until()))
        .collect(Collectors.joining(", "));
  }

  private static String end(String until) {
    return until.equals("00:00") ? "24:00" : until;
  }

  /** Three days or more that follow each other are written from the first to the last. */
  static String days(Set<DayOfWeek> days, Locale language) {
    List<String> parts = new ArrayList<>();
    for (int day = 1; day <= 7; day++) {
      int last = day;
      while (last <= 7 && days.contains(DayOfWeek.of(last))) {
        last++;
      }
      if (last - day >= 3) {
        parts.add(name(day, language) + "–" + name(last - 1, language));
        day = last;
      } else if (last > day) {
        parts.add(name(day, language));
      }
    }
    return String.join(", ", parts);
  }

  static String name(int day, Locale language) {
    return DayOfWeek.of(day).getDisplayName(TextStyle.SHORT_STANDALONE, language);
  }

  /** {@code 24 Dec 2026}, {@code 24–26 Dec 2026}, with times when it is not whole days. */
  static String when(Closed closed, Locale language) {
    String first = moment(closed.from(), language);
    return closed.until() == null ? first : first + " – " + moment(closed.until(), language);
  }

  private static String moment(String text, Locale language) {
    try {
      return text.indexOf('T') < 0
          ? DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
              .withLocale(language)
              .format(LocalDate.parse(text))
          : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
              .withLocale(language)
              .format(LocalDateTime.parse(text));
    } catch (DateTimeException unreadable) {
      return text;
    }
  }

  /** Those that are not over on this day, the next one first. */
  static List<Closed> coming(List<Closed> closed, LocalDate today) {
    return closed.stream()
        .filter(c -> !lastDay(c).isBefore(today))
        .sorted(Comparator.comparing(Closed::from))
        .toList();
  }

  private static LocalDate lastDay(Closed closed) {
    String last = closed.until() == null ? closed.from() : closed.until();
    return LocalDate.parse(last.substring(0, 10));
  }

  /** Minutes since midnight. */
  static int minutes(String time) {
    return LocalTime.parse(time).toSecondOfDay() / 60;
  }
}
