package org.belfry.pbx.agent;

import java.time.Instant;
import org.belfry.pbx.anchor.Beyond;
import org.belfry.pbx.anchor.RelayedDescription.Side;
import org.belfry.pbx.call.CallEffect;
import org.belfry.pbx.call.Invitation;
import org.belfry.pbx.call.LegEffect;
import org.belfry.pbx.call.LegRef;
import org.belfry.pbx.call.LegState;
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.engine.Step;

/** Calls that our applications make (RFC 3261 §8.1, §13.2.1): each begins a leg that invites. */
final class UacCore {
  private final LegTable table;
  private final LegTransport transport;
  private final InviteUsages usages;
  private final LegsBeyond beyond;
  private final AgentLane lane;

  UacCore(
      LegTable table,
      LegTransport transport,
      InviteUsages usages,
      LegsBeyond beyond,
      AgentLane lane) {
    this.table = table;
    this.transport = transport;
    this.usages = usages;
    this.beyond = beyond;
    this.lane = lane;
  }

  /** Adds a leg to a call; its INVITE leaves when the lane is done with what it does. */
  void invite(CallEntry call, CallEffect.Call e, Instant now) {
    String first = call.firstCallId;
    String callId = first == null ? lane.newCallId() : first;
    call.firstCallId = null;
    transport.follow(callId, now);
    Invitation invitation =
        new Invitation(
            e.uri(), e.from(), e.to(), callId, lane.tag(), e.route(), e.maxForwards(), e.content());
    Step<LegState, LegEffect> step = usages.calling(e.profile(), invitation);
    Beyond far = beyond.of(call);
    LegEntry leg = table.hold(call, e.leg(), Side.CALLER, callId, way(call, e.way()), step.state());
    leg.beyond = far;
    remark(call, leg, now);
    usages.beginsLater(leg, step.effects());
  }

  /** The ladders of the two calls name each other. */
  private void remark(CallEntry call, LegEntry leg, Instant now) {
    String callId = leg.ref.callId();
    for (LegRef other : call.legs.values()) {
      if (!other.equals(leg.ref)) {
        transport.remark(other.callId(), call.application + " goes on in call " + callId, now);
        transport.remark(callId, call.application + " comes from call " + other.callId(), now);
        return;
      }
    }
  }

  /** Who pays for what is called is known by now. */
  private static CallEffect.Way way(CallEntry call, CallEffect.Way way) {
    if (!(way instanceof CallEffect.Way.Inside(String application, Payer.Leg of))) {
      return way;
    }
    String party = call.parties.get(of.leg());
    String payer = party == null ? call.parties.get(of.orElse()) : party;
    return new CallEffect.Way.Inside(
        application, payer == null ? Payer.NOBODY : new Payer.Transferor(payer));
  }
}
