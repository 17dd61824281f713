package org.belfry.pbx;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.anchor.Outcome;
import org.belfry.pbx.anchor.Passage.Side;
import org.belfry.pbx.app.park.ParkCalls;
import org.belfry.pbx.app.pickup.PickupCalls;
import org.belfry.pbx.app.trunk.TrunkAddress;
import org.belfry.pbx.cdr.CallAnswered;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallTracker;
import org.belfry.pbx.cdr.LiveCall;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.engine.Effect;
import org.belfry.pbx.engine.Lane;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.identity.Forwarded;
import org.belfry.pbx.identity.Identity;
import org.belfry.pbx.identity.Privacy;
import org.belfry.pbx.presence.DialogTracker;
import org.belfry.pbx.presence.WatchedDialog.Party;
import org.belfry.pbx.proxy.Course;
import org.belfry.pbx.proxy.DialogRoute;
import org.belfry.pbx.proxy.Forwarding;
import org.belfry.pbx.proxy.LargeRequests;
import org.belfry.pbx.proxy.NextHop;
import org.belfry.pbx.proxy.Proxy;
import org.belfry.pbx.proxy.ProxyEffect;
import org.belfry.pbx.proxy.ProxyEvent;
import org.belfry.pbx.proxy.ProxyLimits;
import org.belfry.pbx.proxy.ProxyState;
import org.belfry.pbx.proxy.Target;
import org.belfry.pbx.proxy.TargetGroup;
import org.belfry.pbx.registrar.Gruus;
import org.belfry.pbx.registrar.WayBack;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.Route;
import org.belfry.pbx.routing.Router;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.locate.ServerLocation;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.transaction.ClientKey;
import org.belfry.pbx.trace.CallTraces;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the proxies of one lane: finds targets, steps {@link Proxy}, carries out its effects, tells
 * the call tracker.
 */
final class ProxyRunner implements TransactionTable.User {
  private static final HeaderName RECORD = HeaderName.of("Record");
  private static final Logger LOG = LoggerFactory.getLogger(ProxyRunner.class);
  private static final Duration SWEEP = Duration.ofMinutes(10);
  private static final int REDIRECT_CONTACTS = 8;

  /**
   * A phone on UDP remembers a refused INVITE for T4, 5 s, after the ACK (RFC 3261 §17.2.1, Timer
   * I), and takes another one of the same call for a loop meanwhile (§8.2.2.2: 482).
   */
  private static final Duration AFTER_REFUSAL = Duration.ofMillis(5500);

  private final SipShared shared;
  private final CallTracker calls;
  private final CallMedia media;
  private final DialogTracker dialogs;
  private final CallTraces traces;
  private final DialogRoute dialogRoute;
  private final Forwarding forwarding;
  private final Gruus gruus;
  private final Router router;
  private final Proxy proxy;
  private final Targets targets;
  private final PlanSteps plans;
  private final UserAgents agents;
  private final HopFinder finder;
  private final NamedBranches named;
  private @Nullable Lane lane;
  private @Nullable TransactionTable transactions;
  private boolean sweeping;

  ProxyRunner(
      SipShared shared,
      CallTracker calls,
      CallMedia media,
      DialogTracker dialogs,
      CallTraces traces,
      DialogRoute dialogRoute,
      Forwarding forwarding,
      Gruus gruus,
      UserAgents agents) {
    this.gruus = gruus;
    this.agents = agents;
    this.shared = shared;
    this.calls = calls;
    this.media = media;
    this.dialogs = dialogs;
    this.traces = traces;
    this.dialogRoute = dialogRoute;
    this.forwarding = forwarding;
    ProxyLimits limits = shared.properties().proxy();
    this.proxy = new Proxy(limits);
    this.targets = new Targets(shared.location(), limits.ringTime());
    this.plans =
        new PlanSteps(
            shared.planning(),
            new TargetFinder(targets, limits.ringTime(), agents::application),
            calls,
            limits.branches());
    this.router = new Router(shared.properties().federation());
    this.finder = new HopFinder(shared);
    this.named = new NamedBranches(shared, finder, this);
  }

  void runOn(Lane itsLane, TransactionTable itsTransactions) {
    lane = itsLane;
    transactions = itsTransactions;
    finder.runOn(itsLane);
    named.runOn(itsLane, itsTransactions);
  }

  HopFinder finder() {
    return finder;
  }

  void hopOverdue(LaneEvent.HopOverdue e, Instant now) {
    named.overdue(e.entry(), e.index(), e.attempt(), now);
  }

  boolean looped(SipRequest request) {
    return forwarding.looped(request);
  }

