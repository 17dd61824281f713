package org.belfry.pbx.agent;

import java.time.Instant;
import org.belfry.pbx.call.CallEffect;
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.engine.Post;
import org.belfry.pbx.sip.CSeq;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.locate.HopFinder;
import org.belfry.pbx.sip.locate.ServerLocation;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.trace.CallTrace;
import org.belfry.pbx.trace.CallTraces;
import org.belfry.pbx.trace.TracedMessage.Direction;
import org.belfry.pbx.trace.TracedNetwork;
import org.belfry.pbx.transaction.ClientEntry;
import org.belfry.pbx.transaction.ClientKey;
import org.belfry.pbx.transaction.ClientState;
import org.belfry.pbx.transaction.ClientUser;
import org.belfry.pbx.transaction.LaneContext;
import org.belfry.pbx.transaction.ServerEntry;
import org.belfry.pbx.transaction.TransactionTable;
import org.jspecify.annotations.Nullable;

/**
 * The messages of our legs on their way: into our own proxy as values, or outside by transactions.
 * Both are noted in the traces of their calls.
 */
final class LegTransport {
  private final AgentPorts ports;
  private final CallTraces traces;
  private final TracedNetwork network;
  private final Forwarding forwarding;
  private final HopFinder finder;
  private final TransactionTable transactions;
  private final Post post;

  LegTransport(AgentPorts ports, AgentParts parts, LaneContext lane) {
    this.ports = ports;
    this.traces = parts.traces();
    this.network = parts.network();
    this.forwarding = parts.forwarding();
    this.finder = parts.finder();
    this.transactions = lane.transactions();
    this.post = lane.post();
  }

  Hop inside(String application) {
    return Hop.inside(application, ports.address());
  }

  /** A request that a leg sends outside. */
  private record Asked(LegEntry leg, CSeq request) implements ClientUser {
    @Override
    public Event answered(SipResponse response) {
      return new AgentEvent.Answered(leg, response);
    }

    @Override
    public Event silent(int status, String why) {
      return new AgentEvent.Unanswered(leg, request, status);
    }
  }

  void send(LegEntry leg, SipRequest request, Instant now) {
    switch (leg.way) {
      case CallEffect.Way.Inside inside -> sendInside(leg, request, inside.payer());
      case CallEffect.Way.Outside outside -> sendOutside(leg, request, outside.hop(), now);
      case CallEffect.Way.Named named -> {
        Hop known = leg.hop;
        if (known != null) {
          sendOutside(leg, request, known, now);
        } else {
          finder.find(
              named.uri(),
              request.callId(),
              now,
              (outcome, at) ->
                  sendOutside(
                      leg,
                      request,
                      outcome instanceof ServerLocation.Outcome.Located located
                          ? ports.dead().last(located.hops(), at).getFirst()
                          : null,
                      at));
        }
      }
    }
  }

  /** Into our own proxy, as if it came from a phone that we trust. */
  private void sendInside(LegEntry leg, SipRequest request, Payer payer) {
    Hop hop = inside(leg.application);
    SipRequest sent = forwarding.sending(request, hop);
    trace(request.callId(), Direction.RECEIVED, hop, sent.encoded());
    if (request.method().equals(Method.ACK)) {
      post.send(new AgentRequest.Acknowledged(sent, hop));
      return;
    }
    ServerEntry entry = transactions.inside(sent, hop, new Asked(leg, sent.cseq()));
    if (request.method().equals(Method.INVITE)) {
      leg.inviteInside = entry;
    }
    post.send(new AgentRequest.Sent(entry, sent, hop, payer));
  }

  private void sendOutside(LegEntry leg, SipRequest request, @Nullable Hop to, Instant now) {
    Hop out = to == null ? null : network.route(to);
    if (out == null) {
      post.send(new AgentEvent.Unanswered(leg, request.cseq(), 503));
      return;
    }
    leg.hop = out;
    SipRequest sent = forwarding.sending(request, out);
    if (request.method().equals(Method.ACK)) {
      network.send(sent.encoded(), out);
      return;
    }
    if (request.method().equals(Method.INVITE)) {
      leg.inviteOutside = sent;
    }
    transactions.start(sent, out, new Asked(leg, sent.cseq()), now);
  }

  void cancel(LegEntry leg, @Nullable String reason, Instant now) {
    ServerEntry inside = leg.inviteInside;
    SipRequest outside = leg.inviteOutside;
    Hop hop = leg.hop;
    if (inside != null) {
      SipRequest cancel = Forwarding.cancel(inside.request(), reason);
      trace(cancel.callId(), Direction.RECEIVED, inside.hop(), cancel.encoded());
      post.send(new AgentRequest.Cancelled(inside, cancel));
    } else if (outside != null && hop != null) {
      transactions.start(Forwarding.cancel(outside, reason), hop, null, now);
    }
  }

  void answer(Requester requester, SipResponse response, Instant now) {
    switch (requester) {
      case Requester.Direct it -> transactions.respond(it.transaction(), response, now);
      case Requester.Proxied it -> {
        trace(response.callId(), Direction.RECEIVED, it.hop(), response.encoded());
        if (it.branch() != null) {
          post.send(it.branch().answered(response));
        }
      }
    }
  }

  /**
   * A leg is over. One that rang, was cancelled and says nothing has no timer of its own that would
   * end its INVITE (RFC 3261 §9.1).
   */
  void forget(LegEntry leg) {
    SipRequest invite = leg.inviteOutside;
    ClientEntry waiting = invite == null ? null : transactions.client(ClientKey.of(invite));
    if (waiting != null && waiting.state() instanceof ClientState.InviteProceeding) {
      transactions.forget(waiting);
    }
  }

  /** A call of ours begins: its ladder does too. */
  void beginTrace(String callId, Instant now) {
    traces.begin(callId, now);
  }

  /** A leg begins in the midst of something else: what is sent now is noted in its ladder. */
  void follow(String callId, Instant now) {
    traces.begin(callId, now);
    network.follow(traces.of(callId), now);
  }

  void trace(String callId, Direction direction, Hop hop, byte[] message) {
    CallTrace trace = traces.of(callId);
    if (trace != null) {
      trace.note(network.now(), direction, hop, message);
    }
  }

  void remark(String callId, String what, Instant now) {
    CallTrace trace = traces.of(callId);
    if (trace != null) {
      trace.remark(now, what);
    }
  }
}
