package org.belfry.pbx.proxy;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.proxy.ProxyState.Answered;
import org.belfry.pbx.proxy.ProxyState.Done;
import org.belfry.pbx.proxy.ProxyState.Waiting;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.route.TargetGroup;
import org.jspecify.annotations.Nullable;

/**
 * A stateful proxy's handling of one request as a machine: parallel forking within serial forking,
 * redirects, best response, CANCEL and Timer C (RFC 3261 §16.6 to §16.10).
 */
public final class Proxy {
  private static final int FLOW_FAILED = 430; // RFC 5626 §11.5

  private final ProxyLimits limits;
  private final ParallelForking parallel;
  private final SerialForking serial;

  public Proxy(ProxyLimits limits) {
    this.limits = limits;
    this.parallel = new ParallelForking(limits);
    this.serial = new SerialForking(limits, parallel);
  }

  /** Forwards the request to these groups, after which nothing comes. */
  public Step<ProxyState, ProxyEffect> start(SipRequest request, List<TargetGroup> groups) {
    return start(request, groups, ForkPolicy.NONE);
  }

  /**
   * Forwards the request to all targets of the first group at once. {@code groups} is not empty;
   * targets beyond the limit are left out.
   */
  public Step<ProxyState, ProxyEffect> start(
      SipRequest request, List<TargetGroup> groups, ForkPolicy policy) {
    List<ProxyEffect> effects = new ArrayList<>(4);
    if (request.method().equals(Method.INVITE)) {
      // §16.2: as with a UAS, 100 stops the caller's retransmissions while we work.
      effects.add(new ProxyEffect.Respond(request.respond(100, "Trying", null).done()));
    }
    List<TargetGroup> later = groups.size() == 1 ? List.of() : groups.subList(1, groups.size());
    Waiting s = new Waiting(request, List.of(), List.of(), later, false, policy);
    return Step.to(parallel.startGroup(s, groups.getFirst(), 0, effects), effects);
  }

  public Step<ProxyState, ProxyEffect> on(ProxyState state, ProxyEvent event) {
    return switch (state) {
      case Waiting waiting -> onWaiting(waiting, event);
      case Answered answered -> AnsweredFork.on(answered, event);
      // RFC 6026 §7.1: a 2xx that is sent again because its ACK was lost goes upstream again.
      case Done done when event instanceof ProxyEvent.BranchAnswered e && e.response().success() ->
          Step.to(done, new ProxyEffect.Respond(e.response()));
      // A branch's last events may come when all has been said, e.g. after a send failure.
      case Done done -> Step.to(done);
    };
  }

  private Step<ProxyState, ProxyEffect> onWaiting(Waiting s, ProxyEvent event) {
    return switch (event) {
      case ProxyEvent.BranchAnswered e when e.response().provisional() -> provisional(s, e);
      case ProxyEvent.BranchAnswered e when e.response().success() -> success(s, e);
      case ProxyEvent.BranchAnswered e -> failure(s, e.index(), e.response());
      case ProxyEvent.BranchRedirected e -> redirected(s, e);
      case ProxyEvent.BranchTimedOut e ->
          failure(s, e.index(), s.request().respond(408, "Request Timeout", null).done());
      // §16.9: a transport error counts as a 503 of that branch.
      case ProxyEvent.BranchUnreachable e ->
          failure(s, e.index(), s.request().respond(503, "Service Unavailable", null).done());
      case ProxyEvent.CancelReceived e -> cancel(s, e.reason());
      case ProxyEvent.TimerCFired e -> timerC(s, e.index());
      case ProxyEvent.RingTimeOver e -> serial.ringTimeOver(s, e.group());
      case ProxyEvent.NextRing e -> serial.nextRing(s, e);
      case ProxyEvent.Fetched e -> parallel.fetched(s, e.target());
      case ProxyEvent.PlanOver e ->
          serial.proceed(
              s.with(new ForkPolicy(false, s.policy().many(), e.verdict())), new ArrayList<>());
      case ProxyEvent.BranchEnded e -> Step.to(s);
    };
  }

  /** §16.7 step 5: every provisional but 100 goes upstream; it also restarts Timer C (step 2). */
  private Step<ProxyState, ProxyEffect> provisional(Waiting s, ProxyEvent.BranchAnswered e) {
    Branch branch = s.branches().get(e.index());
    if (!branch.running()) {
      return Step.to(s);
    }
    List<ProxyEffect> effects = new ArrayList<>(3);
    // §9.1: a CANCEL that was wanted before the first provisional may go out now.
    if (branch.cancelAsked() && !branch.ringing()) {
      effects.add(new ProxyEffect.Cancel(e.index(), null));
    }
    if (e.response().status() > 100) {
      if (!branch.cancelAsked()) {
        effects.add(new ProxyEffect.StartTimerC(e.index(), limits.timerC()));
      }
      if (!s.cancelled() && !branch.cancelAsked()) {
        effects.add(new ProxyEffect.Respond(e.response()));
      }
    }
    return branch.ringing()
        ? Step.to(s, effects)
        : Step.to(s.with(ForkedBranches.with(s.branches(), branch.withRinging())), effects);
  }

