package org.belfry.pbx.lane;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.belfry.pbx.agent.AgentEvent;
import org.belfry.pbx.agent.AgentPorts;
import org.belfry.pbx.agent.AgentRequest;
import org.belfry.pbx.agent.UserAgents;
import org.belfry.pbx.app.trunk.TrunkCalls;
import org.belfry.pbx.app.trunk.TrunkLetter;
import org.belfry.pbx.app.trunk.TrunkLines;
import org.belfry.pbx.app.trunk.TrunkOf;
import org.belfry.pbx.app.trunk.TrunkPorts;
import org.belfry.pbx.app.trunk.TrunkToken;
import org.belfry.pbx.auth.AuthVerdict;
import org.belfry.pbx.auth.DigestAuthenticator;
import org.belfry.pbx.auth.NonceUses;
import org.belfry.pbx.auth.Nonces;
import org.belfry.pbx.call.Payer;
import org.belfry.pbx.cdr.CallTracker;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.engine.Lane;
import org.belfry.pbx.engine.Post;
import org.belfry.pbx.guard.Guard.Welcome;
import org.belfry.pbx.identity.Identity;
import org.belfry.pbx.inbound.AdmissionControl;
import org.belfry.pbx.inbound.AdmissionPorts;
import org.belfry.pbx.inbound.Inbound;
import org.belfry.pbx.inbound.ReservedAddresses;
import org.belfry.pbx.presence.PresenceLetter;
import org.belfry.pbx.presence.PresenceSources;
import org.belfry.pbx.presence.Subscriptions;
import org.belfry.pbx.presence.Watchables;
import org.belfry.pbx.presence.Watcher;
import org.belfry.pbx.proxy.DialogRequests;
import org.belfry.pbx.proxy.ProxiedCalls;
import org.belfry.pbx.proxy.ProxyLetter;
import org.belfry.pbx.proxy.ProxyParts;
import org.belfry.pbx.proxy.ProxyPorts;
import org.belfry.pbx.proxy.ProxyRunner;
import org.belfry.pbx.proxy.ReplacingRights;
import org.belfry.pbx.proxy.plan.AutoAnswer;
import org.belfry.pbx.registrar.Gruus;
import org.belfry.pbx.registrar.Registrar;
import org.belfry.pbx.registrar.RegistrarLetter;
import org.belfry.pbx.registrar.RegistrarPorts;
import org.belfry.pbx.registrar.Registrations;
import org.belfry.pbx.routing.EmergencyCall;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.routing.cpl.CplStore;
import org.belfry.pbx.routing.cpl.CplUpload;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.locate.HopFinder;
import org.belfry.pbx.sip.locate.SearchLetter;
import org.belfry.pbx.sip.message.Flaw;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.DialogRoute;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.trace.CallTrace;
import org.belfry.pbx.trace.CallTraces;
import org.belfry.pbx.trace.TracedMessage.Direction;
import org.belfry.pbx.trace.TracedNetwork;
import org.belfry.pbx.transaction.ClientEntry;
import org.belfry.pbx.transaction.ClientKey;
import org.belfry.pbx.transaction.ClientUser;
import org.belfry.pbx.transaction.LaneContext;
import org.belfry.pbx.transaction.ServerEntry;
import org.belfry.pbx.transaction.ServerKey;
import org.belfry.pbx.transaction.TransactionEntry;
import org.belfry.pbx.transaction.TransactionEvent;
import org.belfry.pbx.transaction.TransactionLetter;
import org.belfry.pbx.transaction.TransactionTable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane of the server: takes each message to the machine it belongs to. What is an answer here
 * is an answer to the sender's mistake or to a request about ourselves; everything about calls is
 * the proxy's ({@link ProxyRunner}).
 */
public final class SipLane implements Lane.Work {
  private static final Logger LOG = LoggerFactory.getLogger(SipLane.class);
  private static final String ALLOW =
      "INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, MESSAGE, INFO, UPDATE, PRACK, REFER, NOTIFY,"
          + " SUBSCRIBE, PUBLISH";

