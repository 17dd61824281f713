package org.belfry.pbx.proxy;

import java.time.Instant;
import java.util.List;
import org.belfry.pbx.agent.UserAgents;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.locate.ServerLocation;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.NextHop;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.route.TargetGroup;
import org.belfry.pbx.sip.transport.SipNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests of a dialog that no server transaction stands behind (RFC 3261 §16.11): the ACK of a
 * 2xx, and what we send to both sides ourselves.
 */
final class StatelessForwarding {
  private static final Logger LOG = LoggerFactory.getLogger(StatelessForwarding.class);

  private final ProxyPorts ports;
  private final ProxyParts parts;
  private final UserAgents agents;
  private final Destinations destinations;
  private final SipNetwork network;

  StatelessForwarding(
      ProxyPorts ports, ProxyParts parts, Destinations destinations, SipNetwork network) {
    this.ports = ports;
    this.parts = parts;
    this.agents = parts.agents();
    this.destinations = destinations;
    this.network = network;
  }

  /** Where a request goes once its way is known. */
  interface Leaving {
    void leaves(SipRequest onward, Hop out, Instant now);
  }

  /** Finds the next hop, which may take a while, and hands the request on to it. */
  void forward(NextHop next, Instant now, Leaving leaving) {
    SipRequest onward = next.request();
    Hop application = agents.hop(onward);
    if (application != null) {
      toFirst(onward, new Target(null, application, false), List.of(application), leaving, now);
      return;
    }
    if (DialogChecks.isForLegOfOurs(onward, agents)) {
      LOG.debug("call={} {} is for no leg of ours", onward.callId(), onward.method());
      return;
    }
    List<TargetGroup> device = destinations.dialogDevice(onward, now);
    Target target = device.isEmpty() ? next.target() : device.getFirst().targets().getFirst();
    SipUri name = target.name();
    if (target.hop() != null) {
      toFirst(onward, target, List.of(target.hop()), leaving, now);
    } else if (name != null) {
      parts
          .finder()
          .find(
              name,
              onward.callId(),
              now,
              (outcome, at) ->
                  toFirst(
                      onward,
                      target,
                      outcome instanceof ServerLocation.Outcome.Located located
                          ? open(located.hops(), name, at)
                          : List.of(),
                      leaving,
                      at));
    }
  }

  /** Where somebody's DNS may lead us. */
  private List<Hop> open(List<Hop> found, SipUri name, Instant now) {
    return found.stream()
            .anyMatch(hop ->
                parts.reserved().mustBeDialled(hop.remote(), name)
                    || parts.reserved().isShut(hop, name))
        ? List.of()
        : ports.dead().last(found, now);
  }

  /** To the first that can be reached; a lost ACK is asked for again by its 2xx. */
  private void toFirst(
      SipRequest request, Target target, List<Hop> hops, Leaving leaving, Instant now) {
    for (int i = 0; i < hops.size(); i++) {
      Hop out = network.route(hops.get(i));
      if (out != null) {
        leaving.leaves(parts.forwarding().forward(request, target, out, null), out, now);
        return;
      }
    }
    LOG.debug("call={} {} leads nowhere", request.callId(), request.method());
  }
}
