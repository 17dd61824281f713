package org.belfry.pbx.proxy;

import java.time.Instant;
import java.util.List;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.TargetGroup;
import org.belfry.pbx.transaction.LaneContext;
import org.belfry.pbx.transaction.TransactionTable;
import org.jspecify.annotations.Nullable;

/**
 * The response contexts of one lane (RFC 3261 §16.2, §16.7): one {@link Proxy} a forwarded request,
 * stepped here, and its effects carried out.
 */
final class ResponseContexts {
  private final Proxy proxy;
  private final ProxiedCalls told;
  private final PlanRings rings;
  private final TransactionTable transactions;
  private final ProxyTimers timers;
  private final BranchForwarding forwarding;
  private final NamedBranches named;
  private final Branches branches;

  ResponseContexts(
      ProxyPorts ports, ProxyParts parts, ProxiedCalls told, LaneContext lane, PlanRings rings) {
    this.proxy = new Proxy(ports.settings().limits());
    this.told = told;
    this.rings = rings;
    this.transactions = lane.transactions();
    this.timers = new ProxyTimers(lane.post());
    this.forwarding =
        new BranchForwarding(ports, parts, told.media(), lane.transactions(), this::step);
    this.named = new NamedBranches(ports, parts, lane, forwarding, this::step);
    this.branches = new Branches(told, forwarding, named, lane.network(), this::step);
  }

  BranchForwarding forwarding() {
    return forwarding;
  }

  NamedBranches named() {
    return named;
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
        proxy.start(request, rings.fitting(entry, request, groups), policy);
    entry.state = step.state();
    carryOut(entry, request, step.effects(), now);
  }

  /** Something happens to a forwarded request; nothing when it has not begun. */
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

  /** A timer of a forwarded request has fired. */
  void fired(ProxyEntry entry, ProxyEvent event, Instant now) {
    ProxyTimers.fired(entry, event);
    step(entry, event, now);
  }

  private void carryOut(
      ProxyEntry entry,
      @Nullable SipRequest request,
      List<? extends ProxyEffect> effects,
      Instant now) {
    for (int i = 0; i < effects.size(); i++) {
      switch (effects.get(i)) {
        case ProxyEffect.Respond e -> respond(entry, e, now);
        case ProxyEffect.Forward e -> branches.begin(entry, asked(request), e, now);
        case ProxyEffect.Cancel e -> branches.cancel(entry, e, now);
        case ProxyEffect.StartTimerC e -> timers.startTimerC(entry, e, now);
        case ProxyEffect.StopTimerC e -> timers.stopTimerC(entry.attempt(e.index()));
        case ProxyEffect.StartRingTimer e -> timers.startRingTimer(entry, e, now);
        case ProxyEffect.StopRingTimer e -> timers.stopRingTimer(entry);
        case ProxyEffect.RingOver e ->
            step(entry, rings.after(entry, asked(request), e.status(), now), now);
        case ProxyEffect.GiveUp e -> branches.giveUp(entry, e.index());
        case ProxyEffect.NoteAttempt e -> told.attempted(entry, e, asked(request).callId(), now);
        case ProxyEffect.Abandon e -> transactions.forget(entry.server);
        case ProxyEffect.Finish e -> entry.finish();
      }
    }
  }

  private static SipRequest asked(@Nullable SipRequest request) {
    if (request == null) {
      throw new IllegalStateException("nothing is left of what was asked");
    }
    return request;
  }

  private void respond(ProxyEntry entry, ProxyEffect.Respond e, Instant now) {
    told.responded(entry, e.response(), now);
    if (entry.server.inside() != null && e.response().success()) {
      entry.server.answeredBy(answeredBy(e.response().callId()));
    }
    transactions.respond(entry.server, e.response(), now);
  }

  /** The extension of our user whose device has answered the call, or null. */
  private @Nullable String answeredBy(String callId) {
    CallDialog dialog = told.media().dialog(callId);
    Aor aor = dialog == null ? null : dialog.answeredBy;
    return aor == null ? null : aor.user();
  }
}
