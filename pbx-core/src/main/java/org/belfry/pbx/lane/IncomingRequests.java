package org.belfry.pbx.lane;

import java.time.Instant;
import org.belfry.pbx.app.trunk.TrunkCalls;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.inbound.AdmissionControl;
import org.belfry.pbx.inbound.Inbound;
import org.belfry.pbx.inbound.Responder;
import org.belfry.pbx.inbound.gate.Arrival;
import org.belfry.pbx.inbound.gate.RequestValidation;
import org.belfry.pbx.inbound.gate.ServerRequests;
import org.belfry.pbx.presence.NotifierResources;
import org.belfry.pbx.proxy.plan.AutoAnswer;
import org.belfry.pbx.routing.EmergencyCall;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.transaction.ServerEntry;
import org.belfry.pbx.transaction.ServerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes each request from the network through the gates and routes it. Answers only the sender's
 * mistakes; calls are the proxy's.
 */
final class IncomingRequests {
  private static final Logger LOG = LoggerFactory.getLogger(IncomingRequests.class);
  private static final String NOBODY = "anonymous.invalid"; // RFC 3323 §4.1.1.3: perhaps one of us

  private final SipShared shared;
  private final LaneHosts hosts;
  private final RequestValidation validation;
  private final AdmissionControl admission;
  private final Responder responder;
  private final ServerRequests ours;
  private final RegisterRequests registers;
  private final EventRequests events;
  private final NotifierResources watchables;

  IncomingRequests(SipShared shared, LaneHosts hosts) {
    this.shared = shared;
    this.hosts = hosts;
    this.validation = hosts.validation;
    this.admission = hosts.admission;
    this.responder = hosts.responder;
    this.ours = hosts.ours;
    this.registers = new RegisterRequests(shared, validation, responder, hosts.registrations);
    this.events = new EventRequests(shared.directory(), validation, responder, hosts.subscriptions);
    this.watchables = new NotifierResources(shared.directory(), shared.presence().names());
  }

  void on(SipRequest received, Hop from, Instant now) {
    shared.counters().messages().request(received.method());
    Arrival raw = Arrival.received(received, from, now);
    if (!validation.isWellFormed(raw)) {
      return;
    }
    Arrival arrival = raw.read();
    if (!validation.isNew(arrival)) {
      return;
    }
    switch (received.method().name()) {
      case "ACK" -> acknowledged(arrival);
      case "CANCEL" -> cancel(arrival);
      default -> begin(arrival);
    }
  }

  /** Refuses what is found to be malformed only when it is read. */
  void malformed(SipRequest request, Hop from, String phrase, Instant now) {
    validation.malformed(Arrival.received(request, from, now), phrase);
  }

  private void acknowledged(Arrival arrival) {
    SipRequest request = arrival.request();
    if (!isOfOurDialog(arrival)
        && hosts.dialogRequests.areMeantBy(request, arrival.now())
        && validation.isBanned(arrival)) {
      return;
    }
    if (!hosts.dialogRequests.forwardAck(request, arrival.from(), arrival.now())) {
      hosts.agents.ackFromOutside(request, arrival.from());
    }
  }

  /** RFC 3261 §9.2, §16.10. */
  private void cancel(Arrival arrival) {
    SipRequest cancel = arrival.request();
    Instant now = arrival.now();
    ServerEntry known = hosts.transactions.server(ServerKey.ofCancelled(cancel));
    ServerEntry cancelled =
        known != null && known.cameBy(arrival.from()) && hosts.proxies.mayCancel(known, cancel)
            ? known
            : null;
    if (cancelled == null && validation.isBanned(arrival)) {
      return;
    }
    ServerEntry entry = hosts.transactions.open(cancel, arrival.key(), arrival.reply());
    if (cancelled == null) {
      responder.answer(entry, cancel, 481, "Call/Transaction Does Not Exist", now);
      return;
    }
    responder.answer(entry, cancel, 200, "OK", now);
    if (cancelled.user() == null) {
      hosts.agents.cancelledOutside(cancelled, cancel);
    } else {
      hosts.proxies.cancel(cancelled, cancel, now);
    }
  }

