package org.belfry.pbx.routing.cpl;

import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.routing.Script;
import org.jspecify.annotations.Nullable;

/** The condition of one case of a switch (RFC 3880 §4). */
sealed interface CplTest {

  boolean holds(Asked asked);

  /** How an explanation names it. */
  String text();

  /** What a condition is asked about. */
  record Asked(Script.Call call, Instant now, ZoneId zone, Steps steps) {}

  /** What the switch looks at is not there. */
  record NotPresent(Subject subject) implements CplTest {
    @Override
    public boolean holds(Asked asked) {
      return !subject.present(asked.call());
    }

    @Override
    public String text() {
      return "not-present";
    }
  }

  /** Something of a call that may be missing. */
  interface Subject {
    boolean present(Script.Call call);
  }

  record Otherwise() implements CplTest {
    @Override
    public boolean holds(Asked asked) {
      return true;
    }

    @Override
    public String text() {
      return "otherwise";
    }
  }

  /** §4.1 */
  record OfAddress(AddressPart part, AddressPart.Match match, String value) implements CplTest {
    @Override
    public boolean holds(Asked asked) {
      return part.matches(asked.call(), match, value);
    }

    @Override
    public String text() {
      return match.attribute() + "=\"" + value + "\"";
    }
  }

  /** Fields of the string-switch (§4.2). */
  enum Text implements Subject {
    SUBJECT,
    ORGANIZATION,
    USER_AGENT,
    /** Only H.323 has it. */
    DISPLAY;

    @Nullable String of(Script.Call call) {
      return switch (this) {
        case SUBJECT -> call.subject();
        case ORGANIZATION -> call.organization();
        case USER_AGENT -> call.userAgent();
        case DISPLAY -> null;
      };
    }

    @Override
    public boolean present(Script.Call call) {
      return of(call) != null;
    }
  }

  /**
   * §4.2
   *
   * @param value folded
   */
  record OfText(Text field, boolean whole, String value) implements CplTest {
    @Override
    public boolean holds(Asked asked) {
      String text = field.of(asked.call());
      if (text == null) {
        return false;
      }
      String folded = folded(text);
      return whole ? folded.equals(value) : folded.contains(value);
    }

    @Override
    public String text() {
      return (whole ? "is" : "contains") + "=\"" + value + "\"";
    }
  }

  /** §4.2: case does not count, nor does how a character is composed. */
  static String folded(String text) {
    return Normalizer.normalize(text.strip(), Normalizer.Form.NFKC)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }

  /** The caller's languages (§4.3). */
  record Languages() implements Subject {
    @Override
    public boolean present(Script.Call call) {
      return !call.languages().isEmpty();
    }
  }

  /**
   * §4.3
   *
   * @param tag in lower case
   */
  record OfLanguage(String tag) implements CplTest {
    @Override
    public boolean holds(Asked asked) {
      for (String value : asked.call().languages()) {
        int semicolon = value.indexOf(';');
        String range = (semicolon < 0 ? value : value.substring(0, semicolon)).strip();
        if (semicolon >= 0 && unwanted(value.substring(semicolon + 1))) {
          continue;
        }
        // Who speaks es-MX is well served by es, and who asks for any es also by es-MX.
        String spoken = range.toLowerCase(Locale.ROOT);
        if (covers(spoken, tag) || covers(tag, spoken)) {
          return true;
        }
      }
      return false;
    }

    private static boolean covers(String range, String tag) {
      return tag.startsWith(range)
          && !range.isEmpty()
          && (tag.length() == range.length() || tag.charAt(range.length()) == '-');
    }

    /** A q of 0 says "not this one". */
    private static boolean unwanted(String parameters) {
      for (String parameter : List.of(parameters.split(";", 8))) {
        String p = parameter.strip().replace(" ", "");
        if (p.matches("[qQ]=0(\\.0{0,3})?")) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String text() {
      return "matches=\"" + tag + "\"";
    }
  }

  /** §4.4 */
  record OfTime(Recurrence when, @Nullable ZoneId zone) implements CplTest {
    @Override
    public boolean holds(Asked asked) {
      return when.holds(asked.now(), zone == null ? asked.zone() : zone, asked.steps());
    }

    @Override
    public String text() {
      return "time";
    }
  }

  /** How priorities are compared (§4.5). */
  enum Compare {
    LESS,
    GREATER,
    EQUAL
  }

  /** §4.5 */
  record OfPriority(Compare how, String value) implements CplTest {
    private static final List<String> LEVELS =
        List.of("non-urgent", "normal", "urgent", "emergency");

    /** Whether there is an order in it: others can only be equal. */
    static boolean known(String value) {
      return LEVELS.contains(value.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean holds(Asked asked) {
      String given = asked.call().priority();
      String priority = given == null ? "normal" : given.strip();
      return switch (how) {
        case LESS -> level(priority) < level(value);
        case GREATER -> level(priority) > level(value);
        case EQUAL -> priority.equalsIgnoreCase(value);
      };
    }

    /** What nobody knows counts as normal (RFC 3261 §20.26). */
    private static int level(String priority) {
      int level = LEVELS.indexOf(priority.toLowerCase(Locale.ROOT));
      return level < 0 ? 1 : level;
    }

    @Override
    public String text() {
      return how.name().toLowerCase(Locale.ROOT) + "=\"" + value + "\"";
    }
  }
}
