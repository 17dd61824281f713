package org.belfry.pbx.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Schedule;
import org.belfry.pbx.routing.CallPlan.Alert;
import org.belfry.pbx.routing.CallPlan.Outcomes;
import org.belfry.pbx.routing.CallPlan.Place;
import org.jspecify.annotations.Nullable;

/** The planning of one call: what is asked, what may still be used, what was decided so far. */
final class Planning {
  /** How long an application has to answer. */
  private static final Duration APPLICATION = Duration.ofMinutes(1);

  /** Who lives elsewhere rings as long as Timer C lets it, unless something comes after it. */
  private static final Duration AWAY = Duration.ofMinutes(10);

  private static final Duration AWAY_BEFORE_LAST = Duration.ofMinutes(1);

  final RoutingRequest enquiry;
  final DialIndex index;
  final PlanLimits limits;
  private final List<Reason> reasons;
  private int alertsLeft;

  Planning(RoutingRequest enquiry, DialIndex index, PlanLimits limits) {
    this.enquiry = enquiry;
    this.index = index;
    this.limits = limits;
    this.reasons = enquiry.explain() ? new ArrayList<>() : List.of();
    this.alertsLeft = limits.alerts();
  }

  Directory directory() {
    return index.directory();
  }

  Caller caller() {
    return enquiry.caller();
  }

  List<Reason> reasons() {
    return reasons;
  }

  /** Whether anybody will read reasons: else none are to be made. */
  boolean explains() {
    return enquiry.explain();
  }

  void because(Why why, String one) {
    if (enquiry.explain()) {
      reasons.add(Reason.of(why, one));
    }
  }

  void because(Why why, String one, String other) {
    if (enquiry.explain()) {
      reasons.add(Reason.of(why, one, other));
    }
  }

  void because(Why why, String one, String two, String three) {
    if (enquiry.explain()) {
      reasons.add(Reason.of(why, one, two, three));
    }
  }

  /** What somebody else decided. */
  void because(List<Reason> others) {
    if (enquiry.explain()) {
      reasons.addAll(others);
    }
  }

  /** Nothing more can be done for the call on this way. */
  static CallPlan end(Way way, int status, String reason) {
    CallPlan last = way.last();
    return last != null ? last : new CallPlan.Reject(status, reason);
  }

  /**
   * Takes so many places of those that may still ring; to be asked before what comes after the ring
   * is planned, so that plans end.
   *
   * @return false when that is too many: then it is the {@link #end}
   */
  boolean mayRing(Way way, int places) {
    if (places > alertsLeft) {
      because(Why.TOO_LONG, "more than " + limits.alerts() + " places would ring");
      return false;
    }
    if (way.rings() >= limits.depth()) {
      because(Why.TOO_LONG, "more than " + limits.depth() + " rings one after the other");
      return false;
    }
    alertsLeft -= places;
    return true;
  }

  /** True when it has been sent on too often. */
  boolean tooFar(Way way) {
    if (way.hops() < limits.hops()) {
      return false;
    }
    because(Why.TOO_LONG, "it is sent on more than " + limits.hops() + " times");
    return true;
  }

  /** Something that is not a phone of ours. */
  CallPlan ringAway(Way way, Place place) {
    return mayRing(way, 1)
        ? new CallPlan.Ring(List.of(alert(way, place, null)), away(way), Outcomes.all(way.last()))
        : end(way, 480, "Temporarily Unavailable");
  }

  Duration away(Way way) {
    return way.last() == null ? AWAY : AWAY_BEFORE_LAST;
  }

  static CallPlan application(Way way, String name, String argument) {
    return new CallPlan.Ring(
        List.of(alert(way, new Place.Application(name, argument), null)),
        APPLICATION,
        Outcomes.NONE);
  }

  static Alert alert(Way way, Place place, @Nullable String ringTone) {
    return new Alert(place, Duration.ZERO, false, ringTone, way.onBehalfOf(), way.cause());
  }

  /** True when a rule for this state of a schedule holds now; no schedule is any time. */
  boolean holds(@Nullable String name, boolean whileOpen) {
    return name == null || isOpen(name) == whileOpen;
  }

  private boolean isOpen(String name) {
    Schedule schedule = index.dialPlan().schedules().get(name);
    if (schedule == null) {
      because(Why.SCHEDULE_MISSING, name);
      return true;
    }
    boolean open = schedule.isOpen(enquiry.at());
    if (explains()) {
      because(
          open ? Why.SCHEDULE_OPEN : Why.SCHEDULE_CLOSED,
          name,
          enquiry.at().atZone(schedule.zone()).toLocalDateTime().toString());
    }
    return open;
  }
}
