package org.belfry.appliance.dialplan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.NumberPattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a command, which comes from JSON: whatever its types say, anything may be
 * null. Collects every problem, so that people see all of them at once.
 */
final class Fields {
  private static final Pattern OUTSIDE = Pattern.compile("\\+[1-9][0-9]{5,14}");
  private static final Pattern OUTSIDE_PATTERN = Pattern.compile("\\+?[0-9X]{0,20}\\*?");
  private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9._+-]{1,32}");
  private static final Pattern DIALLED = Pattern.compile("[A-Za-z0-9._+*#-]{1,64}");
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  /** Shorter digits, without the prefix of national numbers, may be something of the site's own. */
  private static final int SURELY_OUTSIDE = 10;

  private final List<FieldProblem> problems = new ArrayList<>();
  private final UnaryOperator<String> inFull;

  Fields() {
    this(UnaryOperator.identity());
  }

  /**
   * @param inFull makes a number of the telephone network, as it is written here, a full one
   */
  Fields(UnaryOperator<String> inFull) {
    this.inFull = inFull;
  }

  void problem(String field, String message) {
    problems.add(new FieldProblem(field, message));
  }

  /**
   * @throws InvalidCommand when there was any problem
   */
  void refuse() {
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
  }

  /** Null for a text that is missing or blank. */
  @Nullable String optional(String field, @Nullable String value, int lengthMax) {
    String text = value == null ? "" : value.strip();
    if (text.length() > lengthMax) {
      problem(field, "must have 1 to " + lengthMax + " characters");
    } else if (text.chars().anyMatch(Character::isISOControl)) {
      problem(field, "must not contain control characters");
    }
    return text.isEmpty() ? null : text;
  }

  String needed(String field, @Nullable String value, int lengthMax) {
    String text = optional(field, value, lengthMax);
    if (text == null) {
      problem(field, "required");
    }
    return text == null ? "" : text;
  }

  int range(String field, @Nullable Integer value, int usual, int min, int max) {
    int number = value == null ? usual : value;
    if (number < min || number > max) {
      problem(field, "must be between " + min + " and " + max);
    }
    return number;
  }

  /**
   * @param each reads one entry; the field it is given carries the position
   */
  <T, R> List<R> list(
      String field,
      @Nullable Collection<T> values,
      int max,
      BiFunction<String, T, @Nullable R> each) {
    List<R> read = new ArrayList<>();
    if (values == null) {
      return read;
    }
    if (values.size() > max) {
      problem(field, "must have at most " + max + " entries");
      return read;
    }
    int i = 0;
    for (T value : values) {
      String at = field + "[" + i++ + "]";
      R one = value == null ? null : each.apply(at, value);
      if (value == null) {
        problem(at, "required");
      }
      if (one != null) {
        read.add(one);
      }
    }
    return read;
  }

  /** As {@link #list}, in which nothing may stand twice. */
  <T> List<String> distinct(
      String field, @Nullable Collection<T> values, int max, BiFunction<String, T, String> each) {
    Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    return list(
        field,
        values,
        max,
        (at, value) -> {
          String text = each.apply(at, value);
          if (!text.isEmpty() && !seen.add(text)) {
            problem(at, "listed twice");
          }
          return text;
        });
  }

  /** A number or name of ours, as an extension. */
  String number(String field, @Nullable String value) {
    return matching(field, value, NUMBER, "must have 1 to 32 letters, digits or . _ - +");
  }

  /** Anything that a phone can dial, without the blanks people put into numbers. */
  String dialled(String field, @Nullable String value) {
    String text = value == null ? "" : value.replaceAll("[ ()/]", "");
    return matching(field, text, DIALLED, "enter a number that can be dialled");
  }

  /** An outside number in full, or null. */
  @Nullable String outside(String field, @Nullable String value) {
    String text = value == null ? "" : value.replaceAll("[ ()/.-]", "");
    return text.isEmpty()
        ? null
        : matching(
            field,
            inFull.apply(text),
            OUTSIDE,
            "must be in international format, such as +493012345678");
  }

  String outsidePattern(String field, @Nullable String value) {
    String text = value == null ? "" : value.replaceAll("[ ()/.-]", "");
    return matching(
        field,
        surelyOutside(text),
        OUTSIDE_PATTERN,
        "must be + and digits; X matches any digit, * at the end matches anything");
  }

  String callerPattern(String field, @Nullable String value) {
    String text = needed(field, value, 64);
    if (!text.isEmpty() && text.length() <= 64) {
      try {
        return new NumberPattern(surelyOutside(text)).text();
      } catch (IllegalArgumentException e) {
        problem(field, "must have 1 to 64 characters; X matches any digit, * only at the end");
      }
    }
    return text;
  }

  /** A number of the telephone network in full; anything else as it is. */
  private String surelyOutside(String text) {
    String digits = text.replaceAll("[ ()/.-]", "");
    boolean outside =
        digits.matches("[0-9X]{7,}")
            && (digits.startsWith("0") || digits.length() >= SURELY_OUTSIDE);
    return outside ? inFull.apply(digits) : text;
  }

  /** The text form of a destination, or null. */
  @Nullable String destination(String field, @Nullable String value) {
    String text = optional(field, value, 160);
    if (text == null) {
      return null;
    }
    try {
      Destination destination = Destination.parse(text);
      if (destination instanceof Destination.Dial dial) {
        return new Destination.Dial(dialled(field, dial.number())).text();
      }
      return destination.text();
    } catch (IllegalArgumentException e) {
      problem(
          field,
          "must be a destination, such as dial:1001, voicemail:1001, app:attendant:day or"
              + " refuse:busy");
      return text;
    }
  }

  List<String> countries(String field, @Nullable Collection<String> values) {
    return distinct(field, values, COUNTRIES.size(), this::country);
  }

  String country(String field, @Nullable String value) {
    String text = value == null ? "" : value.strip().toUpperCase(Locale.ROOT);
    if (!COUNTRIES.contains(text)) {
      problem(field, "must be a two-letter country code (ISO 3166)");
    }
    return text;
  }

  String matching(String field, @Nullable String value, Pattern pattern, String message) {
    String text = value == null ? "" : value.strip();
    if (text.isEmpty()) {
      problem(field, "required");
    } else if (!pattern.matcher(text).matches()) {
      problem(field, message);
    }
    return text;
  }

  static Duration seconds(@Nullable Integer stored) {
    return Duration.ofSeconds(Objects.requireNonNull(stored));
  }

  static <T> List<T> orEmpty(@Nullable List<T> stored) {
    return stored == null ? List.of() : stored;
  }

  static <T> Set<T> orEmpty(@Nullable Set<T> stored) {
    return stored == null ? Set.of() : stored;
  }
}
