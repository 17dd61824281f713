package org.belfry.pbx.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.belfry.pbx.routing.CallPlan.Alert;
import org.belfry.pbx.routing.CallPlan.Outcome;
import org.belfry.pbx.routing.CallPlan.Place;

/** Plans for people: a tree of lines. */
public final class PlanText {
  private PlanText() {}

  /** The plan as a tree, a line each, ending in a line break. */
  public static String tree(CallPlan plan) {
    StringBuilder text = new StringBuilder();
    write(plan, "", "", text);
    return text.toString();
  }

  private static void write(CallPlan plan, String first, String indent, StringBuilder text) {
    text.append(first).append(line(plan)).append('\n');
    if (plan instanceof CallPlan.Aside aside) {
      write(aside.then(), indent, indent, text);
    } else if (plan instanceof CallPlan.Ring ring) {
      List<Branch> branches = branches(ring);
      for (int i = 0; i < branches.size(); i++) {
        boolean last = i == branches.size() - 1;
        write(
            branches.get(i).next(),
            indent + (last ? "└ " : "├ ") + when(branches.get(i).on()) + ": ",
            indent + (last ? "  " : "│ "),
            text);
      }
    }
  }

  /**
   * What comes after a ring.
   *
   * @param on when
   */
  public record Branch(List<Outcome> on, CallPlan next) {}

  /**
   * What comes after a ring, each once, in the order of the outcomes. The same object is meant: to
   * compare plans by what they say takes as long as a plan has ways through it.
   */
  public static List<Branch> branches(CallPlan.Ring ring) {
    List<Branch> branches = new ArrayList<>(2);
    for (Outcome outcome : Outcome.values()) {
      CallPlan next = ring.then().of(outcome);
      if (next != null) {
        note(branches, outcome, next);
      }
    }
    return branches;
  }

  @SuppressWarnings("ReferenceEquality")
  private static void note(List<Branch> branches, Outcome outcome, CallPlan next) {
    for (Branch branch : branches) {
      if (branch.next == next) {
        branch.on.add(outcome);
        return;
      }
    }
    branches.add(new Branch(new ArrayList<>(List.of(outcome)), next));
  }

  private static String when(List<Outcome> outcomes) {
    return outcomes.size() == Outcome.values().length
        ? "if nobody takes it"
        : outcomes.stream()
            .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', ' '))
            .collect(Collectors.joining(", "));
  }

  /** This step alone, in one line. */
  public static String line(CallPlan plan) {
    return switch (plan) {
      case CallPlan.Ring ring ->
          "ring "
              + ring.alerts().stream().map(PlanText::alert).collect(Collectors.joining(" + "))
              + " for "
              + seconds(ring.time());
      case CallPlan.Redirect redirect ->
          (redirect.permanent() ? "redirect for good to " : "redirect to ")
              + String.join(", ", redirect.uris());
      case CallPlan.Reject reject -> "refuse with " + reject.status() + " " + reject.reason();
      case CallPlan.Aside aside ->
          switch (aside.what()) {
            case CallPlan.SideNote.Log log -> "log: " + log.comment();
            case CallPlan.SideNote.Mail mail -> "mail to " + mail.to();
            case CallPlan.SideNote.Emergency emergency ->
                "tell "
                    + (emergency.frontDesk() == null ? "the log" : emergency.frontDesk())
                    + " that "
                    + emergency.extension()
                    + (emergency.test() ? " tests emergency calls" : " makes an emergency call");
          };
    };
  }

  private static String alert(Alert alert) {
    return place(alert.place())
        + (alert.delay().isZero() ? "" : " after " + seconds(alert.delay()))
        + (alert.confirm() ? " (must press 1)" : "")
        + (alert.onBehalfOf() == null ? "" : " for " + alert.onBehalfOf());
  }

  /** A place as {@code phones 1001}, {@code outside +4930… by provider}, … */
  public static String place(Place place) {
    return switch (place) {
      case Place.Phones phones -> "phones " + phones.extension();
      case Place.Outside outside ->
          "outside "
              + outside.number()
              + " by "
              + outside.trunk()
              + (outside.sent() == null ? "" : " with the location")
              + (outside.lastResort() ? " even if it is down" : "");
      case Place.Neighbour neighbour -> "neighbour " + neighbour.peer();
      case Place.Address address -> "address " + address.uri();
      case Place.Application app ->
          "application " + app.name() + (app.argument().isEmpty() ? "" : " " + app.argument());
    };
  }

  private static String seconds(Duration time) {
    return time.toSeconds() + " s";
  }
}