  /** Which part of the heap the answers of all lanes may take. */
  private static final int ANSWERS_SHARE = 8;

  private static final String NOBODY = "anonymous.invalid"; // RFC 3323 §4.1.1.3: perhaps one of us

  private final SipShared shared;
  private final TransactionTable transactions;
  private final DigestAuthenticator authenticator;
  private final AdmissionControl admission;
  private final Registrations registrations;
  private final Subscriptions subscriptions;
  private final Watchables watchables;
  private final TrunkLines trunks;
  private final ProxyRunner proxies;
  private final DialogRequests dialogRequests;
  private final CallTracker calls;
  private final TracedNetwork network;
  private final CallTraces traces;
  private final UserAgents agents;
  private final Forwarding forwarding;
  private final TrunkOf trunkOf;
  private final RandomGenerator random;
  private final HopFinder finder;
  private final DoubleSupplier queued;

  /**
   * @param nonceSecret shared by all lanes, and not kept over restarts
   * @param index the number of this lane
   * @param mine true for the Call-IDs whose messages come to this lane
   * @param owned true for the AORs that this lane owns
   * @param laneOf the lane of a Call-ID
   * @param queued share of this lane's queue that is taken
   * @param post where its machines leave letters for each other
   */
  SipLane(
      SipShared common,
      RandomGenerator random,
      byte[] nonceSecret,
      NonceUses nonceUses,
      ReplacingRights rights,
      int index,
      Predicate<String> mine,
      Predicate<Aor> owned,
      Function<String, Lane> laneOf,
      DoubleSupplier queued,
      Post post) {
    this.queued = queued;
    SipServerProperties p = common.properties();
    this.network = new TracedNetwork(common.network(), common.counters().messages());
    this.shared = common.with(network);
    this.random = random;
    var reserved = new ReservedAddresses(shared.directory(), shared.trunks());
    ProxyPorts ports = shared.proxyPorts();
    var told = new ProxiedCalls(ports, reserved::isServer);
    this.calls = told.calls();
    this.traces = told.traces();
    this.authenticator =
        new DigestAuthenticator(
            p.realm(),
            p.sha256First(),
            new Nonces(nonceSecret, p.nonceValidity(), nonceUses),
            shared.sessions());
    this.admission =
        new AdmissionControl(
            new AdmissionPorts(
                shared.guard(),
                shared.directory(),
                shared.planning().index(),
                shared.location(),
                shared.trunks(),
                shared.counters().overload(),
                p.transactionsPerLane()),
            random);
    DialogRoute dialogRoute = new DialogRoute(p.secret());
    String mark = Long.toString(Integer.toUnsignedLong(random.nextInt()), 36) + "-";
    this.forwarding = new Forwarding(dialogRoute, p.edge().advertised(), mark, random);
    Gruus gruus = new Gruus(p.secret());
    this.trunkOf = new TrunkOf(new TrunkToken(p.secret()), shared.trunks()::server);
    long answers = Runtime.getRuntime().maxMemory() / ANSWERS_SHARE / p.lanes();
    this.transactions = new TransactionTable(p.timers(), network, random.nextLong(), answers, post);
    this.finder =
        new HopFinder(shared.resolver(), network::supported, p.location().deadline(), post);
    this.agents =
        new UserAgents(
            new AgentPorts(
                shared.directory(),
                shared.applications(),
                shared.media(),
                shared.waiting(),
                shared.dead(),
                p.realm(),
                p.listen().getFirst(),
                p.edge().advertised(),
                p.callLimit()),
            traces,
            network,
            forwarding,
            random,
            mine,
            laneOf,
            finder,
            transactions,
            post);
    told.looksBeyond(agents);
    var lane = new LaneContext(network, transactions, post, random, mine);
    var parts = new ProxyParts(forwarding, dialogRoute, gruus, agents, rights, reserved, finder);
    this.proxies = new ProxyRunner(ports, parts, told, lane);
    this.dialogRequests = new DialogRequests(ports, parts, proxies, lane);
    this.subscriptions =
        new Subscriptions(
            new PresenceSources(shared.presence(), shared.directory(), shared.location()),
            forwarding,
            index,
            owned,
            lane);
    this.watchables = new Watchables(shared.directory(), shared.presence().names());
    this.registrations =
        new Registrations(
            new RegistrarPorts(
                shared.location(),
                shared.journal(),
                shared.registrations(),
                () -> shared.directory().get().domain(),
                shared.counters().registrations(),
                shared.changed()),
            new Registrar(p.registrar(), gruus, reserved::mayBe),
            p.registrar().keepAlive(),
            forwarding,
            subscriptions::changed,
            lane);
    this.trunks =
        new TrunkLines(
            new TrunkPorts(
                p.trunks(),
                p.secret(),
                p.edge().advertised(),
                shared.directory(),
                shared.trunks(),
                shared.dead(),
                shared.guard()::unban,
                shared.changed(),
                shared.counters().faults()),
            finder,
            mine,
            lane);
  }

