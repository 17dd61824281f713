package org.belfry.pbx.lane;

import java.time.Instant;
import org.belfry.pbx.agent.AgentEvent;
import org.belfry.pbx.agent.AgentRequest;
import org.belfry.pbx.agent.UserAgents;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.proxy.ProxyLetter;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.locate.SearchLetter;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.trace.CallTrace;
import org.belfry.pbx.trace.CallTraces;
import org.belfry.pbx.trace.TracedMessage.Direction;
import org.belfry.pbx.transaction.TransactionLetter;
import org.jspecify.annotations.Nullable;

/** Finds the trace of the call that an event belongs to. */
final class EventTraces {
  private final CallTraces traces;
  private final UserAgents agents;

  EventTraces(CallTraces traces, UserAgents agents) {
    this.traces = traces;
    this.agents = agents;
  }

  /**
   * The trace of the call this event belongs to, with the event noted in it; null for none. One
   * look-up and one small object a message.
   */
  @Nullable CallTrace of(Event event, Instant now) {
    return switch (event) {
      case LaneEvent.Received e -> {
        CallTrace trace = of(e.message(), now);
        if (trace != null) {
          trace.note(now, Direction.RECEIVED, e.from(), e.message().encoded());
        }
        yield trace;
      }
      case LaneEvent.SendFailed e -> {
        String callId = e.message().header(HeaderName.CALL_ID);
        CallTrace trace = callId == null ? null : traces.of(callId);
        if (trace != null) {
          trace.failed(now, e.to(), e.message().encoded(), e.why());
        }
        yield trace;
      }
      case LaneEvent.CallNoted e -> traces.of(e.callId());
      case TransactionLetter.TimerFired e -> e.entry().trace();
      case ProxyLetter.TimerFired e -> e.entry().server().trace();
      case ProxyLetter.HopOverdue e -> e.entry().server().trace();
      case ProxyLetter.Answered e -> traces.of(e.response().callId());
      case ProxyLetter.Silent e -> e.branch().entry().server().trace();
      case ProxyLetter.CallToEnd e -> traces.of(e.callId());
      case SearchLetter e -> traces.of(e.search().callId());
      case AgentRequest e -> traces.of(e.callId());
      case AgentEvent e -> agents.traceOf(e);
      default -> null;
    };
  }

  private @Nullable CallTrace of(SipMessage message, Instant now) {
    Method begun = message instanceof SipRequest request ? request.method() : null;
    if (Method.REGISTER.equals(begun)) {
      return null;
    }
    String callId = message.header(HeaderName.CALL_ID);
    if (callId == null) {
      return null;
    }
    return Method.INVITE.equals(begun) ? traces.begin(callId, now) : traces.of(callId);
  }
}
