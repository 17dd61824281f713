package org.belfry.pbx.routing.cpl;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the attributes of a {@code time} (RFC 3880 §4.4). */
final class RecurrenceReader {
  /** All attributes that a time may have. */
  static final Set<String> ATTRIBUTES =
      Set.of(
          "dtstart",
          "dtend",
          "duration",
          "freq",
          "interval",
          "until",
          "count",
          "bysecond",
          "byminute",
          "byhour",
          "byday",
          "bymonthday",
          "byyearday",
          "byweekno",
          "bymonth",
          "wkst",
          "bysetpos");

  private static final Pattern LENGTH =
      Pattern.compile(
          "\\+?P(?:(\\d{1,5})W|(?:(\\d{1,5})D)?"
              + "(?:T(?:(\\d{1,7})H)?(?:(\\d{1,7})M)?(?:(\\d{1,8})S)?)?)");

  private static final Pattern DAY = Pattern.compile("([+-]?\\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)");

  private static final Map<String, DayOfWeek> DAYS =
      Map.of(
          "MO", DayOfWeek.MONDAY,
          "TU", DayOfWeek.TUESDAY,
          "WE", DayOfWeek.WEDNESDAY,
          "TH", DayOfWeek.THURSDAY,
          "FR", DayOfWeek.FRIDAY,
          "SA", DayOfWeek.SATURDAY,
          "SU", DayOfWeek.SUNDAY);

  private static final Duration ONCE_AT_MOST = Duration.ofDays(36_600);

  private final XmlElement element;
  private final Steps steps;

  private RecurrenceReader(XmlElement element, Steps steps) {
    this.element = element;
    this.steps = steps;
  }

  /** Something is wrong with one attribute. */
  static final class Wrong extends Exception {
    private final @Nullable String attribute;

    Wrong(@Nullable String attribute, String sentence) {
      super(sentence);
      this.attribute = attribute;
    }

    @Nullable String attribute() {
      return attribute;
    }

    String sentence() {
      return String.valueOf(getMessage());
    }
  }

  /** A time as iCalendar writes it. */
  private record Moment(LocalDateTime time, boolean utc) {}

  /**
   * @param steps for counting; one allowance for the whole script
   */
  static Recurrence read(XmlElement element, Steps steps) throws Wrong {
    return new RecurrenceReader(element, steps).read();
  }

  private Recurrence read() throws Wrong {
    Moment start = moment("dtstart");
    Recurrence.Length length = length(start);
    String freq = element.attribute("freq");
    if (freq == null) {
      for (String attribute : element.attributes().keySet()) {
        if (!Set.of("dtstart", "dtend", "duration").contains(attribute)) {
          throw new Wrong(attribute, attribute + " means nothing without freq.");
        }
      }
      if (length.about().compareTo(ONCE_AT_MOST) > 0) {
        throw new Wrong(null, "A time lasts at most 100 years.");
      }
      return new Recurrence(start.time, start.utc, length, null);
    }
    return repeated(start, length, frequency(freq));
  }

  private Recurrence repeated(Moment start, Recurrence.Length length, Frequency frequency)
      throws Wrong {
    Duration longest =
        frequency.compareTo(Frequency.MINUTELY) <= 0
            ? CplLimits.SHORT_OCCURRENCE
            : CplLimits.OCCURRENCE;
    if (length.about().compareTo(longest) > 0) {
      throw new Wrong(
          null,
          "A time that repeats " + text(frequency) + " lasts at most " + longest.toDays() + " d.");
    }
    DayRule days =
        new DayRule(
            frequency,
            start.time.toLocalDate(),
            number("interval", 1, Integer.MAX_VALUE, 1),
            weekStart(),
            Set.copyOf(list("bymonth", 1, 12, false)),
            Set.copyOf(list("byweekno", 1, 53, true)),
            Set.copyOf(list("byyearday", 1, 366, true)),
            Set.copyOf(list("bymonthday", 1, 31, true)),
            days());
    TimeRule times =
        new TimeRule(
            days,
            start.time,
            bits("byhour", 23),
            bits("byminute", 59),
            bits("bysecond", 59),
            list("bysetpos", 1, 366, true));
    String until = element.attribute("until");
    if (until != null && element.attribute("count") != null) {
      throw new Wrong("count", "A time has an until or a count, not both.");
    }
    Recurrence endless =
        new Recurrence(start.time, start.utc, length, rule(days, times, until, start.utc));
    return element.attribute("count") == null ? endless : counted(endless);
  }

  private Recurrence counted(Recurrence endless) throws Wrong {
    int count = (int) number("count", 1, Integer.MAX_VALUE, 1);
    if (count > CplLimits.COUNT) {
      throw new Wrong("count", "A count is at most " + CplLimits.COUNT + "; use until instead.");
    }
    Recurrence counted = endless.counted(count, steps);
    if (counted == null) {
      throw new Wrong("count", "It never happens that often in reasonable time; use until.");
    }
    return counted;
  }

  private Recurrence.Rule rule(DayRule days, TimeRule times, @Nullable String until, boolean utc)
      throws Wrong {
    if (until == null) {
      return new Recurrence.Rule(days, times, null, null);
    }
    if (until.length() == 8) {
      // A date: occurrences may begin on that day, too.
      return new Recurrence.Rule(days, times, date("until", until).atTime(23, 59, 59), null);
    }
    Moment end = moment("until");
    Instant instant = end.utc && !utc ? end.time.toInstant(ZoneOffset.UTC) : null;
    return new Recurrence.Rule(days, times, instant == null ? end.time : null, instant);
  }

