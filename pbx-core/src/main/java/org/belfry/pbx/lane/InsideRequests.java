package org.belfry.pbx.lane;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.belfry.pbx.agent.AgentRequest;
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.inbound.Inbound;
import org.belfry.pbx.inbound.Responder;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.transaction.ClientUser;
import org.belfry.pbx.transaction.ServerEntry;

/** Requests of our own user agents and texts of ours, on their way into the proxy. */
final class InsideRequests {
  private final SipShared shared;
  private final LaneHosts hosts;
  private final Responder responder;

  InsideRequests(SipShared shared, LaneHosts hosts, Responder responder) {
    this.shared = shared;
    this.hosts = hosts;
    this.responder = responder;
  }

  /** What a user agent of ours sends into the proxy. */
  void on(AgentRequest request, Instant now) {
    switch (request) {
      case AgentRequest.Sent e -> send(e.entry(), e.request(), e.from(), e.payer(), now);
      case AgentRequest.Acknowledged e -> hosts.dialogRequests.forwardAck(e.ack(), e.from(), now);
      case AgentRequest.Cancelled e -> hosts.proxies.cancel(e.invite(), e.cancel(), now);
      case AgentRequest.Fetched e -> hosts.proxies.fetch(e, now);
    }
  }

  /**
   * A request of an application of ours, which vouches for it.
   *
   * @param payer who answers for what it begins
   */
  private void send(ServerEntry entry, SipRequest request, Hop from, Payer payer, Instant now) {
    try {
      if (request.number(HeaderName.MAX_FORWARDS, 70) == 0) {
        responder.answer(entry, request, 483, "Too Many Hops", now);
      } else if (request.toTag() == null) {
        Directory directory = shared.directory().get();
        Inbound inbound = Inbound.ofApplication(from, payer, directory);
        hosts.proxies.start(entry, request, request.uri(), inbound, directory, now);
      } else if (!hosts.dialogRequests.forward(entry, request, from, now)) {
        responder.answer(entry, request, 481, "Call/Transaction Does Not Exist", now);
      }
    } catch (MalformedHeader e) {
      responder.answer(entry, request, 400, e.phrase(), now);
    }
  }

  /** A text of ours goes the way of any text to a user (RFC 3428). */
  void text(LaneEvent.TextToSend e, Instant now) {
    Directory directory = shared.directory().get();
    String to = "sip:" + e.extension() + "@" + directory.domain();
    Hop inside = Hop.inside("notices", shared.properties().listen().getFirst());
    SipRequest message =
        hosts.forwarding.sending(
            SipRequest.create(Method.MESSAGE, to)
                .add(HeaderName.MAX_FORWARDS, "70")
                .add(HeaderName.FROM, "<sip:" + directory.domain() + ">;tag=" + responder.tag())
                .add(HeaderName.TO, "<" + to + ">")
                .add(HeaderName.CALL_ID, e.callId())
                .add(HeaderName.CSEQ, "1 MESSAGE")
                .body("text/plain;charset=UTF-8", e.text().getBytes(StandardCharsets.UTF_8))
                .done(),
            inside);
    ServerEntry entry = hosts.transactions.inside(message, inside, new Text(e.extension()));
    send(entry, message, inside, Payer.NOBODY, now);
  }

  /** A text of ours for somebody (RFC 3428). */
  private record Text(String extension) implements ClientUser {
    @Override
    public Event answered(SipResponse response) {
      return new LaneEvent.TextEnded(extension, response.status());
    }

    @Override
    public Event silent(int status, String why) {
      return new LaneEvent.TextEnded(extension, status);
    }
  }
}
