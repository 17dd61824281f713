package org.belfry.pbx.proxy.plan;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.PlanExplainer;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.CallPlan.Alert;
import org.belfry.pbx.routing.CallPlan.Outcome;
import org.belfry.pbx.routing.CallPlan.Place;
import org.belfry.pbx.routing.Caller;
import org.belfry.pbx.routing.DialIndex;
import org.belfry.pbx.routing.PlanText;
import org.belfry.pbx.routing.Planned;
import org.belfry.pbx.routing.RoutingRequest;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.jspecify.annotations.Nullable;

/** Asks the planner as a call would, and words its answer. */
public final class PlanExplanations implements PlanExplainer {
  private static final int LENGTH_MAX = 256;
  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9 ()/.-]+");

  private final CallPlanning planning;

  public PlanExplanations(CallPlanning planning) {
    this.planning = planning;
  }

  @Override
  public Explanation explain(String from, String to, Instant at) {
    DialIndex index = planning.index().get();
    Directory directory = index.directory();
    SipUri dialled = uri("to", extension(to.strip(), directory), directory);
    RoutingRequest enquiry =
        new RoutingRequest(caller(from.strip(), directory), dialled, at, planning.live(), 0, true);
    Planned planned = planning.planner().plan(enquiry, index);
    return new Explanation(
        from,
        to,
        at,
        planned.reasons().stream()
            .map(r -> new ReasonView(r.why().name(), r.words(), r.toString()))
            .toList(),
        step(planned.plan()),
        PlanText.tree(planned.plan()));
  }

  private static Caller caller(String from, Directory directory) {
    if (from.isEmpty() || from.length() > LENGTH_MAX) {
      throw new InvalidCommand("from", "Enter the caller.");
    }
    if (from.equalsIgnoreCase("anonymous")) {
      return new Caller.Network(null, null, true);
    }
    int at = from.indexOf('@');
    String number = at < 0 ? extension(from, directory) : from.substring(0, at);
    String host = at < 0 ? "" : from.substring(at + 1);
    User user = directory.user(number);
    if (user != null && (at < 0 || directory.isLocal(host))) {
      return new Caller.OurUser(user, false);
    }
    if (at < 0 && !NUMBER.matcher(from).matches()) {
      // A name cannot be an outside number: this user does not exist.
      throw new InvalidCommand("from", "user " + from + " does not exist");
    }
    if (at < 0 || directory.dialPlan().trunks().containsKey(host)) {
      return new Caller.Network(at < 0 ? null : host, number, false);
    }
    return new Caller.Stranger(number, false);
  }

  /** The extension of the only user of this name; otherwise what was given. */
  private static String extension(String text, Directory directory) {
    if (directory.user(text) != null) {
      return text;
    }
    Set<String> named =
        directory.users().values().stream()
            .filter(user -> user.name().equalsIgnoreCase(text))
            .map(User::extension)
            .collect(Collectors.toSet());
    return named.size() == 1 ? named.iterator().next() : text;
  }

  private static SipUri uri(String field, String text, Directory directory) {
    if (text.isEmpty() || text.length() > LENGTH_MAX) {
      throw new InvalidCommand(field, "Enter the dialled number.");
    }
    if (text.indexOf('@') < 0 && text.indexOf(':') < 0) {
      String uri = "sip:" + text + "@" + directory.domain();
      return new SipUri("sip", text, directory.domain(), 0, Map.of(), uri);
    }
    try {
      return Grammar.uri(text.indexOf(':') < 0 ? "sip:" + text : text);
    } catch (MalformedHeader e) {
      throw new InvalidCommand(field, "\"" + text + "\" is no address.");
    }
  }

  private static StepView step(CallPlan plan) {
    String text = PlanText.line(plan);
    return switch (plan) {
      case CallPlan.Ring ring -> {
        List<NextView> then =
            PlanText.branches(ring).stream()
                .map(b ->
                    new NextView(
                        b.on().stream().map(PlanExplanations::on).toList(), step(b.next())))
                .toList();
        List<PlaceView> places = ring.alerts().stream().map(PlanExplanations::place).toList();
        yield new StepView("ring", text, places, ring.time().toSeconds(), 0, then);
      }
      case CallPlan.Redirect redirect ->
          new StepView(
              "redirect",
              text,
              redirect.uris().stream()
                  .map(uri -> new PlaceView("address", uri, null, 0, false, null))
                  .toList(),
              0,
              redirect.permanent() ? 301 : 302,
              List.of());
      case CallPlan.Reject reject ->
          new StepView("refuse", text, List.of(), 0, reject.status(), List.of());
      case CallPlan.Aside aside ->
          new StepView(
              "aside", text, List.of(), 0, 0, List.of(new NextView(List.of(), step(aside.then()))));
    };
  }

  private static String on(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static PlaceView place(Alert alert) {
    return switch (alert.place()) {
      case Place.Phones phones -> view(alert, "phones", phones.extension(), null);
      case Place.Outside outside -> view(alert, "outside", outside.number(), outside.trunk());
      case Place.Neighbour neighbour -> view(alert, "neighbour", neighbour.peer(), neighbour.uri());
      case Place.Address address -> view(alert, "address", address.uri(), null);
      case Place.Application app -> view(alert, "application", app.name(), app.argument());
    };
  }

  private static PlaceView view(Alert alert, String kind, String name, @Nullable String detail) {
    return new PlaceView(
        kind, name, detail, alert.delay().toSeconds(), alert.confirm(), alert.onBehalfOf());
  }
}
