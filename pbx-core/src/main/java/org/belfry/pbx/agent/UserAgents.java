package org.belfry.pbx.agent;

import java.time.Instant;
import org.belfry.pbx.anchor.BeyondSource;
import org.belfry.pbx.call.LegEvent;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.trace.CallTrace;
import org.belfry.pbx.trace.CallTraces;
import org.belfry.pbx.trace.TracedMessage.Direction;
import org.belfry.pbx.transaction.LaneContext;
import org.belfry.pbx.transaction.ServerEntry;
import org.jspecify.annotations.Nullable;

/**
 * The user agents of one lane: the legs whose Call-IDs are the lane's and the calls that they
 * belong to, and what our applications are reached by. {@link UasCore} takes requests, {@link
 * InviteUsages} runs the legs, {@link CallPrograms} the calls.
 *
 * <p>Between proxy and application messages go as values, without a wire form and without
 * transactions: nothing is lost on the way, so nothing need be repeated. They never go on the
 * caller's stack: each waits in the inbox until the lane is done with what it does.
 */
public final class UserAgents {
  private final AgentPorts ports;
  private final CallTraces traces;
  private final LegTable table;
  private final LegTransport transport;
  private final LegsBeyond beyond;
  private final LegFarEnds farEnds;
  private final InviteUsages usages;
  private final CallPrograms programs;
  private final LegReplacements replacements;
  private final UasCore uas;

  public UserAgents(AgentPorts ports, AgentParts parts, LaneContext context) {
    this.ports = ports;
    this.traces = parts.traces();
    AgentLane lane = new AgentLane(context, parts.laneOf());
    this.table = new LegTable(context.owns());
    this.transport = new LegTransport(ports, parts, context);
    this.beyond = new LegsBeyond(ports, table, lane);
    this.farEnds = new LegFarEnds(ports, table);
    this.usages = new InviteUsages(table, transport, lane);
    UacCore uac = new UacCore(table, transport, usages, beyond, lane);
    this.programs = new CallPrograms(ports, table, transport, uac, lane);
    this.replacements = new LegReplacements(table, usages, programs, beyond, lane);
    UasDialogs dialogs = new UasDialogs(table, usages, programs, replacements);
    LaneEnvironment environment = new LaneEnvironment(ports, parts.network(), context.random());
    IncomingCalls calls = new IncomingCalls(ports, environment, table, transport, dialogs);
    this.uas = new UasCore(table, transport, usages, calls, lane);
  }

  /** True for the Call-ID of a leg of ours. On any thread; a guess when it changes just now. */
  public boolean holds(String callId) {
    return table.holds(callId);
  }

  /** Legs that are held, for statistics and for tests that look for leaks. */
  public int size() {
    return table.size();
  }

  /** Requests that legs have not done with, for tests that look for leaks. */
  public int asked() {
    return table.asked();
  }

  /** Legs that calls know of, for tests that look for leaks. */
  public int known() {
    return table.known();
  }

  /** Who is behind our legs, for media that is not meant for us. */
  public BeyondSource beyond() {
    return beyond;
  }

  /** The way to the leg that a request of a dialog is for, or null when it is not one of ours. */
  public @Nullable Hop hop(SipRequest request) {
    LegEntry leg = table.isEmpty() ? null : table.legOf(request);
    return leg == null ? null : transport.inside(leg.application);
  }

  /** True for a URI that means an application of ours, whose legs alone are reached by it. */
  public boolean isOurs(SipUri uri) {
    return ApplicationUris.isOne(uri, ports.directory().get());
  }

  /** The way to an application, or null when there is none of that name. */
  public @Nullable Hop application(String name) {
    return ports.applications().containsKey(name) ? transport.inside(name) : null;
  }

  // ---- through the proxy

  /**
   * The proxy sends a request to an application; its answers come back like those of a phone.
   *
   * @param requester the proxy's branch
   */
  public void fromProxy(SipRequest request, Hop hop, Requester.Proxied requester) {
    transport.trace(request.callId(), Direction.SENT, hop, request.encoded());
    uas.request(request, requester, hop);
  }

  /** An ACK on its way through the proxy. */
  public void ackFromProxy(SipRequest ack, Hop hop) {
    transport.trace(ack.callId(), Direction.SENT, hop, ack.encoded());
    uas.ack(ack);
  }

  // ---- without the proxy

  /**
   * A request of a dialog that did not go through our proxy.
   *
   * @return false when no leg of ours is meant, or not by its far end
   */
  public boolean fromOutside(SipRequest request, ServerEntry entry, Hop from) {
    if (!farEnds.isSender(request, from)) {
      return false;
    }
    uas.request(request, new Requester.Direct(entry), entry.hop());
    return true;
  }

  /** An ACK that did not go through our proxy. */
  public void ackFromOutside(SipRequest ack, Hop from) {
    if (farEnds.isSender(ack, from)) {
      uas.ack(ack);
    }
  }

  /** A call from outside that an application takes without our proxy: a trunk's. */
  public void call(String application, SipRequest invite, ServerEntry entry, Hop from) {
    uas.invite(new InviteReceived(application, invite, new Requester.Direct(entry), from));
  }

  /** The CANCEL of a call that came from outside; the CANCEL itself has been answered. */
  public void cancelledOutside(ServerEntry invite, SipRequest cancel) {
    uas.cancelled(invite, cancel);
  }

  // ---- in time and between lanes

  public void on(AgentEvent event, Instant now) {
    switch (event) {
      case AgentEvent.Due e -> e.task().run(now);
      case AgentEvent.Answered e -> usages.answered(e.leg(), e.response(), now);
      case AgentEvent.Unanswered e ->
          usages.step(e.leg(), new LegEvent.Unanswered(e.request(), e.status()), now);
      case AgentEvent.LegTimerFired e -> usages.fired(e.leg(), e.timer(), now);
      case AgentEvent.Commanded e -> usages.command(e.leg(), e.command(), now);
      case AgentEvent.CallTimerFired e -> programs.fired(e, now);
      case AgentEvent.Heard e -> programs.heard(e, now);
      case AgentEvent.Left e -> programs.left(e);
      case AgentEvent.CallCommanded e -> programs.commanded(e, now);
      case AgentEvent.Begin e -> programs.begin(e, now);
      case AgentEvent.TurnedAway e -> programs.over(e.call());
      case AgentEvent.TakesOver e -> replacements.takesOver(e, now);
      case AgentEvent.Adopted e -> replacements.adopted(e);
    }
  }

  /** The traces that an event belongs to. */
  public @Nullable CallTrace traceOf(AgentEvent event) {
    String callId =
        switch (event) {
          case AgentEvent.Due e -> e.callId();
          case AgentEvent.LegTimerFired e -> e.leg().ref.callId();
          case AgentEvent.Answered e -> e.response().callId();
          case AgentEvent.Unanswered e -> e.leg().ref.callId();
          case AgentEvent.Commanded e -> e.leg().callId();
          case AgentEvent.Heard e -> e.from().callId();
          case AgentEvent.TurnedAway e -> e.callId();
          default -> null;
        };
    return callId == null ? null : traces.of(callId);
  }
}
