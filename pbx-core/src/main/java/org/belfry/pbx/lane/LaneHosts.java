package org.belfry.pbx.lane;

import java.util.random.RandomGenerator;
import org.belfry.pbx.agent.AgentParts;
import org.belfry.pbx.agent.AgentPorts;
import org.belfry.pbx.agent.UserAgents;
import org.belfry.pbx.app.trunk.TrunkLines;
import org.belfry.pbx.app.trunk.TrunkOf;
import org.belfry.pbx.app.trunk.TrunkPorts;
import org.belfry.pbx.app.trunk.TrunkToken;
import org.belfry.pbx.auth.DigestAuthenticator;
import org.belfry.pbx.cdr.CallTracker;
import org.belfry.pbx.engine.Post;
import org.belfry.pbx.inbound.AdmissionControl;
import org.belfry.pbx.inbound.AdmissionPorts;
import org.belfry.pbx.inbound.ReservedAddresses;
import org.belfry.pbx.inbound.Responder;
import org.belfry.pbx.inbound.gate.AuthenticationPorts;
import org.belfry.pbx.inbound.gate.GateParts;
import org.belfry.pbx.inbound.gate.Gates;
import org.belfry.pbx.inbound.gate.RequestValidation;
import org.belfry.pbx.inbound.gate.ServerRequests;
import org.belfry.pbx.presence.PresenceSources;
import org.belfry.pbx.presence.Subscriptions;
import org.belfry.pbx.proxy.DialogRequests;
import org.belfry.pbx.proxy.ProxiedCalls;
import org.belfry.pbx.proxy.ProxyParts;
import org.belfry.pbx.proxy.ProxyPorts;
import org.belfry.pbx.proxy.ProxyRunner;
import org.belfry.pbx.registrar.Gruus;
import org.belfry.pbx.registrar.Registrar;
import org.belfry.pbx.registrar.RegistrarPorts;
import org.belfry.pbx.registrar.Registrations;
import org.belfry.pbx.sip.locate.HopFinder;
import org.belfry.pbx.sip.route.DialogRoute;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.trace.CallTraces;
import org.belfry.pbx.trace.TracedNetwork;
import org.belfry.pbx.transaction.LaneContext;
import org.belfry.pbx.transaction.TransactionTable;

/** The machines' hosts of one lane, assembled. */
final class LaneHosts {
  /** Which part of the heap the answers of all lanes may take. */
  private static final int ANSWERS_SHARE = 8;

  final SipShared shared;
  final TracedNetwork network;
  final TransactionTable transactions;
  final AdmissionControl admission;
  final RequestValidation validation;
  final Responder responder;
  final ServerRequests ours;
  final Registrations registrations;
  final Subscriptions subscriptions;
  final TrunkLines trunks;
  final TrunkOf trunkOf;
  final ProxyRunner proxies;
  final DialogRequests dialogRequests;
  final CallTracker calls;
  final CallTraces traces;
  final UserAgents agents;
  final Forwarding forwarding;
  final HopFinder finder;

  /**
   * @param common its network is traced from here on
   * @param post where the machines leave letters for each other
   */
  LaneHosts(SipShared common, LaneShare share, RandomGenerator random, Post post) {
    SipServerProperties p = common.properties();
    this.network = new TracedNetwork(common.network(), common.counters().messages());
    SipShared shared = common.with(network);
    this.shared = shared;
    var reserved = new ReservedAddresses(shared.directory(), shared.trunks());
    ProxyPorts ports = shared.proxyPorts();
    var told = new ProxiedCalls(ports, reserved::isServer);
    this.calls = told.calls();
    this.traces = told.traces();
    var authenticator =
        new DigestAuthenticator(p.realm(), p.sha256First(), share.nonces(), shared.sessions());
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
    var lane = new LaneContext(network, transactions, post, random, share.mine());
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
            new AgentParts(traces, network, forwarding, finder, share.laneOf()),
            lane);
    told.looksBeyond(agents.beyond());
    var parts =
        new ProxyParts(forwarding, dialogRoute, gruus, agents, share.rights(), reserved, finder);
    this.proxies = new ProxyRunner(ports, parts, told, lane);
    this.dialogRequests = new DialogRequests(ports, parts, proxies, lane);
    this.subscriptions =
        new Subscriptions(
            new PresenceSources(shared.presence(), shared.directory(), shared.location()),
            forwarding,
            share.index(),
            share.owned(),
            lane);
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
            share.mine(),
            lane);
    this.responder = new Responder(transactions, random);
    this.ours = new ServerRequests(shared.directory(), subscriptions::packages, responder);
    Gates gates =
        Gates.of(
            new GateParts(
                admission,
                transactions,
                forwarding,
                responder,
                ours,
                share.queued(),
                shared.counters().messages(),
                shared.counters().malformed()),
            new AuthenticationPorts(
                authenticator,
                shared.directory(),
                shared.securityLog(),
                shared.counters().authenticationFailures()));
    this.validation = new RequestValidation(gates, transactions, network);
  }
}
