package org.belfry.pbx.proxy;

import java.time.Instant;
import java.util.List;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.proxy.plan.PlanRun;
import org.belfry.pbx.proxy.plan.PlanStep;
import org.belfry.pbx.proxy.plan.PlanSteps;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.TargetGroup;

/**
 * The rings of a call's plan, one after the other (RFC 3261 §16.5: serial forking to target sets
 * that are found when their turn comes).
 */
final class PlanRings {
  private final PlanSteps plans;
  private final boolean anchored;

  PlanRings(PlanSteps plans, MediaAnchor media) {
    this.plans = plans;
    this.anchored = media != MediaAnchor.NONE;
  }

  /** Makes the plan of a call; nothing rings yet. */
  PlanRun begin(NewRequest r, Instant now) {
    return plans.begin(r.request(), r.uri(), r.inbound(), r.from(), now);
  }

  /** What a plan begins with. */
  PlanStep first(ProxyEntry entry, PlanRun run, SipRequest onward, Instant now) {
    return plans.next(run, onward, entry.trackedCall, now);
  }

  /**
   * A ring of a plan is over: what comes next.
   *
   * @param status the best response of the ring
   */
  ProxyEvent after(ProxyEntry entry, SipRequest request, int status, Instant now) {
    PlanRun run = entry.plan;
    if (run == null) {
      throw new IllegalStateException("a ring of no plan is over");
    }
    return switch (plans.after(run, status, request, entry.trackedCall, now)) {
      case PlanStep.Try t -> new ProxyEvent.NextRing(fitting(entry, request, t.groups()), t.many());
      case PlanStep.Refuse r ->
          new ProxyEvent.PlanOver(OwnResponses.of(request, r.status(), r.reason()));
      case PlanStep.Redirect r -> new ProxyEvent.PlanOver(OwnResponses.moved(request, r.where()));
      case PlanStep.Over over -> new ProxyEvent.PlanOver(null);
    };
  }

  /** The same targets by the transport that the size of the request asks for. */
  List<TargetGroup> fitting(ProxyEntry entry, SipRequest request, List<TargetGroup> groups) {
    return LargeRequests.over(
        request, groups, entry.recorded != null, entry.part != null && anchored);
  }
}
