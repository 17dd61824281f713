package org.belfry.pbx.routing.cpl;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.CallRule.Action;
import org.belfry.pbx.directory.CallRule.On;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.Schedule;

/**
 * A user's rules as a script (RFC 3880). Every rule is a subaction that leads to the next one, from
 * the last to the first, because they must be written before they are used.
 */
public final class CplExport {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

  /** A Monday to begin every week with. */
  private static final LocalDate MONDAY = LocalDate.of(2000, 1, 3);

  private final CallSettings settings;
  private final String domain;
  private final Map<String, Schedule> schedules;
  private final Instant now;
  private final StringBuilder subactions = new StringBuilder();
  private final List<String> leftOut = new ArrayList<>();

  private CplExport(
      CallSettings settings, String domain, Map<String, Schedule> schedules, Instant now) {
    this.settings = settings;
    this.domain = domain;
    this.schedules = schedules;
    this.now = now;
  }

  /**
   * @param text the script
   * @param leftOut what the language has no words for, as sentences
   */
  public record Exported(String text, List<String> leftOut) {
    public Exported {
      leftOut = List.copyOf(leftOut);
    }
  }

  /**
   * @param extension of the settings' owner
   * @param schedules by name
   * @param now a night switch that is on is written as it is at this moment
   */
  public static Exported of(
      CallSettings settings,
      String extension,
      String domain,
      Map<String, Schedule> schedules,
      Instant now) {
    return new CplExport(settings, domain, schedules, now).export(extension);
  }

  /** A schedule as a time-switch, or one of the two when its night switch is on for good. */
  static String schedule(Schedule schedule, Instant now, String open, String closed) {
    return new CplExport(CallSettings.DEFAULT, "", Map.of(), now).time(schedule, open, closed);
  }

  private Exported export(String extension) {
    if (settings.callLimit() > 0) {
      leftOut.add("A script does not know how many calls there are.");
    }
    String last = "";
    if (settings.mailbox()) {
      last = named("mailbox", proxy(new Destination.Mailbox(extension), ""));
    }
    boolean away = settings.doNotDisturb();
    String busyEnd = away && last.isEmpty() ? "<reject status=\"busy\"/>" : last;
    String busy = chain(On.BUSY, busyEnd, last, "");
    String rings = "";
    if (!away) {
      String noAnswer = chain(On.NO_ANSWER, last, last, "");
      String unreachable = chain(On.UNREACHABLE, last, last, "");
      rings =
          output("busy", busy)
              + output("noanswer", noAnswer)
              + output("failure", unreachable)
              + output("redirection", last);
    }
    String usual = away ? busy : named("ring", phones(settings.ringTime().toSeconds(), rings));
    String first = chain(On.CALL, usual, last, away ? busy : rings);
    return new Exported(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<cpl xmlns=\""
            + CplGrammar.NAMESPACE
            + "\">\n"
            + subactions
            + "  <incoming>"
            + screened(first)
            + "</incoming>\n</cpl>\n",
        leftOut);
  }

  private String screened(String first) {
    String reject = "<reject status=\"reject\"/>";
    String then = first;
    if (!settings.allowed().isEmpty()) {
      String others = numbers(settings.allowed(), first, reject);
      then = inside(first, others);
    }
    return settings.blocked().isEmpty() ? then : numbers(settings.blocked(), reject, then);
  }

  /**
   * The rules for one event.
   *
   * @param otherwise when none fits
   * @param last what is done when a search has found nobody
   * @param outputs of the phones when they ring because of a rule
   */
  private String chain(On event, String otherwise, String last, String outputs) {
    List<CallRule> rules = settings.rules().stream().filter(r -> r.on() == event).toList();
    String next = otherwise;
    for (int i = rules.size() - 1; i >= 0; i--) {
      String name = event.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + (i + 1);
      String action = action(event, rules.get(i).action(), last, outputs);
      String done = named(name + "-then", action);
      next = named(name, condition(rules.get(i), done, next));
    }
    return next;
  }

  private String action(On event, Action action, String last, String outputs) {
    boolean away = event == On.CALL && settings.doNotDisturb();
    return switch (action) {
      case Action.Forward forward -> proxy(forward.to(), "");
      case Action.Follow follow when away -> outputs;
      case Action.RingPhones ring when away -> outputs;
      case Action.RingPhones ring -> {
        if (ring.ringTone() != null) {
          leftOut.add("A script cannot choose the ring tone " + ring.ringTone() + ".");
        }
        long time = (ring.time() == null ? settings.ringTime() : ring.time()).toSeconds();
        yield phones(time, event == On.CALL ? outputs : output("default", last));
      }
      case Action.Follow follow -> follow(follow.steps(), last);
    };
  }

  private String follow(List<Action.Step> steps, String last) {
    String next = last;
    for (Action.Step step : steps.reversed()) {
      if (step.confirm()) {
        leftOut.add("A script cannot ask who answers to press 1.");
      }
      StringBuilder text = new StringBuilder();
      for (String number : step.numbers()) {
        text.append("<location url=\"").append(address(new Destination.Dial(number)));
        text.append(text.indexOf("clear") < 0 ? "\" clear=\"yes\">" : "\">");
      }
      text.append("<proxy timeout=\"").append(step.time().toSeconds()).append("\">");
      text.append(output("default", next)).append("</proxy>");
      text.append("</location>".repeat(step.numbers().size()));
      next = named("step-" + subactions.length(), text.toString());
    }
    return next;
  }

