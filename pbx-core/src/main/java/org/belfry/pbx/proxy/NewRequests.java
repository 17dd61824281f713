package org.belfry.pbx.proxy;

import java.time.Instant;
import org.belfry.pbx.inbound.Inbound;
import org.belfry.pbx.proxy.RequestChecks.Refusal;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipRequest;

/**
 * Requests outside a dialog on their way through the proxy (RFC 3261 §16.3 to §16.5): who may send
 * them, whose place they may take, and where they go.
 */
final class NewRequests {
  private final RequestChecks checks;
  private final Destinations destinations;
  private final ApplicationRequests applications;
  private final TargetSelection selection;
  private final OwnResponses answers;

  NewRequests(
      RequestChecks checks,
      Destinations destinations,
      ApplicationRequests applications,
      TargetSelection selection,
      OwnResponses answers) {
    this.checks = checks;
    this.destinations = destinations;
    this.applications = applications;
    this.selection = selection;
    this.answers = answers;
  }

  void forward(NewRequest r, Instant now) {
    Refusal sender = checks.ofSender(r);
    if (sender != null) {
      answers.refuse(r, sender, now);
      return;
    }
    SipRequest own = Destinations.withoutOurRoutes(r.request(), r.inbound().hop(), r.directory());
    if (own.has(HeaderName.ROUTE)) {
      answers.refuse(r, new Refusal(403, "Routes to elsewhere are not followed"), now);
      return;
    }
    if (applications.picksUp(r, own, now)) {
      return;
    }
    Refusal place = checks.ofPlace(r, now);
    if (place != null) {
      answers.refuse(r, place, now);
      return;
    }
    boolean mayReplace = checks.mayReplace(r, now);
    if (applications.takes(r, own, mayReplace, now)) {
      return;
    }
    Inbound inbound = r.inbound();
    boolean known = inbound.ours() || inbound.user() != null || inbound.peer() != null;
    Destinations.Meaning meaning =
        destinations.of(r.uri(), r.directory(), inbound.peer(), known, now);
    Refusal way = checks.ofRoute(r, meaning, now);
    if (way != null) {
      answers.refuse(r, way, now);
      return;
    }
    selection.forward(r, own, meaning, mayReplace, now);
  }
}
