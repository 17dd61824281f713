package org.belfry.pbx.agent;

import java.time.Instant;
import org.belfry.pbx.anchor.Beyond;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.Content;
import org.belfry.pbx.call.LegEvent;
import org.belfry.pbx.call.Replaces;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * New legs that come to calls which go on here: they take the place of a leg (RFC 3891 §3), or are
 * joined with the first. The call may be of another lane than the newcomer.
 */
final class LegReplacements {
  /** The numbers of legs that take another's place begin here: no program gets that far. */
  private static final int NEWCOMERS = 10_000_000;

  private final LegTable table;
  private final InviteUsages usages;
  private final CallPrograms programs;
  private final LegsBeyond beyond;
  private final AgentLane lane;

  LegReplacements(
      LegTable table,
      InviteUsages usages,
      CallPrograms programs,
      LegsBeyond beyond,
      AgentLane lane) {
    this.table = table;
    this.usages = usages;
    this.programs = programs;
    this.beyond = beyond;
    this.lane = lane;
  }

  /**
   * Where a new leg belongs.
   *
   * @param callId of a call that it is to join, or null for a call of its own
   * @param replaces the dialog whose place it takes there, or null
   */
  record Place(@Nullable String callId, @Nullable Replaces replaces) {
    static final Place NONE = new Place(null, null);

    static Place of(Replaces replaces) {
      return new Place(replaces.callId(), replaces);
    }
  }

  /**
   * A newcomer goes to the lane of the call it wants to join.
   *
   * @param other the Call-ID of that
   */
  void send(
      LegEntry leg,
      String other,
      @Nullable Replaces replaces,
      SipRequest invite,
      Requester requester,
      Instant now) {
    boolean allowed = requester instanceof Requester.Proxied by && by.mayReplace();
    var letter =
        new AgentEvent.TakesOver(
            leg.ref, invite, leg.application, other, replaces, leg.party, allowed);
    if (lane.owns(other)) {
      takesOver(letter, now);
    } else {
      lane.sendAway(other, letter);
    }
  }

  /** The newcomer goes to the call whose leg it names, or away. */
  void takesOver(AgentEvent.TakesOver e, Instant now) {
    Replaces replaces = e.replaces();
    LegEntry leg = meant(e);
    CallEntry call = leg == null ? null : table.callOf(leg);
    if (leg == null || call == null || leg.state.over()) {
      refuse(e, 481, "Call/Transaction Does Not Exist", now);
      return;
    }
    if (replaces != null && !e.allowed()) {
      refuse(e, 403, "Not Your Dialog", now);
      return;
    }
    boolean earlyOnly = replaces != null && replaces.earlyOnly();
    if (earlyOnly && leg.state.talking()) {
      refuse(e, 486, "Busy Here", now);
      return;
    }
    Beyond far = beyond.of(call);
    int index = NEWCOMERS + (int) (table.nextNumber() % NEWCOMERS);
    call.legs.put(index, e.newcomer());
    if (e.party() != null) {
      call.parties.put(index, e.party());
    }
    adopt(new AgentEvent.Adopted(e.newcomer(), call.ref, index, far));
    programs.step(call, new CallEvent.Replaced(leg.index, index, e.invite(), earlyOnly), now);
  }

  /** The leg whose place it is, or the first of the application in that call. */
  private @Nullable LegEntry meant(AgentEvent.TakesOver e) {
    Replaces replaces = e.replaces();
    LegEntry meant = null;
    for (LegEntry each : table.of(e.callId())) {
      if (replaces == null
          ? each.index == 0 && each.application.equals(e.application())
          : each.state.owns(replaces.toTag(), replaces.fromTag())) {
        meant = each;
      }
    }
    return meant;
  }

  private void refuse(AgentEvent.TakesOver e, int status, String reason, Instant now) {
    usages.command(e.newcomer(), new LegEvent.Refuse(status, reason, Content.NOTHING), now);
  }

  private void adopt(AgentEvent.Adopted letter) {
    String newcomer = letter.leg().callId();
    if (lane.owns(newcomer)) {
      adopted(letter);
    } else {
      lane.sendAway(newcomer, letter);
    }
  }

  /** A leg belongs to another call from now on. */
  void adopted(AgentEvent.Adopted e) {
    LegEntry leg = table.leg(e.leg().number());
    if (leg != null) {
      CallEntry before = table.call(leg.call.number());
      if (before != null) {
        before.legs.clear(); // what the newcomer waited in is over without it
        programs.over(before);
      }
      leg.call = e.by();
      leg.index = e.index();
      leg.beyond = e.beyond();
    }
  }
}