  private String condition(CallRule rule, String then, String otherwise) {
    String timed = then;
    if (rule.schedule() != null) {
      Schedule schedule = schedules.get(rule.schedule());
      if (schedule == null) {
        timed = rule.whileOpen() ? then : otherwise; // one that is missing counts as open
      } else {
        timed =
            rule.whileOpen() ? time(schedule, then, otherwise) : time(schedule, otherwise, then);
      }
    }
    return switch (rule.from()) {
      case ANYBODY -> timed;
      case INSIDE -> inside(timed, otherwise);
      case OUTSIDE -> inside(otherwise, timed);
      case ANONYMOUS -> address("user", "is=\"anonymous\"", timed, otherwise);
      case NUMBERS -> numbers(rule.numbers(), timed, otherwise);
    };
  }

  private String inside(String then, String otherwise) {
    return address("host", "is=\"" + escaped(domain) + "\"", then, otherwise);
  }

  private static String address(String subfield, String test, String then, String otherwise) {
    return "<address-switch field=\"origin\" subfield=\""
        + subfield
        + "\"><address "
        + test
        + ">"
        + then
        + "</address>"
        + output("otherwise", otherwise)
        + "</address-switch>";
  }

  private String numbers(List<NumberPattern> patterns, String then, String otherwise) {
    StringBuilder text = new StringBuilder("<address-switch field=\"origin\" subfield=\"tel\">");
    for (NumberPattern pattern : patterns) {
      String number = pattern.text();
      boolean open = number.endsWith("*");
      String fixed = open ? number.substring(0, number.length() - 1) : number;
      if (!fixed.matches("\\+?[0-9]+")) {
        leftOut.add("A script has no words for the pattern " + number + ".");
        continue;
      }
      text.append("<address ").append(open ? "subdomain-of" : "is").append("=\"").append(fixed);
      text.append("\">").append(then).append("</address>");
    }
    return text + output("otherwise", otherwise) + "</address-switch>";
  }

  private String time(Schedule schedule, String open, String closed) {
    Schedule.Switch switched = schedule.switched();
    StringBuilder text = new StringBuilder("<time-switch tzid=\"" + schedule.zone() + "\">");
    if (switched != null && (switched.until() == null || now.isBefore(switched.until()))) {
      Instant until = switched.until();
      String held = switched.open() ? open : closed;
      if (until == null) {
        leftOut.add("The schedule " + schedule.name() + " is written as it is switched now.");
        return held;
      }
      once(text, utc(now), utc(until.plusNanos(999_999_999)), held);
    }
    for (Schedule.Closed c : schedule.closed()) {
      once(text, TIME.format(c.from()), TIME.format(c.until()), closed);
    }
    for (Schedule.Hours hours : schedule.hours()) {
      LocalDateTime from = MONDAY.atTime(hours.from());
      LocalDateTime until = MONDAY.atTime(hours.until());
      String days =
          String.join(
              ",", hours.days().stream().sorted().map(d -> d.name().substring(0, 2)).toList());
      if (!days.isEmpty()) {
        text.append("<time dtstart=\"").append(TIME.format(from)).append("\" dtend=\"");
        text.append(TIME.format(until.isAfter(from) ? until : until.plusDays(1)));
        text.append("\" freq=\"weekly\" byday=\"").append(days).append("\">");
        text.append(open).append("</time>");
      }
    }
    return text + output("otherwise", closed) + "</time-switch>";
  }

  private static void once(StringBuilder text, String from, String until, String then) {
    text.append("<time dtstart=\"").append(from).append("\" dtend=\"").append(until).append("\">");
    text.append(then).append("</time>");
  }

  private static String utc(Instant instant) {
    return TIME.format(instant.atOffset(ZoneOffset.UTC)) + "Z";
  }

  private static String phones(long seconds, String outputs) {
    return "<lookup source=\"registration\" clear=\"yes\"><success><proxy timeout=\""
        + seconds
        + "\">"
        + outputs
        + "</proxy></success></lookup>";
  }

  private String proxy(Destination to, String outputs) {
    if (to instanceof Destination.Refusal(Destination.Refused how)) {
      String status =
          switch (how) {
            case BUSY -> "busy";
            case DECLINED -> "reject";
            case UNAVAILABLE -> "480";
            case UNKNOWN -> "notfound";
            case ANONYMOUS -> "433";
          };
      return "<reject status=\"" + status + "\"/>";
    }
    return "<location url=\""
        + address(to)
        + "\" clear=\"yes\"><proxy>"
        + outputs
        + "</proxy></location>";
  }

  private String address(Destination to) {
    return escaped(String.valueOf(CplAddress.of(to, domain)));
  }

  private static String output(String name, String then) {
    return then.isEmpty() ? "" : "<" + name + ">" + then + "</" + name + ">";
  }

  /** Writes a subaction and returns what leads to it; nothing for nothing. */
  private String named(String id, String content) {
    if (content.isEmpty()) {
      return "";
    }
    subactions.append("  <subaction id=\"").append(id).append("\">").append(content);
    subactions.append("</subaction>\n");
    return "<sub ref=\"" + id + "\"/>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
