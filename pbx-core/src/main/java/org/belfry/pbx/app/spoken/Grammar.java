package org.belfry.pbx.app.spoken;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.belfry.pbx.app.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of a language: which recorded words say a number, a date, a time. The words are those
 * of the language's pack ({@code prompts/<language>/phrases.txt}): {@code n0} to {@code n99},
 * {@code o1} for "first", {@code month11}, {@code day1} for Monday.
 */
public abstract sealed class Grammar permits EnglishGrammar, GermanGrammar {
  static final long MAX = 999_999_999_999_999L;
  private static final int ORDINAL_MAX = 9999;

  private static final Set<String> GERMAN = Set.of("DE", "AT", "CH", "LI");

  /** Days that are called by their weekday alone. */
  private static final int WEEKDAYS = 6;

  /**
   * The grammar of this language; one that we do not know is spoken like English.
   *
   * @param language BCP 47
   */
  public static Grammar of(String language) {
    return primary(language).equals("de") ? new GermanGrammar() : new EnglishGrammar();
  }

  /** {@code de} of {@code de-AT}. */
  public static String primary(String language) {
    int end = 0;
    while (end < language.length() && Character.isLetter(language.charAt(end))) {
      end++;
    }
    return language.substring(0, end).toLowerCase(Locale.ROOT);
  }

  /** What most people speak in a country, of the languages whose packs come with us. */
  public static String languageOf(String country) {
    return GERMAN.contains(country) ? "de" : "en";
  }

  /**
   * The words that say this, in order; null when it is no matter of words: a tone, a file, text.
   */
  public final @Nullable List<String> words(Prompt prompt) {
    List<String> words = new ArrayList<>();
    switch (prompt) {
      case Prompt.Phrase phrase -> words.add(phrase.name());
      case Prompt.Cardinal number -> signed(number.value(), words);
      case Prompt.Digits digits -> digits(digits.digits(), words);
      case Prompt.Ordinal ordinal -> ordinal(Math.clamp(ordinal.value(), 1, ORDINAL_MAX), words);
      case Prompt.Date date -> date(date.date(), words);
      case Prompt.Time time -> time(time.time(), words);
      case Prompt.DayAndTime moment -> moment(moment.at(), moment.today(), words);
      case Prompt.Length length -> length(length.length(), words);
      case Prompt.Text text -> {
        return null;
      }
      case Prompt.Sound sound -> {
        return null;
      }
      case Prompt.Tone tone -> {
        return null;
      }
      case Prompt.Silence silence -> {
        return null;
      }
      case Prompt.Music music -> {
        return null;
      }
    }
    return words;
  }

  /** 0 to {@link #MAX}. */
  abstract void number(long value, List<String> words);

  /** 1 to 9999. */
  abstract void ordinal(int value, List<String> words);

  /** Day and month, and the year if that is wanted. */
  abstract void date(LocalDate date, boolean year, List<String> words);

  abstract void time(LocalTime time, List<String> words);

  /** How many there are of something: {@code second}, {@code minute}, {@code hour}, {@code day}. */
  abstract void count(long how, String unit, List<String> words);

  private void signed(long value, List<String> words) {
    if (value < 0) {
      words.add("minus");
    }
    number(Math.min(MAX, Math.abs(Math.max(value, -MAX))), words);
  }

  private static void digits(String digits, List<String> words) {
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c >= '0' && c <= '9') {
        words.add("n" + c);
      } else if (c == '*' || c == '#') {
        words.add(c == '*' ? "star" : "hash");
      }
    }
  }

  private void date(LocalDate date, List<String> words) {
    date(date, true, words);
  }

  private void moment(LocalDateTime at, LocalDate today, List<String> words) {
    LocalDate day = at.toLocalDate();
    long ago = ChronoUnit.DAYS.between(day, today);
    if (ago == 0) {
      words.add("today");
    } else if (ago == 1) {
      words.add("yesterday");
    } else {
      words.add("on");
      if (ago > 1 && ago <= WEEKDAYS) {
        words.add("day" + day.getDayOfWeek().getValue());
      } else {
        date(day, day.getYear() != today.getYear(), words);
      }
    }
    words.add("at-time");
    time(at.toLocalTime(), words);
  }

  /** The two largest units of days, hours, minutes and seconds. */
  private void length(Duration length, List<String> words) {
    Duration d = length.isNegative() ? Duration.ZERO : length;
    long[] parts = {d.toDays(), d.toHoursPart(), d.toMinutesPart(), d.toSecondsPart()};
    String[] units = {"day", "hour", "minute", "second"};
    int first = 0;
    while (first < parts.length - 1 && parts[first] == 0) {
      first++;
    }
    count(parts[first], units[first], words);
    if (first + 1 < parts.length && parts[first + 1] > 0) {
      words.add("and");
      count(parts[first + 1], units[first + 1], words);
    }
  }
}
