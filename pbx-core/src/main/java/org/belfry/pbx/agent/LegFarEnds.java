package org.belfry.pbx.agent;

import org.belfry.pbx.call.Application;
import org.belfry.pbx.call.LegProfile;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where requests of dialogs may come from that do not go through our proxy (RFC 3261 §12.2.2): tags
 * alone do not show who has sent them.
 */
final class LegFarEnds {
  private static final Logger LOG = LoggerFactory.getLogger(LegFarEnds.class);

  private final AgentPorts ports;
  private final LegTable table;

  LegFarEnds(AgentPorts ports, LegTable table) {
    this.ports = ports;
    this.table = table;
  }

  /**
   * True for a request of a leg's dialog that comes from where its far end is. A leg behind our
   * proxy has none: it is reached by the Route that we laid, and by nothing else.
   */
  boolean isSender(SipRequest request, Hop from) {
    LegEntry leg = table.isEmpty() ? null : table.legOf(request);
    Hop far = leg == null ? null : leg.hop;
    if (leg == null || far == null) {
      return false;
    }
    if (far.remote().getAddress().equals(from.remote().getAddress()) || isAtItsTrunk(leg, from)) {
      return true;
    }
    LOG.info(
        "call={} {} from {} is none of the far end at {}",
        request.callId(),
        request.method(),
        from.shown(),
        far.shown());
    return false;
  }

  private boolean isAtItsTrunk(LegEntry leg, Hop from) {
    Application application = ports.applications().get(leg.application);
    LegProfile profile = leg.state.profile();
    return application != null
        && profile != null
        && application.isAt(profile.contact(), from, ports.directory().get());
  }
}