  /** What was said in the lane's calls. */
  public CallTraces traces() {
    return traces;
  }

  public CallTracker calls() {
    return calls;
  }

  /** Transactions in the table, for statistics and for tests that look for leaks. */
  public int transactions() {
    return transactions.size();
  }

  public boolean holds(String callId) {
    return agents.holds(callId);
  }

  /** Legs and calls of our own, for statistics and for tests that look for leaks. */
  public int agents() {
    return agents.size();
  }

  /** Requests that our legs have not done with, for tests that look for leaks. */
  public int asked() {
    return agents.asked();
  }

  @Override
  public void handle(Event event, Instant now) {
    try {
      network.follow(traceOf(event, now), now);
      switch (event) {
        case LaneEvent e -> on(e, now);
        case TransactionLetter e -> {
          if (e instanceof TransactionLetter.TimerFired fired && fired.timer().sendsAgain()) {
            shared.counters().messages().sentAgain();
          }
          transactions.on(e, now);
        }
        case ProxyLetter.CallToEnd e -> dialogRequests.end(e.callId(), e.cause(), e.why(), now);
        case ProxyLetter e -> proxies.on(e, now);
        case AgentEvent e -> agents.on(e, now);
        case AgentRequest e -> fromInside(e, now);
        case RegistrarLetter e -> registrations.on(e, now);
        case PresenceLetter e -> subscriptions.on(e, now);
        case SearchLetter e -> finder.on(e, now);
        case TrunkLetter e -> trunks.on(e, now);
        default -> throw new IllegalStateException("a letter that nobody takes: " + event);
      }
    } catch (MalformedHeader e) {
      malformed(event, e.phrase(), now);
    } catch (RuntimeException e) {
      fault(event, e);
    }
  }

