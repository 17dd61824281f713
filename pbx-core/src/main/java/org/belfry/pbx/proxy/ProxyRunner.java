package org.belfry.pbx.proxy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.belfry.pbx.agent.AgentRequest;
import org.belfry.pbx.agent.ApplicationUris;
import org.belfry.pbx.agent.Requester;
import org.belfry.pbx.agent.UserAgents;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.anchor.Outcome;
import org.belfry.pbx.app.pickup.PickupCalls;
import org.belfry.pbx.app.trunk.OutsideCalls;
import org.belfry.pbx.call.Reasons;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.engine.Post;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.identity.Identity;
import org.belfry.pbx.inbound.Inbound;
import org.belfry.pbx.proxy.RequestChecks.Refusal;
import org.belfry.pbx.proxy.plan.PlanRun;
import org.belfry.pbx.proxy.plan.PlanStep;
import org.belfry.pbx.proxy.plan.PlanSteps;
import org.belfry.pbx.proxy.plan.TargetFinder;
import org.belfry.pbx.proxy.plan.Targets;
import org.belfry.pbx.routing.CallPlan;
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
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.route.TargetGroup;
import org.belfry.pbx.sip.transport.SipNetwork;
import org.belfry.pbx.transaction.ClientEntry;
import org.belfry.pbx.transaction.ClientKey;
import org.belfry.pbx.transaction.LaneContext;
import org.belfry.pbx.transaction.ServerEntry;
import org.belfry.pbx.transaction.TransactionTable;
import org.jspecify.annotations.Nullable;

/**
 * Runs the proxies of one lane: finds targets, steps {@link Proxy} and carries out its effects.
 * What follows within a dialog comes by {@link DialogRequests}.
 */
public final class ProxyRunner {
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
  private final RequestChecks checks;
  private final DialogContacts contacts;
  private final ResponseProcessing responses;
  private final ProxyTimers timers;
  private final NamedBranches named;
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
    this.timers = new ProxyTimers(lane.post());
    this.transactions = lane.transactions();
    this.network = lane.network();
    this.post = lane.post();
    ProxyLimits limits = ports.settings().limits();
    Targets targets = new Targets(ports.location(), limits.ringTime());
    this.destinations = new Destinations(ports, targets, parts.gruus(), parts.reserved());
    this.contacts = new DialogContacts(ports, parts.reserved(), destinations);
    this.checks = new RequestChecks(ports, parts.rights(), media, contacts);
    this.responses = new ResponseProcessing(ports, parts, told, contacts);
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
      case ProxyLetter.Overdue e -> overdue(e.entry(), now);
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
    Refusal refusal = checks.ofSender(request, inbound, fromAddr, directory);
    if (refusal != null) {
      refuse(entry, request, refusal, now);
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
    Refusal place = checks.ofPlace(request, inbound, directory, now);
    if (place != null) {
      refuse(entry, request, place, now);
      return;
    }
    boolean mayReplace = checks.mayReplace(request, inbound, directory, now);
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
    Refusal way = checks.ofRoute(request, inbound, fromAddr, meaning, now);
    if (way != null) {
      refuse(entry, request, way, now);
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
            contacts.recorded(request, from, caller, now),
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
    String name = ApplicationUris.name(uri, directory);
    return name == null ? null : agents.application(name);
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
            contacts.recorded(request, inbound.hop(), inbound.user(), now),
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
    ProxyTimers.fired(entry, event);
    step(entry, event, now);
  }

  /** A branch over the network has its own Timer F; one to a leg of ours has no other end. */
  private void overdue(ProxyEntry entry, Instant now) {
    for (int i = 0; i < entry.attempts(); i++) {
      ProxyEntry.Attempt attempt = entry.attempt(i);
      if (attempt != null && attempt.hop != null && attempt.hop.inside()) {
        step(entry, new ProxyEvent.BranchTimedOut(i), now);
      }
    }
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
    SipResponse upstream = responses.upstream(branch, response, now);
    if (upstream == null) {
      return;
    }
    ProxyEvent event = responses.answered(entry, branch.index(), upstream, now);
    if (event instanceof ProxyEvent.BranchRedirected
        && upstream.status() >= 400
        && !branch.hop().transport().reliable()) {
      post.after(AFTER_REFUSAL, new ProxyLetter.TimerFired(entry, event), now);
      return;
    }
    step(entry, event, now);
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
    SipRequest request = ProxyState.requestOf(state);
    Step<ProxyState, ProxyEffect> step = proxy.on(state, event);
    entry.state = step.state();
    carryOut(entry, request, step.effects(), now);
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
        case ProxyEffect.StartTimerC e -> timers.startTimerC(entry, e, now);
        case ProxyEffect.StopTimerC e -> timers.stopTimerC(entry.attempt(e.index()));
        case ProxyEffect.StartRingTimer e -> timers.startRingTimer(entry, e, now);
        case ProxyEffect.StopRingTimer e -> timers.stopRingTimer(entry);
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

  private void refuse(ServerEntry entry, SipRequest request, Refusal refusal, Instant now) {
    refuse(entry, request, refusal.status(), refusal.reason(), now);
  }

  private void refuse(
      ServerEntry entry, SipRequest request, int status, String reason, Instant now) {
    transactions.respond(entry, request.respond(status, reason, ourTag(request)).done(), now);
  }
}