  /** §16.7 step 5: a 2xx goes upstream at once; step 10: the other branches are cancelled. */
  private Step<ProxyState, ProxyEffect> success(Waiting s, ProxyEvent.BranchAnswered e) {
    List<ProxyEffect> effects = new ArrayList<>();
    effects.add(new ProxyEffect.Respond(e.response()));
    List<Branch> branches =
        ForkedBranches.end(s.branches(), s.branches().get(e.index()), e.response(), effects);
    branches =
        ForkedBranches.cancelRunning(
            branches, AnsweredFork.COMPLETED_ELSEWHERE, limits.cancelWait(), effects);
    if (s.goesOn()) {
      effects.add(new ProxyEffect.StopRingTimer());
    }
    return AnsweredFork.settle(s.request(), branches, effects);
  }

  private Step<ProxyState, ProxyEffect> failure(Waiting s, int index, SipResponse response) {
    Branch branch = s.branches().get(index);
    if (!branch.running()) {
      return Step.to(s);
    }
    List<ProxyEffect> effects = new ArrayList<>();
    boolean wanted = !s.cancelled() && !branch.cancelAsked();
    if (wanted && branch.target().fallback() != null && leadsNowhere(branch, response)) {
      return instead(s, branch, response, List.of(branch.target().fallback()), branch.depth());
    }
    Waiting ended = s.with(ForkedBranches.end(s.branches(), branch, response, effects));
    if (response.status() >= 600 && limits.declineEndsCall() && !s.policy().many()) {
      // §16.7 step 5: a 6xx ends the fork.
      // DEVIATION RFC 3261 §16.7: not where different people ring, and what its owner has planned
      // for a declined call comes all the same. ADR-0025
      if (s.goesOn()) {
        effects.add(new ProxyEffect.StopRingTimer());
      }
      ended =
          ended
              .with(
                  ForkedBranches.cancelRunning(
                      ended.branches(), null, limits.cancelWait(), effects))
              .ending(false);
    }
    return serial.proceed(ended, effects);
  }

  /** Nothing was heard on this way to the device, or its edge has lost the flow (RFC 5626 §7). */
  private static boolean leadsNowhere(Branch branch, SipResponse response) {
    return response.status() == FLOW_FAILED
        || (!branch.ringing() && (response.status() == 408 || response.status() == 503));
  }

  /** §16.7 step 4: a redirect that may be followed is; the caller never hears of it. */
  private Step<ProxyState, ProxyEffect> redirected(Waiting s, ProxyEvent.BranchRedirected e) {
    Branch branch = s.branches().get(e.index());
    if (!branch.running()) {
      return Step.to(s);
    }
    boolean follow =
        !s.cancelled()
            && !branch.cancelAsked()
            && !e.targets().isEmpty()
            && branch.depth() < limits.redirects()
            && !parallel.full(s.branches(), s.held().size(), branch.group());
    return follow
        ? instead(s, branch, e.response(), e.targets(), branch.depth() + 1)
        : failure(s, e.index(), e.response());
  }

  private Step<ProxyState, ProxyEffect> instead(
      Waiting s, Branch branch, SipResponse response, List<Target> targets, int depth) {
    List<ProxyEffect> effects = new ArrayList<>();
    ForkedBranches.note(branch, response.status(), effects);
    Waiting ended = s.with(ForkedBranches.with(s.branches(), branch.replacedBy(response)));
    List<Held> held = new ArrayList<>(targets.size() + s.held().size());
    for (Target target : targets) {
      if (!parallel.full(ended.branches(), s.held().size() + held.size(), branch.group())) {
        held.add(new Held(target, branch.group(), depth, null));
      }
    }
    held.addAll(s.held());
    return serial.proceed(parallel.startHeld(ended.holding(held), effects), effects);
  }

  /** §16.10. */
  private Step<ProxyState, ProxyEffect> cancel(Waiting s, @Nullable String reason) {
    List<ProxyEffect> effects = new ArrayList<>();
    if (s.goesOn()) {
      effects.add(new ProxyEffect.StopRingTimer());
    }
    List<Branch> branches =
        ForkedBranches.cancelRunning(s.branches(), reason, limits.cancelWait(), effects);
    return Step.to(s.with(branches).ending(true), effects);
  }

  /**
   * §16.8: a branch that rings is cancelled; one that was never heard of, or does not answer its
   * CANCEL, counts as timed out.
   */
  private Step<ProxyState, ProxyEffect> timerC(Waiting s, int index) {
    Branch branch = s.branches().get(index);
    if (!branch.running()) {
      return Step.to(s);
    }
    if (branch.ringing() && !branch.cancelAsked()) {
      List<ProxyEffect> effects = new ArrayList<>(2);
      effects.add(new ProxyEffect.Cancel(index, null));
      effects.add(new ProxyEffect.StartTimerC(index, limits.cancelWait()));
      return Step.to(s.with(ForkedBranches.with(s.branches(), branch.withCancelAsked())), effects);
    }
    Step<ProxyState, ProxyEffect> step =
        failure(s, index, s.request().respond(408, "Request Timeout", null).done());
    return Step.to(step.state(), ForkedBranches.givingUp(index, step.effects()));
  }
}