  private Frequency frequency(String freq) throws Wrong {
    for (Frequency f : Frequency.values()) {
      if (text(f).equalsIgnoreCase(freq)) {
        return f;
      }
    }
    throw new Wrong(
        "freq",
        "freq is secondly, minutely, hourly, daily, weekly, monthly or yearly, not \""
            + Words.shown(freq)
            + "\".");
  }

  private static String text(Frequency frequency) {
    return frequency.name().toLowerCase(Locale.ROOT);
  }

  private Moment moment(String attribute) throws Wrong {
    String text = element.attribute(attribute);
    if (text == null) {
      throw new Wrong(null, "A time needs " + attribute + ".");
    }
    String upper = text.toUpperCase(Locale.ROOT);
    boolean utc = upper.endsWith("Z");
    String local = utc ? upper.substring(0, upper.length() - 1) : upper;
    if (local.matches("\\d{8}T\\d{6}")) {
      try {
        LocalDate day = LocalDate.parse(local.substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE);
        return new Moment(
            day.atTime(
                Integer.parseInt(local.substring(9, 11)),
                Integer.parseInt(local.substring(11, 13)),
                Integer.parseInt(local.substring(13, 15))),
            utc);
      } catch (DateTimeException e) {
        throw new Wrong(attribute, "There is no time \"" + text + "\".");
      }
    }
    throw new Wrong(
        attribute, attribute + " is written like 20261224T180000, or with a Z behind it for UTC.");
  }

  private static LocalDate date(String attribute, String text) throws Wrong {
    try {
      return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
    } catch (DateTimeException e) {
      throw new Wrong(attribute, "There is no day \"" + Words.shown(text) + "\".");
    }
  }

  private Recurrence.Length length(Moment start) throws Wrong {
    String duration = element.attribute("duration");
    boolean ends = element.attribute("dtend") != null;
    if (ends == (duration != null)) {
      throw new Wrong(null, "A time has either a dtend or a duration.");
    }
    if (duration != null) {
      return length(duration);
    }
    Moment end = moment("dtend");
    if (end.utc != start.utc) {
      throw new Wrong("dtend", "dtstart and dtend are either both UTC or both local.");
    }
    Duration length = Duration.between(start.time, end.time);
    if (length.isNegative() || length.isZero()) {
      throw new Wrong("dtend", "dtend must be after dtstart.");
    }
    return new Recurrence.Length(true, length.toDays(), length.minusDays(length.toDays()));
  }

  private static Recurrence.Length length(String text) throws Wrong {
    Matcher m = LENGTH.matcher(text.toUpperCase(Locale.ROOT));
    if (!m.matches()) {
      throw new Wrong("duration", "A duration is written like PT8H, PT1H30M or P1D.");
    }
    long days = 7 * part(m, 1) + part(m, 2);
    Duration rest = Duration.ofHours(part(m, 3)).plusMinutes(part(m, 4)).plusSeconds(part(m, 5));
    if (days == 0 && rest.isZero()) {
      throw new Wrong("duration", "A duration is longer than nothing.");
    }
    return new Recurrence.Length(false, days, rest);
  }

  private static long part(Matcher m, int group) {
    String digits = m.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private long number(String attribute, long least, long most, long otherwise) throws Wrong {
    String text = element.attribute(attribute);
    return text == null ? otherwise : Words.number(attribute, text, least, most);
  }

  private DayOfWeek weekStart() throws Wrong {
    String text = element.attribute("wkst");
    if (text == null) {
      return DayOfWeek.MONDAY;
    }
    DayOfWeek day = DAYS.get(text.toUpperCase(Locale.ROOT));
    if (day == null) {
      throw new Wrong("wkst", "wkst is one of MO, TU, WE, TH, FR, SA, SU.");
    }
    return day;
  }

  private List<DayRule.Day> days() throws Wrong {
    List<DayRule.Day> days = new ArrayList<>();
    for (String item : items("byday")) {
      Matcher m = DAY.matcher(item.toUpperCase(Locale.ROOT));
      int nth = m.matches() && m.group(1) != null ? Integer.parseInt(m.group(1)) : 0;
      DayOfWeek day = m.matches() ? DAYS.get(m.group(2)) : null;
      if (day == null || Math.abs(nth) > 53 || (nth == 0 && m.group(1) != null)) {
        throw new Wrong("byday", "byday lists days like MO, 1MO or -1SU.");
      }
      days.add(new DayRule.Day(nth, day));
    }
    return days;
  }

  private BitSet bits(String attribute, int most) throws Wrong {
    BitSet bits = new BitSet();
    list(attribute, 0, most, false).forEach(bits::set);
    return bits;
  }

  private List<Integer> list(String attribute, int least, int most, boolean negative) throws Wrong {
    List<Integer> numbers = new ArrayList<>();
    for (String item : items(attribute)) {
      boolean minus = negative && item.startsWith("-");
      String digits = minus || (negative && item.startsWith("+")) ? item.substring(1) : item;
      int number = (int) Words.number(attribute, digits, least, most);
      Integer value = minus ? -number : number;
      if (!numbers.contains(value)) {
        numbers.add(value);
      }
    }
    return numbers;
  }

  private List<String> items(String attribute) throws Wrong {
    String text = element.attribute(attribute);
    if (text == null) {
      return List.of();
    }
    List<String> items = new ArrayList<>();
    for (String item : text.split(",", CplLimits.LIST + 1)) {
      items.add(item.strip());
    }
    if (items.size() > CplLimits.LIST) {
      throw new Wrong(attribute, "A list has at most " + CplLimits.LIST + " values.");
    }
    return items;
  }
}