  /**
   * The trace of the call this event belongs to, with the event noted in it; null for none. One
   * look-up and one small object a message.
   */
  private @Nullable CallTrace traceOf(Event event, Instant now) {
    return switch (event) {
      case LaneEvent.Received e -> {
        CallTrace trace = traceOf(e.message(), now);
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

  /** What a user agent of ours sends into the proxy. */
  private void fromInside(AgentRequest request, Instant now) {
    switch (request) {
      case AgentRequest.Sent e -> fromInside(e.entry(), e.request(), e.from(), e.payer(), now);
      case AgentRequest.Acknowledged e -> dialogRequests.forwardAck(e.ack(), e.from(), now);
      case AgentRequest.Cancelled e -> proxies.cancel(e.invite(), e.cancel(), now);
      case AgentRequest.Fetched e -> proxies.fetch(e, now);
    }
  }

  private void on(LaneEvent event, Instant now) {
    switch (event) {
      case LaneEvent.Received e when e.message() instanceof SipRequest r ->
          request(r, e.from(), now);
      case LaneEvent.Received e -> response((SipResponse) e.message(), now);
      case LaneEvent.SendFailed e -> sendFailed(e, now);
      case LaneEvent.TextToSend e -> text(e, now);
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
    CallTrace trace = network.current();
    if (trace != null) {
      trace.remark(now, what);
    }
  }

  private @Nullable CallTrace traceOf(SipMessage message, Instant now) {
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

  private void request(SipRequest received, Hop from, Instant now) {
    shared.counters().messages().request(received.method());
    String problem = received.problem();
    if (problem != null) {
      if (admission.stranger(received, from, now) != Welcome.COME_IN) {
        return;
      }
      refuseMalformed(received, from, problem);
      return;
    }
    SipRequest request = Forwarding.noteSource(received, from);
    ServerKey key = ServerKey.of(request);
    ServerEntry known = transactions.server(key);
    if (known != null) {
      if (!received.method().equals(Method.ACK)) {
        shared.counters().messages().receivedAgain();
      }
      transactions.on(known, new TransactionEvent.RequestReceived(request), now);
      return;
    }
    Hop reply = Forwarding.replyHop(request, from);
    if (transactions.isAnswered(key, reply, now)) {
      shared.counters().messages().receivedAgain();
      if (admission.stranger(received, from, now) == Welcome.COME_IN) {
        transactions.answerAgain(key, reply, now);
      }
      return;
    }
    switch (request.method().name()) {
      case "ACK" -> {
        if (isOfOurDialog(request, from, now)
            || !dialogRequests.areMeantBy(request, now)
            || admission.stranger(request, from, now) == Welcome.COME_IN) {
          acknowledged(request, from, now);
        }
      }
      case "CANCEL" -> cancel(request, from, key, reply, now);
      default -> newRequest(request, from, key, reply, now);
    }
  }

  private void acknowledged(SipRequest request, Hop from, Instant now) {
    if (!dialogRequests.forwardAck(request, from, now)) {
      agents.ackFromOutside(request, from);
    }
  }

  /** RFC 3261 §9.2, §16.10. */
  private void cancel(SipRequest cancel, Hop from, ServerKey key, Hop reply, Instant now) {
    ServerEntry known = transactions.server(ServerKey.ofCancelled(cancel));
    ServerEntry cancelled =
        known != null && known.cameBy(from) && proxies.mayCancel(known, cancel) ? known : null;
    if (cancelled == null && admission.stranger(cancel, from, now) != Welcome.COME_IN) {
      return;
    }
    ServerEntry entry = transactions.open(cancel, key, reply);
    if (cancelled == null) {
      answer(entry, cancel, 481, "Call/Transaction Does Not Exist", now);
      return;
    }
    answer(entry, cancel, 200, "OK", now);
    if (cancelled.user() == null) {
      agents.cancelledOutside(cancelled, cancel);
    } else {
      proxies.cancel(cancelled, cancel, now);
    }
  }

  private void newRequest(SipRequest request, Hop from, ServerKey key, Hop reply, Instant now) {
    boolean ours = isOfOurDialog(request, from, now);
    double taken = ours ? 0 : queued.getAsDouble();
    Welcome welcome = admission.welcome(request, from, ours, taken, transactions.size(), now);
    if (welcome != Welcome.COME_IN) {
      if (welcome == Welcome.LATER) {
        send(admission.later(request, tag()), reply);
      }
      return;
    }
    ServerEntry entry = transactions.open(request, key, reply);
    entry.source(from);
    if (ours) {
      transactions.prove(entry);
    }
    try {
      dispatch(entry, request, from, now);
    } catch (MalformedHeader e) {
      shared.counters().malformed().increment();
      answer(entry, request, 400, e.phrase(), now);
    } catch (RuntimeException e) {
      LOG.error("call={} {} failed by our own fault", request.callId(), request.method(), e);
      shared.counters().faults().increment();
      answer(entry, request, 500, "Server Internal Error", now);
    }
  }

  /**
   * True for a request of a dialog that lives, and not one of too many. A To tag makes none, for
   * anybody can write it, nor does a Route of ours: it is good for days, and whoever was in a call
   * keeps it. The tags must be those of a call, leg or subscription.
   */
  private boolean isOfOurDialog(SipRequest request, Hop from, Instant now) {
    return request.toTag() != null
        && (dialogRequests.areOfLiveCall(request)
            || agents.hop(request) != null
            || subscriptions.hold(request))
        && admission.mayGoOn(request, from, now);
  }

  private void dispatch(ServerEntry entry, SipRequest received, Hop from, Instant now) {
    boolean emergency = admission.isEmergency(received);
    SipRequest request = emergency ? EmergencyCall.unhindered(received) : received;
    if (request.number(HeaderName.MAX_FORWARDS, 70) == 0 && !asksUs(request)) {
      answer(entry, request, 483, "Too Many Hops", now); // §16.3 step 3
      return;
    }
    if (request.has(HeaderName.PROXY_REQUIRE)) {
      List<String> unknown = new ArrayList<>(request.values(HeaderName.PROXY_REQUIRE));
      unknown.removeIf("privacy"::equalsIgnoreCase); // RFC 3323 §4.3
      if (!unknown.isEmpty()) {
        SipResponse bad =
            request
                .respond(420, "Bad Extension", tag())
                .add(HeaderName.UNSUPPORTED, String.join(", ", unknown))
                .done();
        transactions.respond(entry, bad, now); // §16.3 step 5
        return;
      }
    }
    if (proxies.looped(request)) {
      answer(entry, request, 482, "Loop Detected", now); // §16.3 step 4, RFC 5393
      return;
    }
    if (transactions.merges(request, entry) && !proxies.spirals(request)) {
      answer(entry, request, 482, "Loop Detected", now); // §8.2.2.2
      return;
    }
    Aor watched = watchables.of(request);
    if (watched != null) {
      watch(entry, request, watched, from, now);
      return;
    }
    if (request.toTag() != null) {
      if (!dialogRequests.forward(entry, request, from, now)
          && !agents.fromOutside(request, entry, from)) {
        answer(entry, request, 481, "Call/Transaction Does Not Exist", now);
      }
      return;
    }
    outOfDialog(entry, request, from, emergency, now);
  }

  /**
   * A request of an application of ours, which vouches for it.
   *
   * @param payer who answers for what it begins
   */
  private void fromInside(
      ServerEntry entry, SipRequest request, Hop from, Payer payer, Instant now) {
    try {
      if (request.number(HeaderName.MAX_FORWARDS, 70) == 0) {
        answer(entry, request, 483, "Too Many Hops", now);
      } else if (request.toTag() == null) {
        Directory directory = shared.directory().get();
        Inbound inbound = Inbound.ofApplication(from, payer, directory);
        proxies.start(entry, request, request.uri(), inbound, directory, now);
      } else if (!dialogRequests.forward(entry, request, from, now)) {
        answer(entry, request, 481, "Call/Transaction Does Not Exist", now);
      }
    } catch (MalformedHeader e) {
      answer(entry, request, 400, e.phrase(), now);
    }
  }

  /** A text of ours goes the way of any text to a user (RFC 3428). */
  private void text(LaneEvent.TextToSend e, Instant now) {
    Directory directory = shared.directory().get();
    String to = "sip:" + e.extension() + "@" + directory.domain();
    Hop inside = Hop.inside("notices", shared.properties().listen().getFirst());
    SipRequest message =
        forwarding.sending(
            SipRequest.create(Method.MESSAGE, to)
                .add(HeaderName.MAX_FORWARDS, "70")
                .add(HeaderName.FROM, "<sip:" + directory.domain() + ">;tag=" + tag())
                .add(HeaderName.TO, "<" + to + ">")
                .add(HeaderName.CALL_ID, e.callId())
                .add(HeaderName.CSEQ, "1 MESSAGE")
                .body("text/plain;charset=UTF-8", e.text().getBytes(StandardCharsets.UTF_8))
                .done(),
            inside);
    ServerEntry entry = transactions.inside(message, inside, new Text(e.extension()));
    fromInside(entry, message, inside, Payer.NOBODY, now);
  }

  private void outOfDialog(
      ServerEntry entry, SipRequest request, Hop from, boolean emergency, Instant now) {
    Directory directory = shared.directory().get();
    SipUri uri = request.uri();
    if (!uri.isSip() && !uri.scheme().equals("tel") && !emergency) {
      answer(entry, request, 416, "Unsupported URI Scheme", now); // §16.3 step 2
      return;
    }
    if (request.method().equals(Method.REGISTER)) {
      register(entry, request, from, directory, now);
      return;
    }
    if (asksUs(request)) {
      answerForServer(entry, request, now);
      return;
    }
    if (request.method().equals(Method.INVITE)
        && !directory.dialPlan().trunks().isEmpty()
        && trunkOf.of(request, from, directory.dialPlan().trunks()) != null) {
      transactions.prove(entry);
      agents.call(TrunkCalls.NAME, AutoAnswer.without(request), entry, from);
      return;
    }
    Peer peer = directory.peerAt(from.remote().getAddress(), from.remote().getPort());
    Inbound inbound = Inbound.ofServer(from, peer);
    if (peer != null) {
      transactions.prove(entry);
    }
    if (peer == null && !strangerMayCall(request, directory)) {
      User user =
          authenticated(entry, request, DigestAuthenticator.Role.PROXY, directory, from, now);
      if (user == null) {
        return;
      }
      inbound = Inbound.ofUser(from, user);
    }
    if (request.method().equals(Method.NOTIFY)) {
      // RFC 6665 §8.2.1: nobody has subscribed. A phone restarts or answers for a NOTIFY, and
      // trusts our address.
      answer(entry, request, 403, "Nobody has subscribed to this", now);
      return;
    }
    SipRequest begins =
        emergency ? EmergencyCall.numbered(request, shared.planning().index().get()) : request;
    proxies.start(entry, AutoAnswer.without(begins), begins.uri(), inbound, directory, now);
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

  /** The user whose credentials the request carries, or null when it was answered here. */
  private @Nullable User authenticated(
      ServerEntry entry,
      SipRequest request,
      DigestAuthenticator.Role role,
      Directory directory,
      Hop from,
      Instant now) {
    InetAddress address = from.remote().getAddress();
    AuthVerdict verdict = authenticator.check(request, role, address, directory, now);
    if (!(verdict instanceof AuthVerdict.ChallengeNeeded)) {
      transactions.prove(entry); // our nonce for this address has been read there
    }
    return switch (verdict) {
      case AuthVerdict.Accepted accepted -> welcomed(entry, accepted.user(), request, from, now);
      case AuthVerdict.ChallengeNeeded needed -> {
        challenge(entry, request, role, needed.stale(), directory, from, now);
        yield null;
      }
      case AuthVerdict.Misdirected misdirected -> {
        shared.counters().authenticationFailures().increment();
        shared
            .securityLog()
            .authenticationFailed(
                from.shown(),
                misdirected.user(),
                request.method().name(),
                "the credentials are for another request");
        answer(entry, request, 400, "Digest uri is not the Request-URI", now); // RFC 7616 §3.4.6
        yield null;
      }
      case AuthVerdict.Denied denied -> {
        shared.counters().authenticationFailures().increment();
        shared
            .securityLog()
            .authenticationFailed(
                from.shown(), denied.user(), request.method().name(), denied.reason());
        admission.failed(denied.user(), from, now);
        // The same words for an unknown user and a wrong password, so that nobody can search for
        // extensions.
        answer(entry, request, 403, "Forbidden", now);
        yield null;
      }
    };
  }

  /**
   * Challenges without keeping a transaction (RFC 3261 §8.2.7): nothing is remembered of somebody
   * who has not shown who he is, and a request that comes again is challenged again.
   */
  private void challenge(
      ServerEntry entry,
      SipRequest request,
      DigestAuthenticator.Role role,
      boolean stale,
      Directory directory,
      Hop from,
      Instant now) {
    transactions.forget(entry);
    send(
        authenticator.challenge(request, role, stale, sameTag(request), from, directory, now),
        entry.hop());
  }

  /** The user, or null when the right password is not enough just now and it was answered here. */
  private @Nullable User welcomed(
      ServerEntry entry, User user, SipRequest request, Hop from, Instant now) {
    if (admission.refuses(user, request, from, now)) {
      answer(entry, request, 403, "Forbidden", now); // as for a wrong password
      return null;
    }
    admission.succeeded(user, from);
    if (!admission.mayAsk(user, request, from, now)) {
      transactions.respond(entry, admission.later(request, tag()), now);
      return null;
    }
    return user;
  }

  /** A SUBSCRIBE or PUBLISH to one of our users, or to a name that can be watched. */
  private void watch(ServerEntry entry, SipRequest request, Aor aor, Hop from, Instant now) {
    Directory directory = shared.directory().get();
    Peer peer = directory.peerAt(from.remote().getAddress(), from.remote().getPort());
    if (peer != null && !request.has(HeaderName.PROXY_AUTHORIZATION)) {
      if (request.method().equals(Method.PUBLISH)) {
        answer(entry, request, 403, "Only the owner may publish this", now);
      } else {
        subscriptions.subscribe(entry, request, Watcher.of(peer), aor, from, tag(), now);
      }
      return;
    }
    // As for what is passed on, so that nobody learns from the challenge which names there are.
    User user = authenticated(entry, request, DigestAuthenticator.Role.PROXY, directory, from, now);
    if (user == null) {
      return;
    }
    SipUri says = Grammar.nameAddr(request.mandatory(HeaderName.FROM)).uri();
    if (!Identity.maySay(user, says, directory)) {
      answer(entry, request, 403, "The From address is not yours", now);
    } else if (request.method().equals(Method.PUBLISH)) {
      subscriptions.publish(entry, request, user, aor, tag(), now);
    } else {
      subscriptions.subscribe(entry, request, Watcher.of(user), aor, from, tag(), now);
    }
  }

  private void register(
      ServerEntry entry, SipRequest request, Hop from, Directory directory, Instant now) {
    if (!directory.isLocal(request.uri().host())) {
      answer(entry, request, 403, "This server is no registrar of that domain", now);
      return;
    }
    User user =
        authenticated(entry, request, DigestAuthenticator.Role.REGISTRAR, directory, from, now);
    if (user == null) {
      return;
    }
    SipUri to = Grammar.nameAddr(request.mandatory(HeaderName.TO)).uri();
    User owner = directory.isLocal(to.host()) ? directory.user(to.user()) : null;
    if (owner == null) {
      answer(entry, request, 404, "Not Found", now); // §10.3 step 5
      return;
    }
    if (owner.id() != user.id()) {
      answer(entry, request, 403, "Only the owner may register this address", now); // step 4
      return;
    }
    if (CplUpload.isOne(request) && !scriptTaken(entry, request, owner, now)) {
      return;
    }
    Aor aor = new Aor(owner.extension(), directory.domain());
    registrations.register(entry, request, aor, from, tag(), now);
  }

  /**
   * A script comes with a registration (RFC 3880 §3). It is kept before the phone is told that it
   * is registered; when it is no good, the phone is not registered either, so that its owner hears
   * of it.
   */
  private boolean scriptTaken(ServerEntry entry, SipRequest request, User owner, Instant now) {
    CplStore scripts = shared.scripts();
    switch (CplUpload.of(request)) {
      case CplUpload.Store store when !scripts.put(owner.extension(), store.script()) ->
          answer(entry, request, 503, "The script cannot be kept now", now);
      case CplUpload.Remove remove when !scripts.remove(owner.extension()) ->
          answer(entry, request, 503, "The script cannot be removed now", now);
      case CplUpload.Refuse no ->
          transactions.respond(
              entry,
              request
                  .respond(no.status(), no.reason(), tag())
                  .add(HeaderName.WARNING, no.warning(shared.properties().realm()))
                  .done(),
              now);
      default -> {
        return true;
      }
    }
    return false;
  }

  /** A request about the server itself: its own URI without a user. */
  private boolean asksUs(SipRequest request) {
    SipUri uri = request.uri();
    return uri.isSip()
        && (uri.user() == null || uri.user().isEmpty())
        && !request.method().equals(Method.REGISTER)
        && shared.directory().get().isLocal(uri.host());
  }

  private void answerForServer(ServerEntry entry, SipRequest request, Instant now) {
    if (request.method().equals(Method.OPTIONS)) {
      // §11.2
      transactions.respond(
          entry,
          request
              .respond(200, "OK", tag())
              .add(HeaderName.ALLOW, ALLOW)
              .add(HeaderName.ALLOW_EVENTS, subscriptions.packages())
              .add(HeaderName.ACCEPT, "application/sdp")
              .done(),
          now);
    } else if (request.method().equals(Method.INVITE)) {
      answer(entry, request, 484, "Address Incomplete", now);
    } else {
      transactions.respond(
          entry,
          request.respond(405, "Method Not Allowed", tag()).add(HeaderName.ALLOW, "OPTIONS").done(),
          now);
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

  private void answer(
      ServerEntry entry, SipRequest request, int status, String reason, Instant now) {
    String tag = transactions.isUnproven(entry) ? sameTag(request) : tag();
    transactions.respond(entry, request.respond(status, reason, tag).done(), now);
  }

  /** The same each time, for answers to one request that are given without a state (§8.2.7). */
  private static String sameTag(SipRequest request) {
    return Integer.toHexString(request.topVia().branch().hashCode()) + "c";
  }

  private void refuseMalformed(SipRequest request, Hop from, String problem) {
    shared.counters().malformed().increment();
    if (request.method().equals(Method.ACK)) {
      return; // an ACK is never answered
    }
    if (!request.has(HeaderName.VIA)) {
      LOG.debug("dropped a request from {} that no answer finds back from", from.shown());
      return;
    }
    SipRequest noted = request;
    Hop reply = from;
    try {
      noted = Forwarding.noteSource(request, from);
      reply = Forwarding.replyHop(noted, from);
    } catch (MalformedHeader e) {
      // RFC 4475 §3.1.2.1: the Via cannot be read, so the answer goes where the request came from.
      LOG.debug("answering a request from {} that has no good Via", from.shown());
    }
    // §8.2.6.2: stateless, so the same request gets the same answer each time.
    Flaw flaw = request.flaw();
    int status = flaw != null ? flaw.status() : request.isVersion2() ? 400 : 505;
    send(
        noted.respond(status, status == 505 ? "Version Not Supported" : problem, "bad").done(),
        reply);
  }

  private void malformed(Event event, String phrase, Instant now) {
    if (event instanceof LaneEvent.Received(SipRequest request, Hop from)) {
      if (admission.stranger(request, from, now) == Welcome.COME_IN) {
        refuseMalformed(request, from, phrase);
      }
    } else {
      shared.counters().malformed().increment();
      LOG.debug("dropped a response: {}", phrase);
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

  private void send(SipResponse response, Hop hop) {
    shared.network().send(response.encoded(), hop);
  }

  private String tag() {
    return HexFormat.of().toHexDigits(random.nextLong());
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
