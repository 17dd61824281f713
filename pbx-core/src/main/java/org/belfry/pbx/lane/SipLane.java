package org.belfry.pbx.lane;

import java.time.Instant;
import java.util.random.RandomGenerator;
import org.belfry.pbx.agent.AgentEvent;
import org.belfry.pbx.agent.AgentRequest;
import org.belfry.pbx.app.trunk.TrunkLetter;
import org.belfry.pbx.cdr.CallTracker;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.engine.Lane;
import org.belfry.pbx.engine.Post;
import org.belfry.pbx.presence.PresenceLetter;
import org.belfry.pbx.proxy.ProxyLetter;
import org.belfry.pbx.registrar.RegistrarLetter;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.locate.SearchLetter;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.trace.CallTrace;
import org.belfry.pbx.trace.CallTraces;
import org.belfry.pbx.transaction.ClientEntry;
import org.belfry.pbx.transaction.ClientKey;
import org.belfry.pbx.transaction.ServerKey;
import org.belfry.pbx.transaction.TransactionEntry;
import org.belfry.pbx.transaction.TransactionEvent;
import org.belfry.pbx.transaction.TransactionLetter;
import org.belfry.pbx.transaction.TransactionTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One lane of the server: takes each message and letter to the machine it belongs to. */
public final class SipLane implements Lane.Work {
  private static final Logger LOG = LoggerFactory.getLogger(SipLane.class);

  private final SipShared shared;
  private final LaneHosts hosts;
  private final TransactionTable transactions;
  private final EventTraces eventTraces;
  private final IncomingRequests incoming;
  private final InsideRequests inside;

  /**
   * @param post where its machines leave letters for each other
   */
  SipLane(SipShared common, LaneShare share, RandomGenerator random, Post post) {
    this.hosts = new LaneHosts(common, share, random, post);
    this.shared = hosts.shared;
    this.transactions = hosts.transactions;
    this.eventTraces = new EventTraces(hosts.traces, hosts.agents);
    this.incoming = new IncomingRequests(shared, hosts);
    this.inside = new InsideRequests(shared, hosts, hosts.responder);
  }

  /** What was said in the calls of the lane. */
  public CallTraces traces() {
    return hosts.traces;
  }

  public CallTracker calls() {
    return hosts.calls;
  }

  /** Transactions in the table, for statistics and for tests that look for leaks. */
  public int transactions() {
    return transactions.size();
  }

  public boolean holds(String callId) {
    return hosts.agents.holds(callId);
  }

  /** Legs and calls of our own, for statistics and for tests that look for leaks. */
  public int agents() {
    return hosts.agents.size();
  }

  /** Requests that our legs have not done with, for tests that look for leaks. */
  public int asked() {
    return hosts.agents.asked();
  }

  /** Legs that our calls know of, for tests that look for leaks. */
  public int known() {
    return hosts.agents.known();
  }

  @Override
  public void handle(Event event, Instant now) {
    try {
      hosts.network.follow(eventTraces.of(event, now), now);
      switch (event) {
        case LaneEvent e -> on(e, now);
        case TransactionLetter e -> {
          if (e instanceof TransactionLetter.TimerFired fired && fired.timer().sendsAgain()) {
            shared.counters().messages().sentAgain();
          }
          transactions.on(e, now);
        }
        case ProxyLetter.CallToEnd e ->
            hosts.dialogRequests.end(e.callId(), e.cause(), e.why(), now);
        case ProxyLetter e -> hosts.proxies.on(e, now);
        case AgentEvent e -> hosts.agents.on(e, now);
        case AgentRequest e -> inside.on(e, now);
        case RegistrarLetter e -> hosts.registrations.on(e, now);
        case PresenceLetter e -> hosts.subscriptions.on(e, now);
        case SearchLetter e -> hosts.finder.on(e, now);
        case TrunkLetter e -> hosts.trunks.on(e, now);
        default -> throw new IllegalStateException("a letter that nobody takes: " + event);
      }
    } catch (MalformedHeader e) {
      malformed(event, e.phrase(), now);
    } catch (RuntimeException e) {
      fault(event, e);
    }
  }

  private void on(LaneEvent event, Instant now) {
    switch (event) {
      case LaneEvent.Received e when e.message() instanceof SipRequest r ->
          incoming.on(r, e.from(), now);
      case LaneEvent.Received e -> response((SipResponse) e.message(), now);
      case LaneEvent.SendFailed e -> sendFailed(e, now);
      case LaneEvent.TextToSend e -> inside.text(e, now);
      case LaneEvent.TextEnded e -> {
        if (e.status() >= 300) {
          LOG.info("a text for {} does not arrive: {}", e.extension(), e.status());
        }
      }
      case LaneEvent.CallNoted e -> remark(e.what(), now);
      case LaneEvent.PulseAsked e -> e.beat().run();
    }
  }

  private void remark(String what, Instant now) {
    CallTrace trace = hosts.network.current();
    if (trace != null) {
      trace.remark(now, what);
    }
  }

  private void response(SipResponse response, Instant now) {
    shared.counters().messages().response(response.status());
    if (response.problem() != null) {
      shared.counters().malformed().increment();
      return;
    }
    ClientEntry client = transactions.client(ClientKey.of(response));
    if (client == null) {
      // RFC 6026 §8.2: a response that matches no transaction is not forwarded.
      shared.counters().strayResponses().increment();
      return;
    }
    transactions.on(client, new TransactionEvent.ResponseReceived(response), now);
  }

  private void sendFailed(LaneEvent.SendFailed e, Instant now) {
    TransactionEntry entry =
        switch (e.message()) {
          case SipRequest request -> transactions.client(ClientKey.of(request));
          case SipResponse response -> transactions.server(ServerKey.ofResponse(response));
        };
    if (entry != null && !sentInstead(entry, e)) {
      transactions.on(entry, new TransactionEvent.SendFailed(e.why()), now);
    }
  }

  /** A response whose connection is gone gets another chance (RFC 3261 §18.2.2). */
  private boolean sentInstead(TransactionEntry entry, LaneEvent.SendFailed e) {
    if (!(e.message() instanceof SipResponse response) || !e.to().equals(entry.hop())) {
      return false;
    }
    Hop instead = Forwarding.replyHopInstead(response, e.to());
    if (instead == null) {
      return false;
    }
    shared.network().send(response.encoded(), instead);
    return true;
  }

  private void malformed(Event event, String phrase, Instant now) {
    if (event instanceof LaneEvent.Received(SipRequest request, Hop from)) {
      incoming.malformed(request, from, phrase, now);
    } else {
      shared.counters().malformed().increment();
      LOG.debug("{} cannot be read: {}", describe(event), phrase);
    }
  }

  /** Our own fault: noted once with what led to it; the lane goes on with the next event. */
  private void fault(Event event, RuntimeException e) {
    shared.counters().faults().increment();
    LOG.error("{} could not be handled", describe(event), e);
    switch (event) {
      case TransactionLetter.TimerFired t -> transactions.broken(t.entry());
      case LaneEvent.Received(SipResponse response, Hop from) -> broken(response);
      case ProxyLetter.Answered a -> broken(a.response());
      default -> {}
    }
  }

  /** What a response was for ends with it. */
  private void broken(SipResponse response) {
    ClientEntry client = transactions.client(ClientKey.of(response));
    if (client != null) {
      transactions.broken(client);
    }
  }

  private static String describe(Event event) {
    if (event instanceof LaneEvent.Received(SipMessage message, Hop from)) {
      return "call=" + message.callId() + " " + message.cseq() + " from " + from.shown();
    }
    return event.getClass().getSimpleName();
  }
}
