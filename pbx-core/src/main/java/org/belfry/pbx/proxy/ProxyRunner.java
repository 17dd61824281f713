package org.belfry.pbx.proxy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.belfry.pbx.agent.AgentRequest;
import org.belfry.pbx.agent.Requester;
import org.belfry.pbx.agent.UserAgents;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.anchor.Outcome;
import org.belfry.pbx.app.pickup.PickupCalls;
import org.belfry.pbx.app.trunk.OutsideCalls;
import org.belfry.pbx.call.Reasons;
import org.belfry.pbx.call.Replaces;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.engine.Post;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.identity.Identity;
import org.belfry.pbx.identity.Privacy;
import org.belfry.pbx.inbound.Inbound;
import org.belfry.pbx.inbound.ReservedAddresses;
import org.belfry.pbx.proxy.plan.PlanRun;
import org.belfry.pbx.proxy.plan.PlanStep;
import org.belfry.pbx.proxy.plan.PlanSteps;
import org.belfry.pbx.proxy.plan.TargetFinder;
import org.belfry.pbx.proxy.plan.Targets;
import org.belfry.pbx.registrar.WayBack;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.Caller;
import org.belfry.pbx.routing.EmergencyCall;
import org.belfry.pbx.routing.Enquiry;
import org.belfry.pbx.routing.Route;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.sip.route.NextHop;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.route.TargetGroup;
import org.belfry.pbx.sip.transport.SipNetwork;
import org.belfry.pbx.transaction.ClientEntry;
import org.belfry.pbx.transaction.ClientKey;
import org.belfry.pbx.transaction.LaneContext;
import org.belfry.pbx.transaction.ServerEntry;
import org.belfry.pbx.transaction.TransactionTable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the proxies of one lane: finds targets, steps {@link Proxy} and carries out its effects.
 * What follows within a dialog comes by {@link DialogRequests}.
 */