  /**
   * Forwards a request that begins something new.
   *
   * @param peer the neighbour it came from, or null
   * @param caller the user it came from, or null
   */
  void start(
      ServerEntry entry,
      SipRequest request,
      SipUri uri,
      Hop from,
      Directory directory,
      @Nullable Peer peer,
      @Nullable User caller,
      Instant now) {
    NameAddr fromAddr = Grammar.nameAddr(request.mandatory(HeaderName.FROM));
    boolean vouched = from.inside();
    if (caller != null && !vouched && !Identity.maySay(caller, fromAddr.uri(), directory)) {
      refuse(entry, request, 403, "The From address is not yours", now);
      return;
    }
    if (request.has(HeaderName.PRIVACY) && Privacy.of(request).cannotBeGiven()) {
      refuse(entry, request, 500, "Such privacy cannot be given", now); // RFC 3323 §4.2
      return;
    }
    SipRequest own = withoutOurRoutes(request, from, directory);
    if (own.has(HeaderName.ROUTE)) {
      refuse(entry, request, 403, "Routes to elsewhere are not followed", now);
      return;
    }
    if (caller != null
        && request.has(HeaderName.REPLACES)
        && picksUp(entry, request, own, from, fromAddr, caller, directory, now)) {
      return;
    }
    Hop application = application(uri, directory);
    // By its name an application is for those we know; strangers come by what a plan gives them.
    if (application != null && (vouched || caller != null || peer != null)) {
      toApplication(entry, request, own, uri, from, fromAddr, peer, caller, application, now);
      return;
    }
    Route route = router.route(meant(uri, directory), directory, peer);
    // A GRUU or a Contact means one phone, whatever its user has arranged for calls.
    boolean onePhone = Gruus.isGruu(uri);
    if (route instanceof Route.ToDomain) {
      Route registered = registered(uri, directory, now);
      onePhone |= registered != null;
      route = registered == null ? route : registered;
    }
    if (caller == null && !vouched && !mayGo(route, peer)) {
      refuse(entry, request, 403, "No route to this domain", now);
      return;
    }
    if (route instanceof Route.ToUser && keepsState(request.method())) {
      refuse(
          entry, request, 489, "Bad Event", now); // RFC 6665 §4.2.1.1: no such event package here
      return;
    }
    String tracked = null;
    CallMedia.Part part = null;
    boolean call = request.method().equals(Method.INVITE);
    if (call) {
      tracked = begin(request, uri, route, fromAddr, peer, caller, now);
      if (tracked != null) {
        part = part(request, from, route, caller);
      }
    }
    SipRequest onward =
        Identity.asserted(
            own, origin(from, peer, caller), directory, route instanceof Route.ToPeer);
    Aor aor = route instanceof Route.ToUser toUser ? toUser.aor() : null;
    ProxyEntry proxied =
        new ProxyEntry(entry, now, tracked, recorded(request, from, caller), aor, part);
    if (part != null) {
      part.dialog().inviting = proxied;
    }
    if (call && !onePhone) {
      PlanRun run = plans.begin(request, uri, from, fromAddr, peer, caller, now);
      proxied.plan = run;
      beginPlan(proxied, run, request, onward, now);
      return;
    }
    List<TargetGroup> groups =
        switch (route) {
          case Route.ToUser toUser -> devices(uri, toUser.aor(), now);
          case Route.ToPeer toPeer ->
              TargetGroup.together(
                  List.of(
                      new Target(
                          null, toPeer.nextHop(), toPeer.nextName(), false, List.of(), null)));
          case Route.ToDomain toDomain ->
              TargetGroup.together(List.of(Target.named(null, toDomain.uri())));
          case Route.ToServer toServer -> List.of();
          case Route.Refused refused -> List.of();
        };
    if (!groups.isEmpty()) {
      run(proxied, onward, groups, Course.NONE, now);
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
    switch (plans.turn(run, onward, tracked, now)) {
      case PlanSteps.Turn.Try t -> run(entry, onward, t.groups(), Course.planned(t.many()), now);
      case PlanSteps.Turn.Refuse r ->
          refuseTracked(entry.server, request, tracked, r.status(), r.reason(), now);
      case PlanSteps.Turn.Over over ->
          refuseTracked(entry.server, request, tracked, 480, "Temporarily Unavailable", now);
      case PlanSteps.Turn.Redirect r -> {
        SipResponse moved = redirect(request, r.where());
        if (tracked != null) {
          calls.failed(tracked, moved.status(), cause(moved.status(), false), now);
        }
        transactions().respond(entry.server, moved, now);
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
          case PlanSteps.Turn.Try t ->
              new ProxyEvent.NextRing(fitting(entry, request, t.groups()), t.many());
          case PlanSteps.Turn.Refuse r ->
              new ProxyEvent.PlanOver(
                  request.respond(r.status(), r.reason(), ourTag(request)).done());
          case PlanSteps.Turn.Redirect r -> new ProxyEvent.PlanOver(redirect(request, r.where()));
          case PlanSteps.Turn.Over over -> new ProxyEvent.PlanOver(null);
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
      Hop from,
      NameAddr fromAddr,
      User caller,
      Directory directory,
      Instant now) {
    Hop pickup = agents.application(PickupCalls.NAME);
    String uri =
        pickup == null || !request.method().equals(Method.INVITE)
            ? null
            : PickupCalls.uri(
                request.mandatory(HeaderName.REPLACES),
                directory.domain(),
                shared.presence().dialogs());
    if (pickup == null || uri == null) {
      return false;
    }
    SipRequest wanted = own.editWithUri(uri).remove(HeaderName.REPLACES).done();
    toApplication(entry, request, wanted, wanted.uri(), from, fromAddr, null, caller, pickup, now);
    return true;
  }

  private void toApplication(
      ServerEntry entry,
      SipRequest request,
      SipRequest own,
      SipUri uri,
      Hop from,
      NameAddr fromAddr,
      @Nullable Peer peer,
      @Nullable User caller,
      Hop application,
      Instant now) {
    String tracked = null;
    CallMedia.Part part = null;
    Route nobody = new Route.ToServer();
    if (request.method().equals(Method.INVITE)) {
      tracked = begin(request, uri, nobody, fromAddr, peer, caller, now);
      part = tracked == null ? null : part(request, from, nobody, caller);
    }
    run(
        new ProxyEntry(entry, now, tracked, recorded(request, from, caller), null, part),
        Identity.asserted(own, origin(from, peer, caller), shared.directory().get(), true),
        TargetGroup.together(List.of(new Target(null, application, false))),
        Course.NONE,
        now);
  }

  /**
   * Forwards a request along the route that our Record-Route laid (RFC 3261 §16.4 to §16.6).
   *
   * @return false when it carries no genuine Route of ours
   */
  boolean forwardInDialog(ServerEntry entry, SipRequest request, Hop from, Instant now) {
    NextHop next = NextHop.of(request, dialogRoute);
    if (next == null) {
      return false;
    }
    CallMedia.Part part = media.of(request, from);
    if (request.method().equals(Method.BYE)) {
      calls.hungUp(request.callId(), request.fromTag(), request.toTag(), now);
      dialogs.hungUp(request.callId(), request.fromTag(), request.toTag());
    }
    if (part != null && media.dialled(part, request)) {
      // DEVIATION RFC 3261 §16: the device that it was meant for is told by events (RFC 4733), as
      // we
      // have offered it those.
      transactions().respond(entry, request.respond(200, "OK", null).done(), now);
      return true;
    }
    if (part != null && recordKey(entry, request, part, now)) {
      return true;
    }
    Hop application = agents.hop(next.request());
    List<TargetGroup> device =
        application == null
            ? dialogDevice(next.request(), now)
            : TargetGroup.together(List.of(new Target(null, application, false)));
    run(
        new ProxyEntry(entry, now, null, null, null, part),
        request.method().equals(Method.REFER) ? referredBy(next.request(), part) : next.request(),
        device.isEmpty() ? TargetGroup.together(List.of(next.target())) : device,
        Course.NONE,
        now);
    return true;
  }

  /**
   * A phone's record key: what it asks for is ours to do, so it ends here.
   *
   * @return false when it is something else, or nobody records
   */
  private boolean recordKey(
      ServerEntry entry, SipRequest request, CallMedia.Part part, Instant now) {
    String wish = request.method().equals(Method.INFO) ? request.header(RECORD) : null;
    if (wish == null || !part.dialog().isAnswered()) {
      return false;
    }
    boolean on = wish.strip().equalsIgnoreCase("on");
    if (!on && !wish.strip().equalsIgnoreCase("off")) {
      return false;
    }
    Aor who = part.dialog().sender(request);
    switch (shared.recordKeys().pressed(request.callId(), who == null ? null : who.user(), on)) {
      case DONE -> transactions().respond(entry, request.respond(200, "OK", null).done(), now);
      case FORBIDDEN ->
          transactions()
              .respond(entry, request.respond(403, "Recording Not Permitted", null).done(), now);
      case NOT_HERE -> {
        return false;
      }
    }
    return true;
  }

  /** Who transfers is named, as the one who is transferred has to pass on (RFC 3892 §2). */
  private SipRequest referredBy(SipRequest refer, CallMedia.@Nullable Part part) {
    Aor sender = part == null ? null : part.dialog().sender(refer);
    if (sender == null) {
      return refer;
    }
    SipRequest named = ParkCalls.naming(refer, sender, shared.directory().get());
    return named.has(HeaderName.REFERRED_BY)
        ? named
        : named.edit().add(HeaderName.REFERRED_BY, "<" + sender + ">").done();
  }

  /**
   * The ACK for a 2xx: a request without a transaction (RFC 3261 §13.2.2.4, §16.11 in spirit).
   *
   * @return false when it carries no genuine Route of ours
   */
  boolean forwardAck(SipRequest ack, Hop from, Instant now) {
    if (ack.number(HeaderName.MAX_FORWARDS, 70) == 0) {
      return true;
    }
    NextHop next = NextHop.of(ack, dialogRoute);
    if (next == null) {
      LOG.debug("call={} an ACK from {} has no route of ours", ack.callId(), from.shown());
      return false;
    }
    // Its part is taken now: the look-up of a name may outlast the call.
    CallMedia.Part part = media.of(ack, from);
    along(
        next,
        now,
        (onward, out, at) -> {
          SipRequest described =
              part == null ? onward : media.request(part, 0, onward, out).request();
          if (out.inside()) {
            agents.ackFromProxy(described, out);
          } else {
            shared.network().send(described.encoded(), out);
          }
          String hopeless = part == null ? null : part.dialog().hopeless();
          if (hopeless != null) {
            // RFC 3261 §15: a callee may be told only when it has its ACK.
            end(ack.callId(), CallRecord.Cause.FAILED, hopeless, at);
          }
        });
    return true;
  }

  /**
   * A call that rings is to ring here as well; nothing when it does not ring any more.
   *
   * @param by who fetches it
   */
  void fetch(String callId, Target here, String by, Instant now) {
    CallDialog dialog = media.dialog(callId);
    ProxyEntry entry = dialog == null ? null : dialog.inviting;
    if (entry != null && entry.state instanceof ProxyState.Waiting) {
      entry.fetched(here, by);
      step(entry, new ProxyEvent.Fetched(here), now);
    }
  }

  /**
   * Ends a call for both sides, as each would for the other (RFC 3261 §15). Nothing when it is
   * over, or not answered yet.
   */
  void end(String callId, CallRecord.Cause cause, String why, Instant now) {
    CallDialog dialog = media.dialog(callId);
    if (dialog == null || !dialog.isAnswered()) {
      return;
    }
    String reason =
        "Q.850;cause="
            + (cause == CallRecord.Cause.MEDIA_LOST ? 41 : 31)
            + ";text=\""
            + quotable(why)
            + "\"";
    for (Side side : Side.values()) {
      NextHop bye = dialog.bye(side, reason, dialogRoute);
      if (bye == null) {
        LOG.info("call={} the {} cannot be told that the call is over", callId, side);
      } else {
        along(bye, now, (onward, out, at) -> transactions().start(onward, out, null, 0, at));
      }
    }
    calls.ended(callId, cause, now);
  }

  private interface Leaving {
    void leaves(SipRequest onward, Hop out, Instant now);
  }

  /** A request of a dialog that no server transaction stands behind goes its way. */
  private void along(NextHop next, Instant now, Leaving leaving) {
    SipRequest onward = next.request();
    Hop application = agents.hop(onward);
    if (application != null) {
      toFirst(onward, new Target(null, application, false), List.of(application), leaving, now);
      return;
    }
    List<TargetGroup> device = dialogDevice(onward, now);
    Target target = device.isEmpty() ? next.target() : device.getFirst().targets().getFirst();
    if (target.hop() != null) {
      toFirst(onward, target, List.of(target.hop()), leaving, now);
    } else if (target.name() != null) {
      finder.find(
          target.name(),
          onward.callId(),
          now,
          (outcome, at) ->
              toFirst(
                  onward,
                  target,
                  outcome instanceof ServerLocation.Outcome.Located located
                      ? shared.dead().last(located.hops(), at)
                      : List.of(),
                  leaving,
                  at));
    }
  }

  /** To the first that can be reached; a lost ACK is asked for again by its 2xx. */
  private void toFirst(
      SipRequest request, Target target, List<Hop> hops, Leaving leaving, Instant now) {
    for (int i = 0; i < hops.size(); i++) {
      Hop out = shared.network().route(hops.get(i));
      if (out != null) {
        leaving.leaves(forwarding.forward(request, target, out, null), out, now);
        return;
      }
    }
    LOG.debug("call={} {} leads nowhere", request.callId(), request.method());
  }

  /** The caller gave up (§16.10). */
  void cancel(ServerEntry invite, SipRequest cancel, Instant now) {
    ProxyEntry entry = invite.proxy;
    if (entry != null) {
      step(entry, new ProxyEvent.CancelReceived(cancel.header(HeaderName.REASON)), now);
      if (entry.named) {
        named.endUnsent(entry, now);
      }
    }
  }

  void timerFired(ProxyEntry entry, ProxyEvent event, Instant now) {
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
  void sweep(Instant now) {
    sweeping = false;
    calls.closeOlderThan(now.minus(shared.properties().callLimit()), now);
    armSweep(now);
  }

  @Override
  public void delivered(ClientEntry client, SipResponse response, Instant now) {
    if (client.proxy != null) {
      ProxyEntry.Attempt attempt = client.proxy.attempt(client.branch);
      if (attempt != null
          && attempt.sequence != null
          && !named.passes(client, attempt, response, now)) {
        return;
      }
      SipResponse upstream = Forwarding.withoutOurVia(response);
      if (upstream.has(HeaderName.VIA)) {
        CallMedia.Part part = client.proxy.part;
        if (part != null) {
          upstream =
              media.response(part, client.branch, client.proxy.described, client.hop, upstream);
          if (client.proxy.trackedCall != null && upstream.success()) {
            boolean first = !part.dialog().isAnswered();
            media.answered(part, client.branch, client.hop, upstream);
            if (attempt != null) {
              part.dialog().answeredBy = attempt.aor;
              if (first) {
                tellAnswered(client.proxy, part.dialog(), attempt);
              }
            }
          }
        }
        show(client.proxy, client.branch, upstream, now);
        ProxyEvent event = answered(client.proxy, client.branch, upstream, now);
        if (event instanceof ProxyEvent.BranchRedirected
            && upstream.status() >= 400
            && !client.hop.transport().reliable()) {
          lane().after(AFTER_REFUSAL, new LaneEvent.ProxyTimerFired(client.proxy, event), now);
          return;
        }
        step(client.proxy, event, now);
      }
    }
  }

  /** Whoever wants to know of answered calls, a recorder perhaps, is told who is in this one. */
  private void tellAnswered(ProxyEntry entry, CallDialog dialog, ProxyEntry.Attempt attempt) {
    LiveCall call = calls.live(dialog.callId);
    if (call == null) {
      return;
    }
    CallPlan.Alert alert = entry.plan == null ? null : entry.plan.alertOf(attempt.target.shown());
    CallPlan.Place place = alert == null ? null : alert.place();
    shared
        .answers()
        .accept(
            new CallAnswered(
                call,
                dialog.callerAor == null ? null : dialog.callerAor.user(),
                attempt.aor == null ? null : attempt.aor.user(),
                alert == null ? null : alert.group(),
                dialog.fromTrunk,
                place instanceof CallPlan.Place.Outside outside ? outside.trunk() : null,
                place instanceof CallPlan.Place.Application led ? led.name() : null));
  }

  /** What a phone said of a call is seen by those who watch its user. */
  private void show(ProxyEntry entry, int branch, SipResponse response, Instant now) {
    if (entry.trackedCall == null) {
      return;
    }
    ProxyEntry.Attempt attempt = entry.attempt(branch);
    Aor aor = attempt == null ? null : attempt.aor;
    if (response.success()) {
      dialogs.answered(entry.trackedCall, branch, aor, response.toTag(), now);
    } else if (response.provisional() && response.status() > 100) {
      dialogs.rings(entry.trackedCall, branch, aor, response.toTag(), now);
    }
  }

  private ProxyEvent answered(ProxyEntry entry, int branch, SipResponse response, Instant now) {
    if ((response.status() == 488 || response.status() == 606) && offersOther(entry, branch)) {
      // RFC 3261 §8.1.3.5: the same request with another description.
      ProxyEntry.Attempt attempt = Objects.requireNonNull(entry.attempt(branch));
      return new ProxyEvent.BranchRedirected(branch, response, List.of(attempt.target));
    }
    return response.status() / 100 == 3
        ? new ProxyEvent.BranchRedirected(
            branch, response, redirected(entry, branch, response, now))
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

  /** The AOR that a temporary GRUU hides (RFC 5627 §5.1); any other URI is itself. */
  private SipUri meant(SipUri uri, Directory directory) {
    if (Gruus.isGruu(uri) && directory.isLocal(uri.host())) {
      Gruus.Meaning meaning = gruus.read(uri);
      if (meaning != null) {
        return new SipUri(
            uri.scheme(), meaning.user(), uri.host(), uri.port(), uri.params(), uri.text());
      }
    }
    return uri;
  }

  /** The user whose phone has registered this URI as its Contact, or null. */
  private @Nullable Route registered(SipUri uri, Directory directory, Instant now) {
    User user = directory.user(uri.user());
    if (user == null) {
      return null;
    }
    Aor aor = new Aor(user.extension(), directory.domain());
    return targets.contact(aor, uri, now).isEmpty() ? null : new Route.ToUser(user, aor);
  }

  private List<TargetGroup> devices(SipUri uri, Aor aor, Instant now) {
    if (uri.isSip() && !shared.directory().get().isLocal(uri.host())) {
      return targets.contact(aor, uri, now);
    }
    Gruus.Meaning gruu = Gruus.isGruu(uri) ? gruus.read(uri) : null;
    return gruu == null ? targets.devices(aor, now) : targets.device(aor, gruu, now);
  }

  /**
   * The device that a Contact with a GRUU means (RFC 5627 §5.1), when a dialog's next hop is that.
   */
  private List<TargetGroup> dialogDevice(SipRequest request, Instant now) {
    if (!request.uriText().contains(";gr")) {
      return List.of();
    }
    Directory directory = shared.directory().get();
    SipUri uri = request.uri();
    if (!Gruus.isGruu(uri) || !directory.isLocal(uri.host())) {
      return List.of();
    }
    return router.route(meant(uri, directory), directory, null) instanceof Route.ToUser to
        ? devices(uri, to.aor(), now)
        : List.of();
  }

  /**
   * The places a redirect names that are ours to follow (RFC 3261 §16.5): users of this site. What
   * leads elsewhere goes back to the caller, who may or may not call there on its own account.
   */
  private List<Target> redirected(ProxyEntry entry, int branch, SipResponse redirect, Instant now) {
    ProxyEntry.Attempt attempt = entry.attempt(branch);
    Aor of = attempt == null ? null : attempt.aor;
    if (!(entry.state instanceof ProxyState.Waiting waiting) || of == null) {
      return List.of();
    }
    Forwarded.Reason reason = Forwarded.reason(redirect, waiting.rang(branch));
    List<Target> found = new ArrayList<>();
    List<String> contacts = redirect.values(HeaderName.CONTACT);
    for (int i = 0; i < Math.min(contacts.size(), REDIRECT_CONTACTS); i++) {
      SipUri uri;
      try {
        uri = Grammar.nameAddr(contacts.get(i)).uri();
      } catch (MalformedHeader e) {
        LOG.debug("a redirect names what is no address: {}", e.phrase());
        continue;
      }
      if (router.route(uri, shared.directory().get(), null) instanceof Route.ToUser to
          && !to.aor().equals(of)) {
        List<Target.Added> added =
            Forwarded.fields(
                    waiting.request(),
                    of.toString(),
                    to.aor().toString(),
                    reason,
                    redirect.status())
                .stream()
                .map(f -> new Target.Added(f.name(), f.value()))
                .toList();
        for (TargetGroup group : targets.devices(to.aor(), now)) {
          for (Target target : group.targets()) {
            if (target.uri() != null && !entry.tried(target.uri())) {
              found.add(target.adding(added));
              entry.leadsTo(target.uri(), to.aor());
            }
          }
        }
      }
    }
    return found;
  }

  @Override
  public void timedOut(ClientEntry client, Instant now) {
    if (client.proxy != null && !another(client, now)) {
      step(client.proxy, new ProxyEvent.BranchTimedOut(client.branch), now);
    }
  }

  @Override
  public void failed(ClientEntry client, String why, Instant now) {
    if (client.proxy != null && !another(client, now)) {
      step(client.proxy, new ProxyEvent.BranchUnreachable(client.branch), now);
    }
  }

  /** True when the branch goes on with another server of the same name. */
  private boolean another(ClientEntry client, Instant now) {
    ProxyEntry entry = client.proxy;
    ProxyEntry.Attempt attempt = entry == null ? null : entry.attempt(client.branch);
    return attempt != null && attempt.sequence != null && named.triesAnother(client, attempt, now);
  }

  @Override
  public void failed(ServerEntry server, String why, Instant now) {
    LOG.debug("a response could not be sent to {}: {}", server.hop.shown(), why);
  }

  @Override
  public void toApplication(SipRequest request, ClientEntry branch) {
    agents.fromProxy(request, branch);
  }

  private void run(
      ProxyEntry entry, SipRequest request, List<TargetGroup> groups, Course course, Instant now) {
    entry.server.proxy = entry;
    entry.described = CallMedia.describes(request);
    Step<ProxyState> step = proxy.start(request, fitting(entry, request, groups), course);
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
        entry.part != null && shared.media() != MediaAnchor.NONE);
  }

  void step(ProxyEntry entry, ProxyEvent event, Instant now) {
    ProxyState state = entry.state;
    if (state == null) {
      return;
    }
    SipRequest request =
        switch (state) {
          case ProxyState.Waiting waiting -> waiting.request();
          case ProxyState.Answered answered -> answered.request();
          case ProxyState.Done done -> null;
        };
    Step<ProxyState> step = proxy.on(state, event);
    entry.state = step.state();
    carryOut(entry, request, step.effects(), now);
  }

  private void carryOut(
      ProxyEntry entry, @Nullable SipRequest request, List<? extends Effect> effects, Instant now) {
    for (int i = 0; i < effects.size(); i++) {
      switch ((ProxyEffect) effects.get(i)) {
        case ProxyEffect.Respond e -> respond(entry, e.response(), now);
        case ProxyEffect.Forward e when request != null -> forward(entry, request, e, now);
        case ProxyEffect.Forward e -> throw new IllegalStateException("nothing left to forward");
        case ProxyEffect.Cancel e -> cancelBranch(entry, e, now);
        case ProxyEffect.StartTimerC e -> startTimerC(entry, e, now);
        case ProxyEffect.StopTimerC e -> stopTimerC(entry.attempt(e.index()));
        case ProxyEffect.StartRingTimer e -> {
          var event = new LaneEvent.ProxyTimerFired(entry, new ProxyEvent.RingTimeOver(e.group()));
          entry.ringTimer = lane().after(e.delay(), event, now);
        }
        case ProxyEffect.StopRingTimer e -> stopRingTimer(entry);
        case ProxyEffect.RingOver e -> nextOfPlan(entry, request, e.status(), now);
        case ProxyEffect.GiveUp e -> giveUp(entry, e.index());
        case ProxyEffect.NoteAttempt e -> noteAttempt(entry, e);
        case ProxyEffect.Abandon e -> transactions().forget(entry.server);
        case ProxyEffect.Finish e -> entry.finish();
      }
    }
  }

  private void forward(ProxyEntry entry, SipRequest request, ProxyEffect.Forward e, Instant now) {
    Target target = e.target();
    ProxyEntry.Attempt attempt = entry.begin(e.index(), target, now);
    if (entry.part != null && e.index() > 0) {
      int refused = entry.before(e.index(), target);
      if (refused >= 0) {
        media.follows(entry.part, e.index(), refused);
      }
    }
    // Noted now: when the branch ends, others may ring.
    attempt.aor = entry.ownerOf(target);
    attempt.step = entry.stepOf(target);
    if (target.hop() == null) {
      named.begin(entry, e.index(), attempt, request, Objects.requireNonNull(target.name()), now);
      return;
    }
    Hop out = shared.network().route(target.hop());
    if (out == null || out.remote().equals(out.local())) {
      step(entry, new ProxyEvent.BranchUnreachable(e.index()), now);
      return;
    }
    SipRequest onward = onward(entry, e.index(), request, target, out, now);
    if (onward != null) {
      attempt.sent = onward;
      attempt.hop = out;
      transactions().start(onward, out, entry, e.index(), now);
    }
  }

  /**
   * The request as it leaves on a branch.
   *
   * @return null when its media cannot be led through us: the branch has been answered
   */
  @Nullable SipRequest onward(
      ProxyEntry entry, int branch, SipRequest request, Target target, Hop out, Instant now) {
    SipRequest onward = forwarding.forward(request, target, out, entry.recorded);
    if (entry.part == null) {
      return onward;
    }
    CallMedia.Passed passed = media.request(entry.part, branch, onward, out);
    Outcome.Refused refused = passed.refused();
    if (refused == null) {
      return passed.request();
    }
    SipResponse no =
        request
            .respond(refused.status(), refused.reason(), ourTag(request))
            .add(
                HeaderName.WARNING,
                refused.warning()
                    + " "
                    + shared.properties().realm()
                    + " \""
                    + quotable(refused.why())
                    + "\"")
            .done();
    step(entry, new ProxyEvent.BranchAnswered(branch, no), now);
    return null;
  }

  void cancelBranch(ProxyEntry entry, ProxyEffect.Cancel e, Instant now) {
    ProxyEntry.Attempt attempt = entry.attempt(e.index());
    if (attempt != null
        && attempt.sent != null
        && attempt.hop != null
        && !named.mustWait(attempt, e)) {
      transactions().start(Forwarding.cancel(attempt.sent, e.reason()), attempt.hop, null, 0, now);
    }
  }

  private void giveUp(ProxyEntry entry, int index) {
    ProxyEntry.Attempt attempt = entry.attempt(index);
    if (attempt != null) {
      named.giveUp(attempt);
    }
    SipRequest sent = attempt == null ? null : attempt.sent;
    ClientEntry client = sent == null ? null : transactions().client(ClientKey.of(sent));
    if (client != null) {
      transactions().forget(client);
    }
  }

  private void respond(ProxyEntry entry, SipResponse response, Instant now) {
    String callId = entry.trackedCall;
    if (callId != null && response.status() > 100) {
      if (response.provisional()) {
        calls.ringing(callId, response.status(), now);
      } else if (response.success()) {
        shared.planning().live().ringsNoMore(callId);
        String agent = response.header(HeaderName.USER_AGENT);
        calls.answered(
            callId,
            response.status(),
            agent == null ? response.header(HeaderName.SERVER) : agent,
            response.toTag(),
            now);
      } else {
        calls.failed(callId, response.status(), cause(response.status(), true), now);
      }
    }
    transactions().respond(entry.server, response, now);
  }

  private void noteAttempt(ProxyEntry entry, ProxyEffect.NoteAttempt e) {
    ProxyEntry.Attempt attempt = entry.attempt(e.index());
    if (entry.part != null && e.status() >= 300) {
      media.branchEnded(entry.part, e.index());
    }
    if (entry.trackedCall != null && e.status() >= 300) {
      dialogs.branchEnded(entry.trackedCall, e.index());
    }
    if (entry.trackedCall != null && attempt != null) {
      String target = attempt.target.shown();
      if (e.status() / 100 == 2 && calls.isLive(entry.trackedCall)) {
        Aor of = attempt.aor;
        if (of != null) {
          shared.planning().live().enters(of.user(), entry.trackedCall);
        }
      }
      calls.attempted(
          entry.trackedCall,
          new CallRecord.Attempt(target, attempt.startedAt, e.status(), attempt.step),
          attempt.aor == null ? null : attempt.aor.user());
    }
  }

  private void startTimerC(ProxyEntry entry, ProxyEffect.StartTimerC e, Instant now) {
    ProxyEntry.Attempt attempt = entry.attempt(e.index());
    if (attempt != null) {
      stopTimerC(attempt);
      var event = new LaneEvent.ProxyTimerFired(entry, new ProxyEvent.TimerCFired(e.index()));
      attempt.timerC = lane().after(e.delay(), event, now);
    }
  }

  private void stopTimerC(ProxyEntry.@Nullable Attempt attempt) {
    if (attempt != null && attempt.timerC != null) {
      lane().cancel(attempt.timerC);
      attempt.timerC = null;
    }
  }

  private void stopRingTimer(ProxyEntry entry) {
    if (entry.ringTimer != null) {
      lane().cancel(entry.ringTimer);
      entry.ringTimer = null;
    }
  }

  /** The caller's side for Record-Route; only for requests that form a dialog (§16.6 step 4). */
  private static Forwarding.@Nullable Recorded recorded(
      SipRequest request, Hop from, @Nullable User caller) {
    Method method = request.method();
    if (!method.equals(Method.INVITE)
        && !method.equals(Method.SUBSCRIBE)
        && !method.equals(Method.REFER)) {
      return null;
    }
    if (caller == null) {
      return new Forwarding.Recorded(from, false); // a server knows its own address
    }
    List<String> contacts = request.values(HeaderName.CONTACT);
    boolean reachable =
        contacts.size() == 1
            && WayBack.leadsThere(
                Grammar.nameAddr(contacts.getFirst()).uri(), request.topVia(), from);
    return new Forwarding.Recorded(from, !reachable);
  }

  /** Our own user who makes this call, or null. */
  @Nullable Aor caller(String callId) {
    CallDialog dialog = media.dialog(callId);
    return dialog == null ? null : dialog.callerAor;
  }

  private CallMedia.@Nullable Part part(
      SipRequest request, Hop from, Route route, @Nullable User caller) {
    String callerTag = request.fromTag();
    if (callerTag == null) {
      return null; // RFC 2543: nobody could be told apart later
    }
    CallMedia.Part part =
        media.begin(
            request,
            callerTag,
            from,
            caller == null || from.inside()
                ? null
                : new Aor(caller.extension(), shared.directory().get().domain()),
            route instanceof Route.ToUser toUser ? toUser.aor() : null);
    TrunkAddress trunk = from.inside() ? TrunkAddress.of(request.uri()) : null;
    part.dialog().fromTrunk = trunk == null ? null : trunk.trunk();
    return part;
  }

  private @Nullable String begin(
      SipRequest request,
      SipUri uri,
      Route route,
      NameAddr from,
      @Nullable Peer peer,
      @Nullable User caller,
      Instant now) {
    User callee = route instanceof Route.ToUser toUser ? toUser.user() : null;
    LiveCall call =
        new LiveCall(
            request.callId(),
            request.fromTag(),
            caller != null ? caller.extension() : outside(from.uri(), peer == null),
            caller != null ? caller.name() : from.display(),
            callee != null ? callee.extension() : outside(uri, route instanceof Route.ToDomain),
            callee == null ? null : callee.name(),
            request.header(HeaderName.USER_AGENT),
            null,
            now,
            null,
            null,
            null,
            null,
            100,
            List.of());
    traces.becomesCall(call.callId());
    if (!calls.begin(call)) {
      return null;
    }
    if (caller != null) {
      shared.planning().live().enters(caller.extension(), request.callId());
    }
    armSweep(now);
    String domain = shared.directory().get().domain();
    dialogs.begins(
        call.callId(),
        Privacy.of(request).hidesIdentity()
            ? Party.ANONYMOUS
            : party(caller, from.uri(), from, domain),
        call.callerTag(),
        caller == null ? null : new Aor(caller.extension(), domain),
        party(callee, uri, null, domain),
        now);
    return request.callId();
  }

  private static Party party(
      @Nullable User user, SipUri uri, @Nullable NameAddr said, String domain) {
    return user == null
        ? new Party(uri.text(), said == null ? null : said.display())
        : new Party("sip:" + user.extension() + "@" + domain, user.name());
  }

  /** A sentence within a quoted string (RFC 3261 §25.1). */
  private static String quotable(String text) {
    return text.replace('"', '\'').replace("\\", "");
  }

  /** Somebody who is no user of ours: a number, or an address when the domain matters. */
  private static String outside(SipUri uri, boolean withDomain) {
    String number = uri.user();
    return number == null ? uri.host() : withDomain ? number + "@" + uri.host() : number;
  }

  private void armSweep(Instant now) {
    if (!sweeping && !calls.isEmpty()) {
      sweeping = true;
      lane().after(SWEEP, new LaneEvent.CallsSwept(), now);
    }
  }

  private void refuseTracked(
      ServerEntry entry,
      SipRequest request,
      @Nullable String tracked,
      int status,
      String reason,
      Instant now) {
    if (tracked != null) {
      calls.failed(tracked, status, cause(status, false), now);
    }
    refuse(entry, request, status, reason, now);
  }

  private void refuse(
      ServerEntry entry, SipRequest request, int status, String reason, Instant now) {
    transactions().respond(entry, request.respond(status, reason, ourTag(request)).done(), now);
  }

  /**
   * Where a request may go that no user of ours vouches for: to our users, and from a neighbour to
   * its fellow neighbours. Never on to a domain that is found by DNS: no open relay.
   */
  private static boolean mayGo(Route route, @Nullable Peer peer) {
    return switch (route) {
      case Route.ToDomain toDomain -> false;
      case Route.ToPeer toPeer -> peer != null;
      default -> true;
    };
  }

  /**
   * Takes off the Routes that phones with an outbound proxy put there: us (RFC 3261 §16.4, §8.1.2).
   */
  private static SipRequest withoutOurRoutes(SipRequest request, Hop from, Directory directory) {
    if (!request.has(HeaderName.ROUTE)) {
      return request;
    }
    InetSocketAddress us = from.local();
    List<String> routes = request.values(HeaderName.ROUTE);
    Edit<SipRequest> edit = request.edit();
    for (int i = 0; i < routes.size(); i++) {
      SipUri route = Grammar.nameAddr(routes.get(i)).uri();
      int port = route.portOr(from.transport().defaultPort());
      if (us == null || !directory.isLocal(route.host()) || port != us.getPort()) {
        break;
      }
      edit.pop(HeaderName.ROUTE);
    }
    return edit.done();
  }

  private static boolean keepsState(Method method) {
    return method.equals(Method.SUBSCRIBE) || method.equals(Method.PUBLISH);
  }

  private static Identity.Origin origin(Hop from, @Nullable Peer peer, @Nullable User caller) {
    if (from.inside()) {
      return new Identity.Origin.TrustedServer(); // an application knows whom it speaks for
    }
    if (caller != null) {
      return new Identity.Origin.OurUser(caller);
    }
    return peer != null ? new Identity.Origin.TrustedServer() : new Identity.Origin.Stranger();
  }

  private static CallRecord.Cause cause(int status, boolean tried) {
    return switch (status) {
      case 486, 600 -> CallRecord.Cause.BUSY;
      case 487 -> CallRecord.Cause.CANCELLED;
      case 408 -> CallRecord.Cause.NO_ANSWER;
      case 480 -> tried ? CallRecord.Cause.NO_ANSWER : CallRecord.Cause.NOT_REGISTERED;
      case 603, 607 -> CallRecord.Cause.DECLINED;
      case 404, 410, 484, 604 -> CallRecord.Cause.UNKNOWN_NUMBER;
      case 401, 403, 407 -> CallRecord.Cause.FORBIDDEN;
      case 500, 502, 503, 504 -> CallRecord.Cause.UNREACHABLE;
      default -> CallRecord.Cause.FAILED;
    };
  }

  private Lane lane() {
    Lane itsLane = lane;
    if (itsLane == null) {
      throw new IllegalStateException("events came before the lane runs");
    }
    return itsLane;
  }

  private TransactionTable transactions() {
    TransactionTable itsTransactions = transactions;
    if (itsTransactions == null) {
      throw new IllegalStateException("events came before the lane runs");
    }
    return itsTransactions;
  }
}
