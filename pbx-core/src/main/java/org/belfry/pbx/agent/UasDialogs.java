package org.belfry.pbx.agent;

import java.time.Instant;
import org.belfry.pbx.agent.LegReplacements.Place;
import org.belfry.pbx.anchor.RelayedDescription.Side;
import org.belfry.pbx.call.Application;
import org.belfry.pbx.call.CallEffect;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.LegEffect;
import org.belfry.pbx.call.LegRef;
import org.belfry.pbx.call.LegState;
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;

/**
 * Dialogs that begin with an INVITE to us (RFC 3261 §12.1.1, §13.3.1): each is the first leg of a
 * call of its own, or comes to one that goes on.
 */
final class UasDialogs {
  private final LegTable table;
  private final InviteUsages usages;
  private final CallPrograms programs;
  private final LegReplacements replacements;

  UasDialogs(
      LegTable table, InviteUsages usages, CallPrograms programs, LegReplacements replacements) {
    this.table = table;
    this.usages = usages;
    this.programs = programs;
    this.replacements = replacements;
  }

  /** When our own fault breaks it, nothing stays: not the leg, the call, nor what was taken. */
  void begin(InviteReceived invite, Application.Reception.Taken taken, Place place, Instant now) {
    CallEntry call =
        programs.hold(invite.application(), invite.request().callId(), taken.program(), now);
    call.whenOver = taken.over();
    try {
      Step<LegState, LegEffect> step = usages.called(taken.profile(), invite.request());
      LegEntry leg = leg(call, invite, step.state());
      usages.begins(leg, step.effects(), now);
      if (leg.state.over()) {
        programs.over(call);
      } else if (place.callId() == null) {
        programs.step(call, new CallEvent.Began(invite.request()), now);
      } else {
        replacements.send(
            leg, place.callId(), place.replaces(), invite.request(), invite.requester(), now);
      }
    } catch (RuntimeException e) {
      LegRef first = call.legs.get(0);
      LegEntry leg = first == null ? null : table.leg(first.number());
      if (leg != null) {
        usages.broken(leg);
      }
      programs.over(call);
      throw e;
    }
  }

  /** The first leg of a call: that of who calls. */
  private LegEntry leg(CallEntry call, InviteReceived invite, LegState state) {
    Hop from = invite.from();
    CallEffect.Way way =
        from.inside()
            ? new CallEffect.Way.Inside(call.application, Payer.NOBODY)
            : new CallEffect.Way.Outside(from);
    LegEntry leg = table.hold(call, 0, Side.CALLEE, invite.request().callId(), way, state);
    leg.hop = from.inside() ? null : from;
    leg.asked.put(invite.request().cseq(), invite.requester());
    Aor signedIn = invite.signedIn();
    if (signedIn != null) {
      leg.party = signedIn.user();
      call.parties.put(0, signedIn.user());
    }
    return leg;
  }
}
