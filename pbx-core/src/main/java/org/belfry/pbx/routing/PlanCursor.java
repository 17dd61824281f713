package org.belfry.pbx.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.routing.CallPlan.Alert;
import org.belfry.pbx.routing.CallPlan.Outcome;
import org.belfry.pbx.routing.CallPlan.Place;
import org.belfry.pbx.routing.CallPlan.SideNote;

/**
 * How far a call has come in its plan. Immutable: what happened gives the next one. Plans may come
 * from scripts of users, so the limits are kept here whatever the plan says.
 *
 * @param now what is done now
 * @param notes what is done beside it, in order
 * @param rings how many rings have been begun
 * @param alerts how many places have been rung
 * @param spent how long they may have taken
 */
public record PlanCursor(
    Now now, List<SideNote> notes, int rings, int alerts, Duration spent, PlanLimits limits) {

  /** What is done now. */
  public sealed interface Now {
    /**
     * @param time how long, at most
     */
    record Try(CallPlan.Ring ring, Duration time) implements Now {}

    record Respond(CallPlan.Reject reject) implements Now {}

    record Redirect(CallPlan.Redirect redirect) implements Now {}

    /** The plan is over: the caller gets the best of the answers (RFC 3261 §16.7). */
    record Best() implements Now {}
  }

  private static final Now BEST = new Now.Best();

  public static PlanCursor start(CallPlan plan, PlanLimits limits) {
    return at(plan, 0, 0, Duration.ZERO, limits);
  }

  /** Nobody took the call in the ring that is tried now. */
  public PlanCursor after(Outcome outcome) {
    if (!(now instanceof Now.Try tried)) {
      throw new IllegalStateException("nothing rings: " + now);
    }
    CallPlan next = tried.ring().then().of(outcome);
    return next == null
        ? new PlanCursor(BEST, List.of(), rings, alerts, spent, limits)
        : at(told(next, outcome), rings, alerts, spent, limits);
  }

  /** A mailbox that is the end of it hears what has happened, so that it greets for that. */
  private static CallPlan told(CallPlan next, Outcome outcome) {
    if (!(next instanceof CallPlan.Ring ring) || ring.alerts().size() != 1) {
      return next;
    }
    Alert end = ring.alerts().getFirst();
    if (end.cause() != 0
        || !(end.place() instanceof Place.Application(String name, String whose))
        || !name.equals(UserPlans.VOICEMAIL)) {
      return next;
    }
    int cause =
        switch (outcome) {
          case BUSY -> 486;
          case NO_ANSWER -> 408;
          case REDIRECTED -> 302;
          case UNREACHABLE, DECLINED -> 503;
        };
    Alert told = new Alert(end.place(), end.delay(), false, end.ringTone(), whose, cause);
    return new CallPlan.Ring(List.of(told), ring.time(), ring.then());
  }

  private static PlanCursor at(
      CallPlan plan, int rings, int alerts, Duration spent, PlanLimits limits) {
    CallPlan here = plan;
    List<SideNote> notes = List.of();
    while (here instanceof CallPlan.Aside aside) {
      if (notes.size() >= limits.hops()) {
        return new PlanCursor(BEST, notes, rings, alerts, spent, limits);
      }
      notes = notes.isEmpty() ? new ArrayList<>(1) : notes;
      notes.add(aside.what());
      here = aside.then();
    }
    return switch (here) {
      case CallPlan.Ring ring -> {
        Duration left = limits.time().minus(spent);
        if (rings >= limits.depth()
            || alerts + ring.alerts().size() > limits.alerts()
            || left.isNegative()
            || left.isZero()) {
          yield new PlanCursor(BEST, notes, rings, alerts, spent, limits);
        }
        Duration time = ring.time().compareTo(left) < 0 ? ring.time() : left;
        yield new PlanCursor(
            new Now.Try(ring, time),
            notes,
            rings + 1,
            alerts + ring.alerts().size(),
            spent.plus(time),
            limits);
      }
      case CallPlan.Reject reject ->
          new PlanCursor(new Now.Respond(reject), notes, rings, alerts, spent, limits);
      case CallPlan.Redirect redirect ->
          new PlanCursor(new Now.Redirect(redirect), notes, rings, alerts, spent, limits);
      case CallPlan.Aside aside -> throw new IllegalStateException("asides have been passed");
    };
  }
}
