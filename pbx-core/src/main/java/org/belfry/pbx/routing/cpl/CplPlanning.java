package org.belfry.pbx.routing.cpl;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.CallPlan.Alert;
import org.belfry.pbx.routing.CallPlan.Outcomes;
import org.belfry.pbx.routing.CallPlan.Place;
import org.belfry.pbx.routing.PlanLimits;
import org.belfry.pbx.routing.Reason;
import org.belfry.pbx.routing.Script;
import org.belfry.pbx.routing.Why;
import org.jspecify.annotations.Nullable;

/**
 * One walk through a script: its switches are decided now, its proxies become rings whose outcomes
 * are what the script does next.
 *
 * <p>A plan of null says that nothing more is done: the caller gets the best answer so far.
 */
final class CplPlanning {
  private final Script.Around around;
  private final List<Reason> reasons;
  private final CplTest.Asked asked;
  private final Steps nodes = new Steps(CplLimits.EXPANDED);

  CplPlanning(Script.Call call, Instant now, Script.Around around, List<Reason> reasons) {
    this.around = around;
    this.reasons = reasons;
    this.asked = new CplTest.Asked(call, now, around.zone(), new Steps(CplLimits.STEPS));
  }

  /**
   * How far the call has come.
   *
   * @param failed what came of the last proxy, as a status; 0 before the first
   * @param rings how many proxies it has been through
   * @param left how long it may still ring
   */
  private record State(LocationSet places, int failed, int rings, Duration left) {
    static final State FIRST = new State(LocationSet.UNTOUCHED, 0, 0, PlanLimits.DEFAULT.time());

    State with(LocationSet now) {
      return new State(now, failed, rings, left);
    }

    State after(int status, LocationSet now) {
      return new State(now, status, rings, left);
    }

    State rung(int times, Duration time) {
      return new State(places, failed, rings + times, left.minus(time.multipliedBy(times)));
    }
  }

  CallPlan plan(@Nullable CplNode first) {
    CallPlan plan = run(first, State.FIRST);
    if (asked.steps().gone()) {
      reasons.add(
          Reason.of(
              Why.SCRIPT,
              around.extension(),
              "its switches took too long to work out; those that were left do not count"));
    }
    return plan == null ? around.normal() : plan;
  }

  private @Nullable CallPlan run(@Nullable CplNode node, State state) {
    if (node == null) {
      return end(state);
    }
    if (!nodes.take()) {
      reasons.add(Reason.of(Why.TOO_LONG, "the script has too many ways"));
      return state.failed == 0 ? unavailable() : null;
    }
    return switch (node) {
      case CplNode.Switch s -> choose(s, state);
      case CplNode.Location l ->
          run(
              l.then(),
              state.with(
                  state.places.with(new LocationSet.Spot(l.url(), l.priority()), l.clear())));
      case CplNode.RemoveLocation r ->
          run(r.then(), state.with(state.places.without(r.location())));
      case CplNode.Lookup l -> lookup(l, state);
      case CplNode.Proxy p -> proxy(p, state);
      case CplNode.Redirect r -> redirect(r, state);
      case CplNode.Reject r -> {
        say(line(r) + "the call is refused with " + r.status());
        yield new CallPlan.Reject(r.status(), r.reason());
      }
      case CplNode.Mail m ->
          aside(
              new CallPlan.SideNote.Mail(around.extension(), m.to(), m.subject(), m.body()),
              m.then(),
              state);
      case CplNode.Log l ->
          aside(new CallPlan.SideNote.Log(l.name(), l.comment()), l.then(), state);
      case CplNode.Sub s -> run(s.target(), state);
    };
  }

  private @Nullable CallPlan choose(CplNode.Switch s, State state) {
    for (CplNode.Case each : s.cases()) {
      if (asked.steps().take() && each.test().holds(asked)) {
        say("line " + each.line() + ": " + s.name() + ", " + each.test().text() + " holds");
        return run(each.then(), state);
      }
    }
    say(line(s) + s.name() + ", nothing in it holds");
    return end(state);
  }

  /** §5.2: the phones are asked for when they ring; only that there are none is known before. */
  private @Nullable CallPlan lookup(CplNode.Lookup l, State state) {
    if (!l.registrations()) {
      say(
          line(l)
              + "nothing is looked up at "
              + Words.shown(l.source())
              + ", which counts as failed");
      return run(l.failure(), state);
    }
    if (!around.registered()) {
      say(line(l) + "no phone is registered");
      return run(l.notFound(), state);
    }
    return run(
        l.success(), state.with(state.places.with(new LocationSet.Spot(null, 1000), l.clear())));
  }

  private CallPlan aside(CallPlan.SideNote note, @Nullable CplNode then, State state) {
    CallPlan next = run(then, state);
    // An aside goes on to something: what the caller would have got anyway.
    return new CallPlan.Aside(
        note,
        next != null
            ? next
            : new CallPlan.Reject(state.failed, ActionGrammar.usualReason(state.failed)));
  }

  /** §6.2 */
  private @Nullable CallPlan redirect(CplNode.Redirect r, State state) {
    List<String> uris = new ArrayList<>();
    for (LocationSet.Spot spot : state.places.byPriority()) {
      if (spot.uri() != null && around.mayRedirect(spot.uri())) {
        uris.add(spot.uri());
      } else if (spot.uri() != null) {
        say(Words.shown(spot.uri()) + " is left out: the caller may not be sent there");
      }
    }
    if (!uris.isEmpty()) {
      say(line(r) + "the caller is sent to " + String.join(", ", uris));
      return new CallPlan.Redirect(uris, r.permanent());
    }
    if (state.places.redirected()) {
      say(line(r) + "the caller is told where it was redirected to");
      return null;
    }
    say(line(r) + "there is nowhere to redirect to");
    return state.failed == 0 ? unavailable() : null;
  }

