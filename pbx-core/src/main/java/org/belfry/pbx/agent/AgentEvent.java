package org.belfry.pbx.agent;

import java.time.Instant;
import org.belfry.pbx.anchor.Beyond;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.CallProgram;
import org.belfry.pbx.call.CallRef;
import org.belfry.pbx.call.LegEvent;
import org.belfry.pbx.call.LegNews;
import org.belfry.pbx.call.LegRef;
import org.belfry.pbx.call.LegTimer;
import org.belfry.pbx.call.Replaces;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.sip.CSeq;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** What happens to our own calls in time, and between lanes. */
public sealed interface AgentEvent extends Event {

  /** Something that waited until the lane is done with what it did. */
  record Due(@Nullable String callId, LaneTask task) implements AgentEvent {}

  /** What is done then. */
  @FunctionalInterface
  interface LaneTask {
    void run(Instant now);
  }

  /** The far end of a leg has answered a request of it. */
  record Answered(LegEntry leg, SipResponse response) implements AgentEvent {}

  /** A request of a leg was not answered. */
  record Unanswered(LegEntry leg, CSeq request, int status) implements AgentEvent {}

  record LegTimerFired(LegEntry leg, LegTimer timer) implements AgentEvent {}

  record CallTimerFired(CallEntry call, String timer) implements AgentEvent {}

  /** A call wants something of a leg. */
  record Commanded(LegRef leg, LegEvent.Command command) implements AgentEvent {}

  /**
   * A leg tells its call.
   *
   * @param leg its number there
   * @param party the extension of our user at its far end, or null
   */
  record Heard(CallRef call, LegRef from, int leg, LegNews news, @Nullable String party)
      implements AgentEvent {}

  /**
   * A leg of a call is over, and has told so before.
   *
   * @param leg its number there
   */
  record Left(CallRef call, LegRef from, int leg) implements AgentEvent {}

  /**
   * A call that wants to take the place of a leg of this lane (RFC 3891), or to talk to it.
   *
   * @param replaces the leg, or null for the first one that the application has in that call
   * @param party the extension of our user who calls, or null
   * @param allowed whether the caller may take the place that {@code replaces} names
   */
  record TakesOver(
      LegRef newcomer,
      SipRequest invite,
      String application,
      String callId,
      @Nullable Replaces replaces,
      @Nullable String party,
      boolean allowed)
      implements AgentEvent {}

  /**
   * The leg belongs to another call from now on.
   *
   * @param beyond who is at the end of that call's leg outside, or null
   */
  record Adopted(LegRef leg, CallRef by, int index, @Nullable Beyond beyond)
      implements AgentEvent {}

  /**
   * The leg that waited in this call to take another's place is over.
   *
   * @param callId of the leg
   */
  record TurnedAway(String callId, CallEntry call) implements AgentEvent {}

  /** A command for a call of ours. */
  record CallCommanded(String callId, CallEvent.CallCommand command) implements AgentEvent {}

  /** A call that we make. */
  record Begin(String callId, String application, CallProgram program) implements AgentEvent {}
}
