package org.belfry.pbx.proxy;

import java.time.Instant;
import java.util.List;
import org.belfry.pbx.identity.Identity;
import org.belfry.pbx.proxy.plan.PlanRun;
import org.belfry.pbx.proxy.plan.PlanStep;
import org.belfry.pbx.routing.Route;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.TargetGroup;

/**
 * Determines the target set of a request outside a dialog (RFC 3261 §16.5): calls go where a plan
 * says, all else where the Request-URI leads.
 */
final class TargetSelection {
  private final Destinations destinations;
  private final PlanRings rings;
  private final NewContexts opened;
  private final ResponseContexts contexts;
  private final OwnResponses answers;

  TargetSelection(
      Destinations destinations,
      PlanRings rings,
      NewContexts opened,
      ResponseContexts contexts,
      OwnResponses answers) {
    this.destinations = destinations;
    this.rings = rings;
    this.opened = opened;
    this.contexts = contexts;
    this.answers = answers;
  }

  /**
   * @param own the request without Routes of ours
   * @param meaning of its Request-URI
   */
  void forward(
      NewRequest r, SipRequest own, Destinations.Meaning meaning, boolean mayReplace, Instant now) {
    Route route = meaning.route();
    SipRequest onward =
        Identity.asserted(own, r.inbound().origin(), r.directory(), route instanceof Route.ToPeer);
    ProxyEntry entry = opened.open(r, route, mayReplace, now);
    if (entry.part != null) {
      entry.part.dialog().inviting = entry;
    }
    opened.run(entry, () -> forward(entry, r, onward, meaning, now), now);
  }

  private void forward(
      ProxyEntry entry,
      NewRequest r,
      SipRequest onward,
      Destinations.Meaning meaning,
      Instant now) {
    if (r.invites() && !meaning.onePhone()) {
      byPlan(entry, r, onward, now);
      return;
    }
    List<TargetGroup> groups = destinations.targets(meaning, r.uri(), now);
    if (!groups.isEmpty()) {
      contexts.run(entry, onward, groups, ForkPolicy.NONE, now);
      return;
    }
    switch (meaning.route()) {
      case Route.Refused no -> answers.refuse(entry, r.request(), no.status(), no.reason(), now);
      case Route.ToServer us -> answers.refuse(entry, r.request(), 484, "Address Incomplete", now);
      default -> answers.refuse(entry, r.request(), 480, "Temporarily Unavailable", now);
    }
  }

  private void byPlan(ProxyEntry entry, NewRequest r, SipRequest onward, Instant now) {
    SipRequest request = r.request();
    PlanRun run = rings.begin(r, now);
    entry.plan = run;
    switch (rings.first(entry, run, onward, now)) {
      case PlanStep.Try t ->
          contexts.run(entry, onward, t.groups(), ForkPolicy.planned(t.many()), now);
      case PlanStep.Refuse no -> answers.refuse(entry, request, no.status(), no.reason(), now);
      case PlanStep.Over over ->
          answers.refuse(entry, request, 480, "Temporarily Unavailable", now);
      case PlanStep.Redirect to -> answers.redirect(entry, request, to.where(), now);
    }
  }
}
