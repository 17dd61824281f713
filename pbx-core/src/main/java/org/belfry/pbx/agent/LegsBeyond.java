package org.belfry.pbx.agent;

import org.belfry.pbx.anchor.AgreedMedia;
import org.belfry.pbx.anchor.Beyond;
import org.belfry.pbx.anchor.BeyondSource;
import org.belfry.pbx.anchor.RelayedDescription.Side;
import org.belfry.pbx.call.Application;
import org.belfry.pbx.call.LegRef;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * Who is behind our legs in a call, for media that is not meant for us (RFC 7092 §3.1: a B2BUA on
 * the signalling plane).
 */
final class LegsBeyond implements BeyondSource {
  private final AgentPorts ports;
  private final LegTable table;
  private final AgentLane lane;

  LegsBeyond(AgentPorts ports, LegTable table, AgentLane lane) {
    this.ports = ports;
    this.table = table;
    this.lane = lane;
  }

  @Override
  public @Nullable Hop called(Hop inside, SipUri uri) {
    Application application = ports.applications().get(inside.remote().getHostString());
    return application == null ? null : application.beyond(uri);
  }

  @Override
  public @Nullable Beyond leg(String callId, Side side) {
    for (LegEntry leg : table.of(callId)) {
      if (leg.side == side && leg.beyond != null) {
        return leg.beyond;
      }
    }
    return null;
  }

  /** Who is at the end of a call's leg that does not go through our proxy, or null. */
  @Nullable Beyond of(CallEntry call) {
    Hop outside = null;
    AgreedMedia agreed = null;
    for (LegRef ref : call.legs.values()) {
      LegEntry leg = lane.owns(ref.callId()) ? table.leg(ref.number()) : null;
      if (leg != null && leg.hop != null) {
        outside = leg.hop;
      } else if (leg != null && agreed == null) {
        agreed = ports.media().agreed(ref.callId(), leg.side);
      }
    }
    return outside == null ? null : new Beyond(outside, agreed);
  }
}