  private void begin(Arrival read) {
    Arrival arrival = isOfOurDialog(read) ? read.inDialog() : read;
    if (!validation.isAdmitted(arrival)) {
      return;
    }
    SipRequest request = arrival.request();
    ServerEntry entry = hosts.transactions.open(request, arrival.key(), arrival.reply());
    entry.source(arrival.from());
    if (arrival.isInDialog()) {
      hosts.transactions.prove(entry);
    }
    try {
      dispatch(arrival.in(entry));
    } catch (MalformedHeader e) {
      shared.counters().malformed().increment();
      responder.answer(entry, request, 400, e.phrase(), arrival.now());
    } catch (RuntimeException e) {
      LOG.error("call={} {} failed by our own fault", request.callId(), request.method(), e);
      shared.counters().faults().increment();
      responder.answer(entry, request, 500, "Server Internal Error", arrival.now());
    }
  }

  /**
   * True for a request of a dialog that lives, and not one of too many. A To tag makes none, for
   * anybody can write it, nor does a Route of ours: it is good for days, and whoever was in a call
   * keeps it. The tags must be those of a call, leg or subscription.
   */
  private boolean isOfOurDialog(Arrival arrival) {
    SipRequest request = arrival.request();
    return request.toTag() != null
        && (hosts.dialogRequests.areOfLiveCall(request)
            || hosts.agents.hop(request) != null
            || hosts.subscriptions.hold(request))
        && admission.mayGoOn(request, arrival.from(), arrival.now());
  }

  private void dispatch(Arrival received) {
    boolean emergency = admission.isEmergency(received.request());
    Arrival arrival =
        emergency ? received.as(EmergencyCall.unhindered(received.request())) : received;
    if (!validation.mayBeRouted(arrival)) {
      return;
    }
    SipRequest request = arrival.request();
    Aor watched = watchables.of(request);
    if (watched != null) {
      events.on(arrival, watched);
    } else if (request.toTag() == null) {
      outOfDialog(arrival, emergency);
    } else if (!hosts.dialogRequests.forward(
            arrival.entry(), request, arrival.from(), arrival.now())
        && !hosts.agents.fromOutside(request, arrival.entry(), arrival.from())) {
      String reason = "Call/Transaction Does Not Exist";
      responder.answer(arrival.entry(), request, 481, reason, arrival.now());
    }
  }

  private void outOfDialog(Arrival arrival, boolean emergency) {
    ServerEntry entry = arrival.entry();
    SipRequest request = arrival.request();
    Hop from = arrival.from();
    Directory directory = shared.directory().get();
    if (request.method().equals(Method.REGISTER)) {
      registers.on(arrival);
      return;
    }
    if (ours.include(request)) {
      ours.answer(entry, request, arrival.now());
      return;
    }
    if (request.method().equals(Method.INVITE)
        && !directory.dialPlan().trunks().isEmpty()
        && hosts.trunkOf.of(request, from, directory.dialPlan().trunks()) != null) {
      hosts.transactions.prove(entry);
      hosts.agents.call(TrunkCalls.NAME, AutoAnswer.without(request), entry, from);
      return;
    }
    Peer peer = directory.peerAt(from.remote().getAddress(), from.remote().getPort());
    Inbound inbound = Inbound.ofServer(from, peer);
    if (peer != null) {
      hosts.transactions.prove(entry);
    }
    if (peer == null && !strangerMayCall(request, directory)) {
      User user = validation.authenticated(arrival);
      if (user == null) {
        return;
      }
      inbound = Inbound.ofUser(from, user);
    }
    if (request.method().equals(Method.NOTIFY)) {
      // RFC 6665 §8.2.1: nobody has subscribed. A phone restarts or answers for a NOTIFY, and
      // trusts our address.
      responder.answer(entry, request, 403, "Nobody has subscribed to this", arrival.now());
      return;
    }
    SipRequest begins =
        emergency ? EmergencyCall.numbered(request, shared.planning().index().get()) : request;
    hosts.proxies.start(
        entry, AutoAnswer.without(begins), begins.uri(), inbound, directory, arrival.now());
  }

  /**
   * True for a call from another domain to one of our users, when the site takes such calls. Who
   * says to be of this site, or has credentials, is asked for them like anybody else.
   */
  private boolean strangerMayCall(SipRequest request, Directory directory) {
    if (shared.properties().federation() != Federation.BOTH
        || request.has(HeaderName.PROXY_AUTHORIZATION)
        || !directory.isLocal(request.uri().host())) {
      return false;
    }
    Method method = request.method();
    SipUri from = Grammar.nameAddr(request.mandatory(HeaderName.FROM)).uri();
    return (method.equals(Method.INVITE)
            || method.equals(Method.MESSAGE)
            || method.equals(Method.OPTIONS))
        && from.isSip()
        && !from.host().isEmpty()
        && !from.host().equals(NOBODY)
        && !directory.isLocal(from.host());
  }
}
