package org.belfry.pbx.proxy;

import java.time.Instant;
import java.util.List;
import org.belfry.pbx.agent.ApplicationUris;
import org.belfry.pbx.agent.UserAgents;
import org.belfry.pbx.identity.Identity;
import org.belfry.pbx.proxy.plan.ApplicationRouting;
import org.belfry.pbx.routing.Route;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.route.TargetGroup;
import org.jspecify.annotations.Nullable;

/**
 * Requests that go to an application of ours without a plan: those that call it by its name (RFC
 * 3261 §16.5: a Request-URI that decides alone), and an INVITE with Replaces that picks up what
 * rings (RFC 3891 §3).
 */
final class ApplicationRequests {
  private final UserAgents agents;
  private final ApplicationRouting routing;
  private final NewContexts opened;
  private final ResponseContexts contexts;

  ApplicationRequests(
      UserAgents agents,
      ApplicationRouting routing,
      NewContexts opened,
      ResponseContexts contexts) {
    this.agents = agents;
    this.routing = routing;
    this.opened = opened;
    this.contexts = contexts;
  }

  /**
   * A lamp key picks up: the caller's phone need not know how.
   *
   * @param own the request without Routes of ours
   * @return false when the INVITE names nothing that rings
   */
  boolean picksUp(NewRequest r, SipRequest own, Instant now) {
    if (r.inbound().user() == null || !r.invites() || !r.request().has(HeaderName.REPLACES)) {
      return false;
    }
    ApplicationRouting.Called pickup =
        routing.pickup(r.request().mandatory(HeaderName.REPLACES), r.directory());
    Hop hop = pickup == null ? null : agents.application(pickup.application());
    if (pickup == null || hop == null) {
      return false;
    }
    SipRequest wanted = own.editWithUri(pickup.uri()).remove(HeaderName.REPLACES).done();
    forward(r.calling(wanted.uri()), wanted, hop, false, now);
    return true;
  }

  /**
   * By its name an application is for those we know, and for who takes a place in one of its calls
   * (RFC 3891); all others come by what a plan gives them.
   *
   * @return false when the request is for none, or not by its name
   */
  boolean takes(NewRequest r, SipRequest own, boolean mayReplace, Instant now) {
    Hop hop = hop(r);
    boolean may =
        hop != null
            && (r.inbound().knowsApplications()
                || (r.inbound().ours() && r.request().has(HeaderName.REPLACES)));
    if (hop == null || !may) {
      return false;
    }
    forward(r, own, hop, mayReplace, now);
    return true;
  }

  private @Nullable Hop hop(NewRequest r) {
    String name = ApplicationUris.name(r.uri(), r.directory());
    return name == null ? null : agents.application(name);
  }

  private void forward(
      NewRequest r, SipRequest own, Hop application, boolean mayReplace, Instant now) {
    SipRequest onward = Identity.asserted(own, r.inbound().origin(), r.directory(), true);
    List<TargetGroup> groups = TargetGroup.together(List.of(new Target(null, application, false)));
    ProxyEntry entry = opened.open(r, new Route.ToServer(), mayReplace, now);
    opened.run(entry, () -> contexts.run(entry, onward, groups, ForkPolicy.NONE, now), now);
  }
}
