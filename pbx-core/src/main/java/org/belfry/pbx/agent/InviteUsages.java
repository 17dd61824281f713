package org.belfry.pbx.agent;

import java.time.Instant;
import java.util.List;
import org.belfry.pbx.call.CallLeg;
import org.belfry.pbx.call.Invitation;
import org.belfry.pbx.call.LegEffect;
import org.belfry.pbx.call.LegEvent;
import org.belfry.pbx.call.LegNews;
import org.belfry.pbx.call.LegProfile;
import org.belfry.pbx.call.LegRef;
import org.belfry.pbx.call.LegState;
import org.belfry.pbx.call.LegTimer;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.CSeq;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.trace.TracedMessage.Direction;
import org.belfry.pbx.transaction.ServerEntry;

/**
 * The invite usages of our dialogs (RFC 3261 §12, §13; RFC 5057 §2) in one lane: steps each {@link
 * CallLeg} and carries out its effects. What a leg has to tell goes to the lane of its call as
 * {@link AgentEvent.Heard}.
 */
final class InviteUsages {
  private final CallLeg machine = new CallLeg();
  private final LegTable table;
  private final LegTransport transport;
  private final AgentLane lane;

  InviteUsages(LegTable table, LegTransport transport, AgentLane lane) {
    this.table = table;
    this.transport = transport;
    this.lane = lane;
  }

  /** A leg that answers an INVITE; nothing of it is carried out before {@link #begins}. */
  Step<LegState, LegEffect> called(LegProfile profile, SipRequest invite) {
    return machine.called(profile, invite, lane.tag());
  }

  /** A leg that sends an INVITE; nothing of it is carried out before {@link #beginsLater}. */
  Step<LegState, LegEffect> calling(LegProfile profile, Invitation invitation) {
    return machine.call(profile, invitation);
  }

  /** The first effects of a leg. */
  void begins(LegEntry leg, List<? extends LegEffect> effects, Instant now) {
    carryOut(leg, effects, now);
  }

  /** The first effects of a leg, when the lane is done with what it does. */
  void beginsLater(LegEntry leg, List<? extends LegEffect> effects) {
    lane.later(leg.ref.callId(), at -> carryOut(leg, effects, at));
  }

  /** A call wants something of a leg, perhaps of another lane. */
  void command(LegRef ref, LegEvent.Command command, Instant now) {
    if (!lane.owns(ref.callId())) {
      lane.sendAway(ref.callId(), new AgentEvent.Commanded(ref, command));
      return;
    }
    LegEntry leg = table.leg(ref.number());
    if (leg != null) {
      step(leg, command, now);
    }
  }

  /** The far end has answered a request of a leg. */
  void answered(LegEntry leg, SipResponse response, Instant now) {
    ServerEntry inside = leg.inviteInside;
    if (inside != null) {
      transport.trace(response.callId(), Direction.SENT, inside.hop(), response.encoded());
      if (response.success() && leg.party == null && inside.request().toTag() == null) {
        leg.party = inside.answeredBy();
      }
    }
    try {
      step(leg, new LegEvent.Answered(response), now);
    } catch (RuntimeException e) {
      if (response.isFinal()) {
        // What cannot be read is none, or the leg would wait for ever; then the lane counts it.
        step(leg, new LegEvent.Unanswered(response.cseq(), 502), now);
      }
      throw e;
    }
  }

  /** A timer of a leg has fired. */
  void fired(LegEntry leg, LegTimer timer, Instant now) {
    leg.timer(timer, null);
    step(leg, new LegEvent.TimerFired(timer), now);
  }

  void step(LegEntry leg, LegEvent event, Instant now) {
    Step<LegState, LegEffect> step = machine.on(leg.state, event, now);
    leg.state = step.state();
    carryOut(leg, step.effects(), now);
  }

  /** Our own fault has broken a leg; its INVITE is answered by the one who gave it to the leg. */
  void broken(LegEntry leg) {
    leg.asked.clear();
    tell(leg, new LegNews.Lost("our own fault"));
    forget(leg);
  }

  private void carryOut(LegEntry leg, List<? extends LegEffect> effects, Instant now) {
    for (LegEffect effect : effects) {
      switch (effect) {
        case LegEffect.Send e -> transport.send(leg, e.request(), now);
        case LegEffect.Cancel e -> transport.cancel(leg, e.reason(), now);
        case LegEffect.Respond e -> respond(leg, e.request(), e.response(), now);
        case LegEffect.StartTimer e -> {
          lane.cancel(leg.timer(e.timer(), null));
          leg.timer(
              e.timer(), lane.after(e.delay(), new AgentEvent.LegTimerFired(leg, e.timer()), now));
        }
        case LegEffect.StopTimer e -> lane.cancel(leg.timer(e.timer(), null));
        case LegEffect.Tell e -> tell(leg, e.news());
        case LegEffect.Forget e -> forget(leg);
      }
    }
  }

  private void tell(LegEntry leg, LegNews news) {
    lane.send(leg.call.home(), new AgentEvent.Heard(leg.call, leg.ref, leg.index, news, leg.party));
  }

  private void forget(LegEntry leg) {
    for (LegTimer timer : LegTimer.values()) {
      lane.cancel(leg.timer(timer, null));
    }
    transport.forget(leg);
    CallEntry call = table.callOf(leg);
    table.remove(leg);
    lane.send(leg.call.home(), new AgentEvent.Left(leg.call, leg.ref, leg.index));
    if (call != null && call.program instanceof PendingReplacement) {
      lane.send(new AgentEvent.TurnedAway(leg.ref.callId(), call));
    }
  }

  private void respond(LegEntry leg, SipRequest request, SipResponse response, Instant now) {
    CSeq key = request.cseq();
    Requester requester = leg.asked.get(key);
    if (requester == null) {
      return;
    }
    if (response.isFinal() && !(request.method().equals(Method.INVITE) && response.success())) {
      leg.asked.remove(key);
    }
    transport.answer(requester, response, now);
  }
}