  /** §6.1 */
  private @Nullable CallPlan proxy(CplNode.Proxy p, State state) {
    List<LocationSet.Spot> all = state.places.byPriority();
    boolean one = p.ordering() == CplNode.Ordering.FIRST_ONLY && !all.isEmpty();
    List<LocationSet.Spot> used = one ? List.of(all.getFirst()) : all;
    LocationSet rest = state.places.only(one ? all.subList(1, all.size()) : List.of(), false);
    List<Place> places = places(used);
    if (places.isEmpty()) {
      if (state.places.redirected()) {
        say(line(p) + "where it was redirected to is not known before; the caller is told");
        return null;
      }
      say(line(p) + "there is nowhere to send the call to, which counts as failed");
      return run(p.failure(), state.with(rest));
    }
    boolean series = p.ordering() == CplNode.Ordering.SEQUENTIAL;
    int turns = series ? places.size() : 1;
    Duration share = state.left.dividedBy(turns);
    Duration time = p.time().compareTo(share) > 0 ? share : p.time();
    if (state.rings + turns > PlanLimits.DEFAULT.depth() || time.toSeconds() < 1) {
      reasons.add(Reason.of(Why.TOO_LONG, "line " + p.line() + " of the script"));
      return state.failed == 0 ? unavailable() : null;
    }
    say(
        line(p)
            + places.size()
            + (series ? " ring in turn" : " ring")
            + " for "
            + time.toSeconds()
            + " s");
    State next = state.rung(turns, time);
    if (!series) {
      return new CallPlan.Ring(
          places.stream().map(Alert::of).toList(), time, outcomes(p, next, rest));
    }
    return inTurn(p, places, time, next, rest);
  }

  /** One after the other; that a person declines ends it (RFC 3261 §16.7 step 5). */
  private CallPlan inTurn(
      CplNode.Proxy p, List<Place> places, Duration time, State next, LocationSet rest) {
    Outcomes last = outcomes(p, next, rest);
    CallPlan ring = null;
    for (Place place : places.reversed()) {
      Outcomes then = ring == null ? last : new Outcomes(ring, ring, ring, ring, last.declined());
      ring = new CallPlan.Ring(List.of(Alert.of(place)), time, then);
    }
    if (ring == null) {
      throw new IllegalStateException("a series of nobody");
    }
    return ring;
  }

  /**
   * What the script does next, by outcome. The places that have rung are no longer in the set;
   * those that a redirection names are, where redirections are not followed.
   */
  private Outcomes outcomes(CplNode.Proxy p, State state, LocationSet rest) {
    CallPlan failed = when("it failed", p.failure(), state.after(480, rest));
    CallPlan busy =
        p.busy() == p.failure() ? failed : when("it is busy", p.busy(), state.after(486, rest));
    CallPlan noAnswer =
        p.noAnswer() == p.failure()
            ? failed
            : when("nobody answers", p.noAnswer(), state.after(408, rest));
    CallPlan redirected =
        p.recurse()
            ? failed
            : when(
                "it is redirected",
                p.redirection(),
                state.after(480, rest.only(rest.spots(), true)));
    return new Outcomes(busy, noAnswer, redirected, failed, failed);
  }

  private @Nullable CallPlan when(String outcome, @Nullable CplNode then, State state) {
    if (then == null) {
      return end(state);
    }
    say("when " + outcome + ":");
    return run(then, state);
  }

  private List<Place> places(List<LocationSet.Spot> spots) {
    List<Place> places = new ArrayList<>();
    for (LocationSet.Spot spot : spots) {
      Place place = spot.uri() == null ? around.phones() : around.place(spot.uri());
      if (place == null) {
        say(Words.shown(String.valueOf(spot.uri())) + " is left out: the call may not go there");
      } else if (places.size() == PlanLimits.DEFAULT.alerts()) {
        reasons.add(Reason.of(Why.TOO_LONG, "more than " + places.size() + " places"));
        return places;
      } else if (!places.contains(place)) {
        places.add(place);
      }
    }
    return places;
  }

  /** RFC 3880 §10: what happens where a script says nothing more. */
  private @Nullable CallPlan end(State state) {
    if (state.failed != 0) {
      return null; // the best of the answers
    }
    if (!state.places.touched()) {
      say("it ends here, and the call goes on as if there were no script");
      return around.normal();
    }
    if (state.places.isEmpty()) {
      say("it ends with nowhere to go");
      return unavailable();
    }
    return proxy(ENDING, state);
  }

  /** What the end of a script does with places that nothing was done with. */
  private static final CplNode.Proxy ENDING =
      new CplNode.Proxy(
          0,
          CplLimits.RINGS,
          true,
          CplNode.Ordering.PARALLEL,
          null,
          null,
          null,
          new CplNode.Reject(0, 480, ActionGrammar.usualReason(480)));

  private static CallPlan unavailable() {
    return new CallPlan.Reject(480, ActionGrammar.usualReason(480));
  }

  private static String line(CplNode node) {
    return node.line() == 0 ? "at its end " : "line " + node.line() + ": ";
  }

  private void say(String what) {
    if (reasons.size() < CplLimits.REASONS) {
      reasons.add(Reason.of(Why.SCRIPT, around.extension(), what));
    }
  }
}