public final class ProxyRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyRunner.class);
  private static final Duration SWEEP = Duration.ofMinutes(10);

  /**
   * A phone on UDP remembers a refused INVITE for T4, 5 s, after the ACK (RFC 3261 §17.2.1, Timer
   * I), and takes another one of the same call for a loop meanwhile (§8.2.2.2: 482).
   */
  private static final Duration AFTER_REFUSAL = Duration.ofMillis(5500);

  static final HeaderName JOIN = HeaderName.of("Join");

  private final ProxyPorts ports;
  private final ProxiedCalls told;
  private final CallMedia media;
  private final Forwarding forwarding;
  private final Destinations destinations;
  private final Proxy proxy;
  private final PlanSteps plans;
  private final UserAgents agents;
  private final ReplacingRights rights;
  private final RedirectFilter redirects;
  private final NamedBranches named;
  private final ReservedAddresses reserved;
  private final TransactionTable transactions;
  private final SipNetwork network;
  private final Post post;
  private boolean sweeping;

  public ProxyRunner(ProxyPorts ports, ProxyParts parts, ProxiedCalls told, LaneContext lane) {
    this.ports = ports;
    this.told = told;
    this.media = told.media();
    this.forwarding = parts.forwarding();
    this.agents = parts.agents();
    this.rights = parts.rights();
    this.redirects = new RedirectFilter(ports, rights);
    this.reserved = parts.reserved();
    this.transactions = lane.transactions();
    this.network = lane.network();
    this.post = lane.post();
    ProxyLimits limits = ports.settings().limits();
    Targets targets = new Targets(ports.location(), limits.ringTime());
    this.destinations = new Destinations(ports, targets, parts.gruus(), reserved);
    this.proxy = new Proxy(limits);
    this.plans =
        new PlanSteps(
            ports.planning(),
            new TargetFinder(targets, limits.ringTime(), agents::application),
            told.calls(),
            limits.branches());
    this.named = new NamedBranches(ports, parts, lane, this);
  }

  Destinations destinations() {
    return destinations;
  }

  ProxiedCalls told() {
    return told;
  }

  /** What happens to forwarded requests beside requests themselves; not {@code CallToEnd}. */
  public void on(ProxyLetter letter, Instant now) {
    switch (letter) {
      case ProxyLetter.TimerFired e -> timerFired(e.entry(), e.event(), now);
      case ProxyLetter.Answered e -> delivered(e.branch(), e.response(), now);
      case ProxyLetter.Silent e -> silent(e.branch(), e.status(), now);
      case ProxyLetter.HopOverdue e -> named.overdue(e.entry(), e.index(), e.attempt(), now);
      case ProxyLetter.CallsSwept e -> sweep(now);
      case ProxyLetter.CallToEnd e -> throw new IllegalStateException("for who ends dialogs: " + e);
    }
  }

  /**
   * Forwards a request that begins something new.
   *
   * @param inbound who sent it
   */
  public void start(
      ServerEntry entry,
      SipRequest request,
      SipUri uri,
      Inbound inbound,
      Directory directory,
      Instant now) {
    Hop from = inbound.hop();
    Peer peer = inbound.peer();
    User caller = inbound.user();
    NameAddr fromAddr = Grammar.nameAddr(request.mandatory(HeaderName.FROM));
    boolean vouched = inbound.ours();
    // An emergency call goes on whatever its From says: the identity that we assert is the user's.
    if (caller != null
        && !vouched
        && !Identity.maySay(caller, fromAddr.uri(), directory)
        && !EmergencyCall.is(request, ports.planning().index().get())) {
      refuse(entry, request, 403, "The From address is not yours", now);
      return;
    }
    User signedIn = inbound.signedIn();
    if (signedIn != null
        && request.method().equals(Method.INVITE)
        && !ports
            .guard()
            .mayCall(
                ports.planning().live().calls(signedIn.extension()), from.remote().getAddress())
        && !EmergencyCall.is(request, ports.planning().index().get())) {
      refuse(entry, request, 403, "Too Many Calls At Once", now);
      return;
    }
    if (takesTheCallIdOfAnother(request, inbound)) {
      refuse(entry, request, 482, "Loop Detected", now);
      return;
    }
    if (request.number(HeaderName.MAX_BREADTH, 1) == 0) {
      refuse(entry, request, 440, "Max-Breadth Exceeded", now); // RFC 5393 §5.3.3
      return;
    }
    if (request.has(HeaderName.PRIVACY) && Privacy.of(request).cannotBeGiven()) {
      refuse(entry, request, 500, "Such privacy cannot be given", now); // RFC 3323 §4.2
      return;
    }
    String whose =
        caller == null && formsDialog(request.method())
            ? named(NextHop.contactOf(request), from)
            : null;
    if (whose != null) {
      refuse(entry, request, 403, "The Contact is " + whose + " address", now);
      return;
    }
    SipRequest own = Destinations.withoutOurRoutes(request, from, directory);
    if (own.has(HeaderName.ROUTE)) {
      refuse(entry, request, 403, "Routes to elsewhere are not followed", now);
      return;
    }
    if (caller != null
        && request.has(HeaderName.REPLACES)
        && picksUp(entry, request, own, inbound, fromAddr, directory, now)) {
      return;
    }
    boolean mayReplace = false;
    if (request.has(HeaderName.REPLACES) && request.method().equals(Method.INVITE)) {
      if (request.headers(HeaderName.REPLACES).size() > 1) {
        refuse(entry, request, 400, "One Replaces Only", now); // RFC 3891 §3
        return;
      }
      ReplacingRights.Verdict right =
          rights.of(
              Replaces.of(request.mandatory(HeaderName.REPLACES)),
              caller,
              vouched,
              peer != null,
              directory,
              now);
      if (right == ReplacingRights.Verdict.FORBIDDEN) {
        LOG.info("call={} may not take the place of others", request.callId());
        refuse(entry, request, 403, "Not Your Dialog", now);
        return;
      }
      if (right == ReplacingRights.Verdict.NO_SUCH_DIALOG) {
        refuse(entry, request, 481, "Call/Transaction Does Not Exist", now);
        return;
      }
      mayReplace = right == ReplacingRights.Verdict.ALLOWED;
    }
    if (request.has(JOIN) && request.method().equals(Method.INVITE)) {
      // RFC 3911 §5: whoever may listen to a call may take a place in it.
      ReplacingRights.Verdict right =
          rights.of(
              Replaces.of(request.mandatory(JOIN)), caller, vouched, peer != null, directory, now);
      if (right == ReplacingRights.Verdict.FORBIDDEN) {
        LOG.info("call={} may not join others", request.callId());
        refuse(entry, request, 403, "Not Your Dialog", now);
        return;
      }
    }
    Hop application = application(uri, directory);
    // By its name an application is for those we know, and for who takes a place in one of its
    // calls (RFC 3891); all others come by what a plan gives them.
    if (application != null
        && (inbound.knowsApplications() || (vouched && request.has(HeaderName.REPLACES)))) {
      toApplication(entry, request, own, uri, inbound, fromAddr, application, mayReplace, now);
      return;
    }
    boolean known = vouched || caller != null || peer != null;
    Destinations.Meaning meaning = destinations.of(uri, directory, peer, known, now);
    Route route = meaning.route();
    if (caller == null && !vouched && !Destinations.mayGo(route, peer)) {
      refuse(entry, request, 403, "No route to this domain", now);
      return;
    }
    if (request.method().equals(Method.MESSAGE)
        && caller != null
        && route instanceof Route.ToPeer
        && !mayCall(caller, uri, request, now)) {
      refuse(entry, request, 403, "You may not write to this number", now);
      return;
    }
    if (request.method().equals(Method.REFER)
        && !vouched
        && !rights.mayTransfer(
            request,
            caller,
            peer,
            route instanceof Route.ToUser of ? of.user() : null,
            ports.planning(),
            now)) {
      refuse(entry, request, 403, "May not transfer there", now);
      return;
    }
    if (meaning.onePhone()
        && route instanceof Route.ToUser phone
        && Destinations.blocks(phone.user(), caller, fromAddr.uri())) {
      refuse(entry, request, 603, "Decline", now); // no plan is asked, yet its owner has said so
      return;
    }
    if (route instanceof Route.ToUser && keepsState(request.method())) {
      refuse(
          entry, request, 489, "Bad Event", now); // RFC 6665 §4.2.1.1: no such event package here
      return;
    }
    ProxiedCalls.Begun begun = begin(request, uri, route, inbound, fromAddr, now);
    String tracked = begun.callId();
    CallMedia.Part part = begun.part();
    SipRequest onward =
        Identity.asserted(own, inbound.origin(), directory, route instanceof Route.ToPeer);
    Aor aor = route instanceof Route.ToUser toUser ? toUser.aor() : null;
    ProxyEntry proxied =
        new ProxyEntry(
            entry,
            now,
            tracked,
            recorded(request, from, caller, now),
            aor,
            inbound.signedIn(directory),
            part);
    proxied.mayReplace = mayReplace;
    if (part != null) {
      part.dialog().inviting = proxied;
    }
    if (request.method().equals(Method.INVITE) && !meaning.onePhone()) {
      PlanRun run = plans.begin(request, uri, inbound, fromAddr, now);
      proxied.plan = run;
      beginPlan(proxied, run, request, onward, now);
      return;
    }
    List<TargetGroup> groups = destinations.targets(meaning, uri, now);
    if (!groups.isEmpty()) {
      run(proxied, onward, groups, ForkPolicy.NONE, now);
    } else if (route instanceof Route.Refused refused) {
      refuseTracked(entry, request, tracked, refused.status(), refused.reason(), now);
    } else if (route instanceof Route.ToServer) {
      refuseTracked(entry, request, tracked, 484, "Address Incomplete", now);
    } else {
      refuseTracked(entry, request, tracked, 480, "Temporarily Unavailable", now);
    }
  }

  /**
   * True for an INVITE that begins a call with the Call-ID of one that goes on. A Call-ID is unique
   * over space and time (RFC 3261 §8.1.1.4), but those who take part in a call know it. What comes
   * back from another server with the From tag that it went there with is the same call on a spiral
   * (§16.6); a phone has no reason to begin its call anew before the first one is over.
   */
  private boolean takesTheCallIdOfAnother(SipRequest request, Inbound inbound) {
    if (inbound.ours() || !request.method().equals(Method.INVITE)) {
      return false;
    }
    CallDialog live = media.dialog(request.callId());
    return live != null
        && (inbound.signedIn() != null || !live.callerTag.equals(request.fromTag()));
  }

  private void beginPlan(
      ProxyEntry entry, PlanRun run, SipRequest request, SipRequest onward, Instant now) {
    String tracked = entry.trackedCall;
    switch (plans.next(run, onward, tracked, now)) {
      case PlanStep.Try t -> run(entry, onward, t.groups(), ForkPolicy.planned(t.many()), now);
      case PlanStep.Refuse r ->
          refuseTracked(entry.server, request, tracked, r.status(), r.reason(), now);
      case PlanStep.Over over ->
          refuseTracked(entry.server, request, tracked, 480, "Temporarily Unavailable", now);
      case PlanStep.Redirect r -> {
        SipResponse moved = redirect(request, r.where());
        told.refused(tracked, moved.status(), now);
        transactions.respond(entry.server, moved, now);
      }
    }
  }

  /**
   * A text to a peer's number may go into the telephone network, and cost what a call there does.
   */
  private boolean mayCall(User user, SipUri uri, SipRequest request, Instant now) {
    var planning = ports.planning();
    Enquiry enquiry =
        new Enquiry(
            new Caller.OurUser(user, false),
            uri,
            now,
            planning.live(),
            request.callId().hashCode(),
            false);
    return !(planning.planner().plan(enquiry, planning.index().get()).plan()
            instanceof CallPlan.Reject no
        && no.status() == 403);
  }

  /** A ring of a plan is over: carries out what comes next. */
  private void nextOfPlan(ProxyEntry entry, @Nullable SipRequest request, int status, Instant now) {
    PlanRun run = entry.plan;
    if (run == null || request == null) {
      throw new IllegalStateException("a ring of no plan is over");
    }
    step(
        entry,
        switch (plans.after(run, status, request, entry.trackedCall, now)) {
          case PlanStep.Try t ->
              new ProxyEvent.NextRing(fitting(entry, request, t.groups()), t.many());
          case PlanStep.Refuse r ->
              new ProxyEvent.PlanOver(
                  request.respond(r.status(), r.reason(), ourTag(request)).done());
          case PlanStep.Redirect r -> new ProxyEvent.PlanOver(redirect(request, r.where()));
          case PlanStep.Over over -> new ProxyEvent.PlanOver(null);
        },
        now);
  }

  private static SipResponse redirect(SipRequest request, CallPlan.Redirect where) {
    Edit<SipResponse> moved =
        where.permanent()
            ? request.respond(301, "Moved Permanently", ourTag(request))
            : request.respond(302, "Moved Temporarily", ourTag(request));
    for (String uri : where.uris()) {
      moved.add(HeaderName.CONTACT, "<" + uri + ">");
    }
    return moved.done();
  }

  /**
   * A proxy's own answer needs a To tag like any other (§16.7 step 6); the branch makes it
   * repeatable.
   */
  private static String ourTag(SipRequest request) {
    return Integer.toHexString(request.topVia().branch().hashCode()) + "p";
  }

  /** The application that a URI of ours means, or null. */
  private @Nullable Hop application(SipUri uri, Directory directory) {
    String user = uri.user();
    return user != null
            && user.startsWith(UserAgents.PREFIX)
            && uri.isSip()
            && directory.isLocal(uri.host())
        ? agents.application(user.substring(UserAgents.PREFIX.length()))
        : null;
  }

  /**
   * A lamp key picks up (RFC 3891 §3): the caller's phone need not know how.
   *
   * @return false when the INVITE names nothing that rings
   */
  private boolean picksUp(
      ServerEntry entry,
      SipRequest request,
      SipRequest own,
      Inbound inbound,
      NameAddr fromAddr,
      Directory directory,
      Instant now) {
    Hop pickup = agents.application(PickupCalls.NAME);
    String uri =
        pickup == null || !request.method().equals(Method.INVITE)
            ? null
            : PickupCalls.uri(
                request.mandatory(HeaderName.REPLACES), directory.domain(), ports.dialogs());
    if (pickup == null || uri == null) {
      return false;
    }
    SipRequest wanted = own.editWithUri(uri).remove(HeaderName.REPLACES).done();
    toApplication(entry, request, wanted, wanted.uri(), inbound, fromAddr, pickup, false, now);
    return true;
  }

  private void toApplication(
      ServerEntry entry,
      SipRequest request,
      SipRequest own,
      SipUri uri,
      Inbound inbound,
      NameAddr fromAddr,
      Hop application,
      boolean mayReplace,
      Instant now) {
    Directory directory = ports.directory().get();
    ProxiedCalls.Begun begun = begin(request, uri, new Route.ToServer(), inbound, fromAddr, now);
    ProxyEntry proxied =
        new ProxyEntry(
            entry,
            now,
            begun.callId(),
            recorded(request, inbound.hop(), inbound.user(), now),
            null,
            inbound.signedIn(directory),
            begun.part());
    proxied.mayReplace = mayReplace;
    run(
        proxied,
        Identity.asserted(own, inbound.origin(), directory, true),
        TargetGroup.together(List.of(new Target(null, application, false))),
        ForkPolicy.NONE,
        now);
  }

  /** A call that rings is to ring here as well; nothing when it does not ring any more. */
  public void fetch(AgentRequest.Fetched fetched, Instant now) {
    Target here = new Target(fetched.uri(), fetched.here(), false);
    String by = fetched.by();
    CallDialog dialog = media.dialog(fetched.callId());
    ProxyEntry entry = dialog == null ? null : dialog.inviting;
    if (entry != null && entry.state instanceof ProxyState.Waiting) {
      entry.fetched(here, by);
      step(entry, new ProxyEvent.Fetched(here), now);
    }
  }

  /**
   * False when a CANCEL has the branch of an INVITE and another Call-ID or From tag (§9.1): some
   * phones count their branches.
   */
  public boolean mayCancel(ServerEntry invite, SipRequest cancel) {
    return !(invite.user() instanceof ProxyEntry entry)
        || !(entry.state instanceof ProxyState.Waiting waiting)
        || (waiting.request().callId().equals(cancel.callId())
            && Objects.equals(waiting.request().fromTag(), cancel.fromTag()));
  }

  /** The caller gave up (§16.10). */
  public void cancel(ServerEntry invite, SipRequest cancel, Instant now) {
    if (invite.user() instanceof ProxyEntry entry) {
      step(entry, new ProxyEvent.CancelReceived(cancel.header(HeaderName.REASON)), now);
      if (entry.named) {
        named.endUnsent(entry, now);
      }
    }
  }

  private void timerFired(ProxyEntry entry, ProxyEvent event, Instant now) {
    if (event instanceof ProxyEvent.TimerCFired fired) {
      ProxyEntry.Attempt attempt = entry.attempt(fired.index());
      if (attempt != null) {
        attempt.timerC = null;
      }
    } else if (event instanceof ProxyEvent.RingTimeOver) {
      entry.ringTimer = null;
    }
    step(entry, event, now);
  }

  /** Closes calls whose end was never seen, and comes back as long as there are calls. */
  private void sweep(Instant now) {
    sweeping = false;
    told.closeOlderThan(now.minus(ports.settings().callLimit()), now);
    armSweep(now);
  }

  private void delivered(ProxyBranch branch, SipResponse response, Instant now) {
    ProxyEntry entry = branch.entry();
    ProxyEntry.Attempt attempt = entry.attempt(branch.index());
    if (attempt != null
        && attempt.sequence != null
        && !named.passes(branch, attempt, response, now)) {
      return;
    }
    SipResponse upstream = honest(entry, Forwarding.withoutOurVia(response));
    if (!upstream.has(HeaderName.VIA)) {
      return;
    }
    if (upstream.status() / 100 == 3) {
      SipRequest request = requestOf(entry.state);
      upstream = request == null ? upstream : redirects.allowed(branch, request, upstream, now);
    }
    upstream = tellingTarget(branch, upstream, now);
    if (entry.part != null) {
      upstream = led(branch, entry.part, attempt, upstream);
    }
    told.shows(entry, branch.index(), upstream, now);
    ProxyEvent event = answered(entry, branch.index(), upstream, now);
    if (event instanceof ProxyEvent.BranchRedirected
        && upstream.status() >= 400
        && !branch.hop().transport().reliable()) {
      post.after(AFTER_REFUSAL, new ProxyLetter.TimerFired(entry, event), now);
      return;
    }
    step(entry, event, now);
  }

  /** A response with its media led through us; whoever listens is told of the first answer. */
  private SipResponse led(
      ProxyBranch branch,
      CallMedia.Part part,
      ProxyEntry.@Nullable Attempt attempt,
      SipResponse response) {
    ProxyEntry entry = branch.entry();
    SipResponse led = media.response(part, branch.index(), entry.described, branch.hop(), response);
    if (entry.trackedCall != null && led.success()) {
      boolean first = !part.dialog().isAnswered();
      media.answered(part, branch.index(), branch.hop(), led);
      if (attempt != null) {
        part.dialog().answeredBy = attempt.aor;
        if (first) {
          told.connected(entry, part.dialog(), attempt);
        }
      }
    }
    return led;
  }

  /** The callee has said where it is: requests of the dialog may go there (§12.2, §16.7 step 8). */
  private SipResponse tellingTarget(ProxyBranch branch, SipResponse response, Instant now) {
    CallMedia.Part part = branch.entry().part;
    if (response.status() == 100 || response.status() >= 300) {
      return response;
    }
    SipUri contact = NextHop.contactOf(response);
    Aor callee = calleeOf(branch);
    if (part != null
        && response.success()
        && contact != null
        && DialogRequests.refreshesTarget(response.method())
        && mayBe(contact, branch.hop(), callee, now)) {
      part.dialog().moved(part.towards(), contact);
    }
    return branch.entry().recorded != null
        ? forwarding.tellingTarget(response, place -> mayBe(place, branch.hop(), callee, now), now)
        : response;
  }

  private ProxyEvent answered(ProxyEntry entry, int branch, SipResponse response, Instant now) {
    if ((response.status() == 488 || response.status() == 606) && offersOther(entry, branch)) {
      // RFC 3261 §8.1.3.5: the same request with another description.
      ProxyEntry.Attempt attempt = Objects.requireNonNull(entry.attempt(branch));
      return new ProxyEvent.BranchRedirected(branch, response, List.of(attempt.target));
    }
    return response.status() / 100 == 3
        ? new ProxyEvent.BranchRedirected(
            branch, response, destinations.redirected(entry, branch, response, now))
        : new ProxyEvent.BranchAnswered(branch, response);
  }

  /** Whether a device that refused our description of the first offer shall get another one. */
  private boolean offersOther(ProxyEntry entry, int branch) {
    return entry.trackedCall != null
        && entry.described
        && entry.part != null
        && entry.state instanceof ProxyState.Waiting waiting
        && waiting.wants(branch)
        && entry.attempt(branch) != null
        && media.offersOther(entry.part, branch);
  }

  private void silent(ProxyBranch branch, int status, Instant now) {
    ProxyEntry.Attempt attempt = branch.entry().attempt(branch.index());
    if (attempt != null && attempt.sequence != null && named.triesAnother(branch, attempt, now)) {
      return; // the branch goes on with another server of the same name
    }
    step(
        branch.entry(),
        status == 408
            ? new ProxyEvent.BranchTimedOut(branch.index())
            : new ProxyEvent.BranchUnreachable(branch.index()),
        now);
  }

  /**
   * Sends a request on.
   *
   * @param branch told what comes of it, or null when nobody needs to know
   */
  void send(SipRequest request, Hop hop, @Nullable ProxyBranch branch, Instant now) {
    if (hop.inside()) {
      // Nothing is lost within this process, so nothing need be repeated.
      agents.fromProxy(request, hop, asker(request, hop, branch));
    } else {
      transactions.start(request, hop, branch, now);
    }
  }

  /** What an application is told of who calls it. */
  private static Requester.Proxied asker(SipRequest sent, Hop hop, @Nullable ProxyBranch branch) {
    String via = sent.topVia().branch();
    if (branch == null) {
      return new Requester.Proxied(null, via, hop, null, null, false);
    }
    ProxyEntry entry = branch.entry();
    ProxyEntry.Attempt attempt = entry.attempt(branch.index());
    return new Requester.Proxied(
        branch,
        via,
        hop,
        entry.signedIn,
        attempt == null ? null : entry.outsideOf(attempt.target),
        entry.mayReplace);
  }

  /** Forwards a request to these targets, the first group first. */
  void run(
      ProxyEntry entry,
      SipRequest request,
      List<TargetGroup> groups,
      ForkPolicy policy,
      Instant now) {
    entry.server.user(entry);
    entry.described = CallMedia.describes(request);
    Step<ProxyState, ProxyEffect> step =
        proxy.start(request, fitting(entry, request, groups), policy);
    entry.state = step.state();
    carryOut(entry, request, step.effects(), now);
  }

  /** The same targets by the transport that the size of the request asks for. */
  private List<TargetGroup> fitting(
      ProxyEntry entry, SipRequest request, List<TargetGroup> groups) {
    return LargeRequests.over(
        request,
        groups,
        entry.recorded != null,
        entry.part != null && ports.media() != MediaAnchor.NONE);
  }

  void step(ProxyEntry entry, ProxyEvent event, Instant now) {
    ProxyState state = entry.state;
    if (state == null) {
      return;
    }
    SipRequest request = requestOf(state);
    Step<ProxyState, ProxyEffect> step = proxy.on(state, event);
    entry.state = step.state();
    carryOut(entry, request, step.effects(), now);
  }

  private static @Nullable SipRequest requestOf(@Nullable ProxyState state) {
    return switch (state) {
      case ProxyState.Waiting waiting -> waiting.request();
      case ProxyState.Answered answered -> answered.request();
      case ProxyState.Done done -> null;
      case null -> null;
    };
  }

  // DEVIATION RFC 3261 §16.7 step 7: a challenge with our realm is not passed on, but answered with
  // 502. Nobody behind us asks for a password in our name. BorrowedCredentialsTest
  private SipResponse honest(ProxyEntry entry, SipResponse response) {
    SipRequest request = requestOf(entry.state);
    return request != null && OwnChallenges.in(response, ports.settings().realm())
        ? request.respond(502, "Bad Gateway", response.toTag()).done()
        : response;
  }

  private void carryOut(
      ProxyEntry entry,
      @Nullable SipRequest request,
      List<? extends ProxyEffect> effects,
      Instant now) {
    for (int i = 0; i < effects.size(); i++) {
      switch (effects.get(i)) {
        case ProxyEffect.Respond e -> {
          told.responded(entry, e.response(), now);
          if (entry.server.inside() != null && e.response().success()) {
            entry.server.answeredBy(answeredBy(e.response().callId()));
          }
          transactions.respond(entry.server, e.response(), now);
        }
        case ProxyEffect.Forward e when request != null -> forward(entry, request, e, now);
        case ProxyEffect.Forward e -> throw new IllegalStateException("nothing left to forward");
        case ProxyEffect.Cancel e -> cancelBranch(entry, e, now);
        case ProxyEffect.StartTimerC e -> startTimerC(entry, e, now);
        case ProxyEffect.StopTimerC e -> stopTimerC(entry.attempt(e.index()));
        case ProxyEffect.StartRingTimer e -> {
          var event = new ProxyLetter.TimerFired(entry, new ProxyEvent.RingTimeOver(e.group()));
          entry.ringTimer = post.after(e.delay(), event, now);
        }
        case ProxyEffect.StopRingTimer e -> stopRingTimer(entry);
        case ProxyEffect.RingOver e -> nextOfPlan(entry, request, e.status(), now);
        case ProxyEffect.GiveUp e -> giveUp(entry, e.index());
        case ProxyEffect.NoteAttempt e when request != null ->
            told.attempted(entry, e, request.callId(), now);
        case ProxyEffect.NoteAttempt e -> throw new IllegalStateException("nothing was tried");
        case ProxyEffect.Abandon e -> transactions.forget(entry.server);
        case ProxyEffect.Finish e -> entry.finish();
      }
    }
  }

  private void forward(ProxyEntry entry, SipRequest request, ProxyEffect.Forward e, Instant now) {
    Target target = e.target();
    ProxyEntry.Attempt attempt = entry.begin(e.index(), target, e.breadth(), now);
    if (entry.part != null && e.index() > 0) {
      int refused = entry.before(e.index(), target);
      if (refused >= 0) {
        media.follows(entry.part, e.index(), refused);
      }
    }
    // Noted now: when the branch ends, others may ring.
    attempt.aor = entry.ownerOf(target);
    attempt.step = entry.stepOf(target);
    OutsideCalls.Verdict.Refuse stopped = told.leaves(entry, attempt, request, now);
    if (stopped != null) {
      String why = stopped.warning() == null ? stopped.why() : stopped.warning();
      SipResponse no = refused(request, stopped.status(), stopped.reason(), 399, why);
      step(entry, new ProxyEvent.BranchAnswered(e.index(), no), now);
      return;
    }
    if (target.hop() == null) {
      named.begin(entry, e.index(), attempt, request, Objects.requireNonNull(target.name()), now);
      return;
    }
    Hop out = network.route(target.hop());
    if (out == null || out.remote().equals(out.local())) {
      step(entry, new ProxyEvent.BranchUnreachable(e.index()), now);
      return;
    }
    SipRequest onward = onward(entry, e.index(), request, target, out, now);
    if (onward != null) {
      attempt.sent = onward;
      attempt.hop = out;
      send(onward, out, new ProxyBranch(entry, e.index(), onward, out), now);
    }
  }

  /**
   * The request as it leaves on a branch.
   *
   * @return null when its media cannot be led through us: the branch has been answered
   */
  @Nullable SipRequest onward(
      ProxyEntry entry, int branch, SipRequest request, Target target, Hop out, Instant now) {
    int breadth = Objects.requireNonNull(entry.attempt(branch)).breadth;
    SipRequest onward = forwarding.forward(request, target, out, entry.recorded, breadth);
    if (entry.part == null) {
      return onward;
    }
    CallMedia.Passed passed = media.request(entry.part, branch, onward, out);
    Outcome.Refused refused = passed.refused();
    if (refused == null) {
      return passed.request();
    }
    SipResponse no =
        refused(request, refused.status(), refused.reason(), refused.warning(), refused.why());
    step(entry, new ProxyEvent.BranchAnswered(branch, no), now);
    return null;
  }

  private SipResponse refused(
      SipRequest request, int status, String reason, int warning, String why) {
    String agent = ports.settings().realm();
    return request
        .respond(status, reason, ourTag(request))
        .add(HeaderName.WARNING, warning + " " + agent + " \"" + Reasons.quotable(why) + "\"")
        .done();
  }

  void cancelBranch(ProxyEntry entry, ProxyEffect.Cancel e, Instant now) {
    ProxyEntry.Attempt attempt = entry.attempt(e.index());
    if (attempt != null
        && attempt.sent != null
        && attempt.hop != null
        && !named.mustWait(attempt, e)) {
      send(Forwarding.cancel(attempt.sent, e.reason()), attempt.hop, null, now);
    }
  }

  private void giveUp(ProxyEntry entry, int index) {
    ProxyEntry.Attempt attempt = entry.attempt(index);
    if (attempt != null) {
      named.giveUp(attempt);
    }
    SipRequest sent = attempt == null ? null : attempt.sent;
    ClientEntry client = sent == null ? null : transactions.client(ClientKey.of(sent));
    if (client != null) {
      transactions.forget(client);
    }
  }

  private void startTimerC(ProxyEntry entry, ProxyEffect.StartTimerC e, Instant now) {
    ProxyEntry.Attempt attempt = entry.attempt(e.index());
    if (attempt != null) {
      stopTimerC(attempt);
      var event = new ProxyLetter.TimerFired(entry, new ProxyEvent.TimerCFired(e.index()));
      attempt.timerC = post.after(e.delay(), event, now);
    }
  }

  private void stopTimerC(ProxyEntry.@Nullable Attempt attempt) {
    if (attempt != null && attempt.timerC != null) {
      post.cancel(attempt.timerC);
      attempt.timerC = null;
    }
  }

  private void stopRingTimer(ProxyEntry entry) {
    if (entry.ringTimer != null) {
      post.cancel(entry.ringTimer);
      entry.ringTimer = null;
    }
  }

  /** The caller's side for Record-Route; only for requests that form a dialog (§16.6 step 4). */
  private Forwarding.@Nullable Recorded recorded(
      SipRequest request, Hop from, @Nullable User caller, Instant now) {
    if (!formsDialog(request.method())) {
      return null;
    }
    SipUri said = NextHop.towardsSender(request);
    Aor own = caller == null ? null : new Aor(caller.extension(), ports.directory().get().domain());
    SipUri target = said != null && mayBe(said, from, own, now) ? said : null;
    if (caller == null) {
      // a server knows its own address
      return new Forwarding.Recorded(from, false, target, now);
    }
    List<String> contacts = request.values(HeaderName.CONTACT);
    boolean reachable =
        contacts.size() == 1
            && WayBack.leadsThere(
                Grammar.nameAddr(contacts.getFirst()).uri(), request.topVia(), from);
    return new Forwarding.Recorded(from, !reachable, target, now);
  }

  private static boolean formsDialog(Method method) {
    return method.equals(Method.INVITE)
        || method.equals(Method.SUBSCRIBE)
        || method.equals(Method.REFER);
  }

  /** Whose place this is that who speaks from there must not name, or null. */
  private @Nullable String named(@Nullable SipUri place, Hop from) {
    return place == null || from.inside() ? null : reserved.named(place, from);
  }

  /**
   * Whether requests of a dialog may lead where a party says to be.
   *
   * @param own the user of ours that the party is, or null
   */
  private boolean mayBe(SipUri place, Hop from, @Nullable Aor own, Instant now) {
    return from.inside()
        || (reserved.named(place, from) == null && !destinations.isAnothers(place, from, own, now));
  }

  /** The user whose phone a branch leads to, or who answers within a dialog; null for others. */
  private static @Nullable Aor calleeOf(ProxyBranch branch) {
    CallMedia.Part part = branch.entry().part;
    if (part != null && part.calleeTag() != null) {
      return part.dialog().userOf(part.towards());
    }
    ProxyEntry.Attempt attempt = branch.entry().attempt(branch.index());
    return attempt == null ? null : attempt.aor;
  }

  /** The extension of our user whose device has answered the call, or null. */
  private @Nullable String answeredBy(String callId) {
    CallDialog dialog = media.dialog(callId);
    Aor aor = dialog == null ? null : dialog.answeredBy;
    return aor == null ? null : aor.user();
  }

  private ProxiedCalls.Begun begin(
      SipRequest request,
      SipUri uri,
      Route route,
      Inbound inbound,
      NameAddr fromAddr,
      Instant now) {
    if (!request.method().equals(Method.INVITE)) {
      return ProxiedCalls.Begun.NOTHING;
    }
    ProxiedCalls.Begun begun = told.begin(request, uri, route, inbound, fromAddr, now);
    armSweep(now);
    return begun;
  }

  private void armSweep(Instant now) {
    if (!sweeping && !told.isEmpty()) {
      sweeping = true;
      post.after(SWEEP, new ProxyLetter.CallsSwept(), now);
    }
  }

  private void refuseTracked(
      ServerEntry entry,
      SipRequest request,
      @Nullable String tracked,
      int status,
      String reason,
      Instant now) {
    told.refused(tracked, status, now);
    refuse(entry, request, status, reason, now);
  }

  private void refuse(
      ServerEntry entry, SipRequest request, int status, String reason, Instant now) {
    transactions.respond(entry, request.respond(status, reason, ourTag(request)).done(), now);
  }

  private static boolean keepsState(Method method) {
    return method.equals(Method.SUBSCRIBE) || method.equals(Method.PUBLISH);
  }
}
