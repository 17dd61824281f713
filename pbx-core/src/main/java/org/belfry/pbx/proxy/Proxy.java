package org.belfry.pbx.proxy;

import java.time.Duration;
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
  private static final String COMPLETED_ELSEWHERE =
      "SIP;cause=200;text=\"Call completed elsewhere\""; // RFC 3326 §2
  private static final String NOBODY_ANSWERED = "SIP;cause=408;text=\"Nobody answered in time\"";
  private static final int FLOW_FAILED = 430; // RFC 5626 §11.5

  private final ProxyLimits limits;

  public Proxy(ProxyLimits limits) {
    this.limits = limits;
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
    return Step.to(startGroup(s, groups.getFirst(), 0, effects), effects);
  }

  /** The turn of a group has come. */
  private Waiting startGroup(Waiting s, TargetGroup group, int number, List<ProxyEffect> effects) {
    List<Held> held = new ArrayList<>(s.held());
    for (Target target : group.targets()) {
      if (!full(s.branches(), held.size(), number)) {
        held.add(new Held(target, number, 0, group.ringTime()));
      }
    }
    boolean joins = !s.branches().isEmpty() && !noneWanted(s.branches(), number);
    Waiting started = startHeld(s.holding(held), effects);
    if (joins || started.branches().size() > s.branches().size()) {
      startRingTimer(started, group.ringTime(), number, effects);
    }
    return started;
  }

  /** Begins as many branches as the breadth of the request allows (RFC 5393 §5.3.3). */
  private Waiting startHeld(Waiting s, List<ProxyEffect> effects) {
    List<Held> held = s.held();
    int[] shares =
        Breadth.of(s.request(), limits.branches())
            .shares(s.branches(), held.size(), s.moreGroups());
    List<Branch> branches = new ArrayList<>(s.branches().size() + shares.length);
    branches.addAll(s.branches());
    for (int i = 0; i < shares.length; i++) {
      startBranch(s.request(), held.get(i), shares[i], branches, effects);
    }
    return s.with(branches).holding(held.subList(shares.length, held.size()));
  }

  private void startBranch(
      SipRequest request,
      Held next,
      int breadth,
      List<Branch> branches,
      List<ProxyEffect> effects) {
    int index = branches.size();
    branches.add(Branch.started(index, next.target(), next.group(), next.depth(), breadth));
    effects.add(new ProxyEffect.Forward(index, next.target(), breadth));
    if (request.method().equals(Method.INVITE)) {
      effects.add(new ProxyEffect.StartTimerC(index, limits.timerC()));
    }
  }

  /** Branches have ended: those that waited for it begin, with a ring time of their own. */
  private Waiting startNext(Waiting s, List<ProxyEffect> effects) {
    if (s.held().isEmpty()) {
      return s;
    }
    Held next = s.held().getFirst();
    boolean alone = noneWanted(s.branches(), next.group());
    Waiting started = startHeld(s, effects);
    if (alone && started.branches().size() > s.branches().size()) {
      effects.add(new ProxyEffect.StopRingTimer());
      startRingTimer(started, next.ringTime(), next.group(), effects);
    }
    return started;
  }

  /** Somebody who waits has the time that others ring as well, and no phone rings for ever. */
  private void startRingTimer(
      Waiting s, @Nullable Duration ringTime, int group, List<ProxyEffect> effects) {
    boolean others = !s.held().isEmpty() && s.request().method().equals(Method.INVITE);
    if (ringTime != null && (others || s.moreGroups())) {
      effects.add(new ProxyEffect.StartRingTimer(group, ringTime));
    } else if (others) {
      effects.add(new ProxyEffect.StartRingTimer(group, limits.ringTime()));
    }
  }

  /** True when as many of this group ring, or have rung, as may. */
  private boolean full(List<Branch> branches, int held, int group) {
    if (branches.size() + held < limits.branches()) {
      return false;
    }
    int count = held;
    for (Branch branch : branches) {
      count += branch.group() == group ? 1 : 0;
    }
    return count >= limits.branches();
  }

  public Step<ProxyState, ProxyEffect> on(ProxyState state, ProxyEvent event) {
    return switch (state) {
      case Waiting waiting -> onWaiting(waiting, event);
      case Answered answered -> onAnswered(answered, event);
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
      case ProxyEvent.RingTimeOver e -> ringTimeOver(s, e.group());
      case ProxyEvent.NextRing e -> nextRing(s, e);
      case ProxyEvent.Fetched e -> fetched(s, e.target());
      case ProxyEvent.PlanOver e ->
          proceed(s.with(new ForkPolicy(false, s.policy().many(), e.verdict())), new ArrayList<>());
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
        : Step.to(s.with(with(s.branches(), branch.withRinging())), effects);
  }

  /** §16.7 step 5: a 2xx goes upstream at once; step 10: the other branches are cancelled. */
  private Step<ProxyState, ProxyEffect> success(Waiting s, ProxyEvent.BranchAnswered e) {
    List<ProxyEffect> effects = new ArrayList<>();
    effects.add(new ProxyEffect.Respond(e.response()));
    List<Branch> branches = end(s.branches(), s.branches().get(e.index()), e.response(), effects);
    branches = cancelRunning(branches, COMPLETED_ELSEWHERE, effects);
    if (s.goesOn()) {
      effects.add(new ProxyEffect.StopRingTimer());
    }
    return settle(s.request(), branches, effects);
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
    Waiting ended = s.with(end(s.branches(), branch, response, effects));
    if (response.status() >= 600 && limits.declineEndsCall() && !s.policy().many()) {
      // §16.7 step 5: a 6xx ends the fork.
      // DEVIATION RFC 3261 §16.7: not where different people ring, and what its owner has planned
      // for a declined call comes all the same. ADR-0025
      if (s.goesOn()) {
        effects.add(new ProxyEffect.StopRingTimer());
      }
      ended = ended.with(cancelRunning(ended.branches(), null, effects)).ending(false);
    }
    return proceed(ended, effects);
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
            && !full(s.branches(), s.held().size(), branch.group());
    return follow
        ? instead(s, branch, e.response(), e.targets(), branch.depth() + 1)
        : failure(s, e.index(), e.response());
  }

  private Step<ProxyState, ProxyEffect> instead(
      Waiting s, Branch branch, SipResponse response, List<Target> targets, int depth) {
    List<ProxyEffect> effects = new ArrayList<>();
    note(branch, response.status(), effects);
    Waiting ended = s.with(with(s.branches(), branch.replacedBy(response)));
    List<Held> held = new ArrayList<>(targets.size() + s.held().size());
    for (Target target : targets) {
      if (!full(ended.branches(), s.held().size() + held.size(), branch.group())) {
        held.add(new Held(target, branch.group(), depth, null));
      }
    }
    held.addAll(s.held());
    return proceed(startHeld(ended.holding(held), effects), effects);
  }

  /** A branch has ended without success: waits for the others, tries the next group, or answers. */
  private Step<ProxyState, ProxyEffect> proceed(Waiting before, List<ProxyEffect> effects) {
    Waiting s = startNext(before, effects);
    if (s.goesOn() && !s.cancelled() && s.held().isEmpty() && noneWanted(s.branches(), s.group())) {
      if (!s.later().isEmpty()) {
        return nextGroup(s, effects);
      }
      if (s.policy().planned()) {
        effects.add(new ProxyEffect.StopRingTimer());
        effects.add(new ProxyEffect.RingOver(answerOfRing(s.request(), s.branches())));
        return Step.to(s, effects);
      }
    }
    if (anyRunning(s.branches())) {
      return Step.to(s, effects);
    }
    SipResponse verdict = s.policy().verdict();
    if (verdict != null && !s.cancelled()) {
      effects.add(new ProxyEffect.Respond(verdict));
    } else {
      answerBest(s.request(), s.branches(), s.cancelled(), effects);
    }
    effects.add(new ProxyEffect.Finish());
    return Step.to(Done.DONE, effects);
  }

  private Step<ProxyState, ProxyEffect> nextGroup(Waiting s, List<ProxyEffect> effects) {
    TargetGroup next = s.later().getFirst();
    int group = s.group() + (next.joins() ? 0 : 1);
    effects.add(new ProxyEffect.StopRingTimer());
    Waiting rest = s.before(s.later().subList(1, s.later().size()));
    Waiting waiting = startGroup(rest, next, group, effects);
    return waiting.held().isEmpty() && waiting.branches().size() == s.branches().size()
        ? proceed(waiting, effects) // there may be no more branches
        : Step.to(waiting, effects);
  }

  /** What the plan comes to next. Those whose time is over may still be ending. */
  private Step<ProxyState, ProxyEffect> nextRing(Waiting s, ProxyEvent.NextRing e) {
    if (s.cancelled()) {
      return Step.to(s);
    }
    return nextGroup(s.with(ForkPolicy.planned(e.many())).before(e.groups()), new ArrayList<>());
  }

  /** One more place rings in the group whose turn it is, also when there are as many as may be. */
  private Step<ProxyState, ProxyEffect> fetched(Waiting s, Target target) {
    if (s.cancelled()) {
      return Step.to(s);
    }
    int index = s.branches().size();
    List<Branch> branches = new ArrayList<>(s.branches());
    // It ends here, at an application of ours: the request is in no more places than before.
    branches.add(Branch.started(index, target, s.group(), 0, 0));
    return Step.to(
        s.with(branches),
        new ProxyEffect.Forward(index, target, 1),
        new ProxyEffect.StartTimerC(index, limits.timerC()));
  }

  /** The best of what the places of the latest ring said. */
  private static int answerOfRing(SipRequest request, List<Branch> branches) {
    int group = branches.getLast().group();
    List<Branch> ring = new ArrayList<>(branches.size());
    for (Branch branch : branches) {
      if (branch.group() == group && !branch.running()) {
        ring.add(branch);
      }
    }
    return BestResponse.of(request, ring).status();
  }

  private static void answerBest(
      SipRequest request, List<Branch> branches, boolean cancelled, List<ProxyEffect> effects) {
    SipResponse best = BestResponse.of(request, branches);
    if (best.status() == 487 && !cancelled) {
      // Timer C ended the ringing, not the caller (§16.8).
      best = request.respond(408, "Nobody answered", best.toTag()).done();
    } else if (cancelled) {
      best = request.respond(487, "Request Terminated", best.toTag()).done(); // §9.2
    }
    if (best.status() == 408 && !request.method().equals(Method.INVITE)) {
      effects.add(new ProxyEffect.Abandon()); // RFC 4320 §4.2: too late for anybody
    } else {
      effects.add(new ProxyEffect.Respond(best));
    }
  }

  /** §16.10. */
  private Step<ProxyState, ProxyEffect> cancel(Waiting s, @Nullable String reason) {
    List<ProxyEffect> effects = new ArrayList<>();
    if (s.goesOn()) {
      effects.add(new ProxyEffect.StopRingTimer());
    }
    List<Branch> branches = cancelRunning(s.branches(), reason, effects);
    return Step.to(s.with(branches).ending(true), effects);
  }

  /**
   * The next group's turn has come. It does not wait for the CANCELs to be answered: a caller
   * should not listen to silence because a phone has vanished.
   */
  private Step<ProxyState, ProxyEffect> ringTimeOver(Waiting s, int group) {
    if (s.group() != group || !s.goesOn() || s.cancelled()) {
      return Step.to(s);
    }
    List<ProxyEffect> effects = new ArrayList<>();
    if (!s.later().isEmpty() && s.later().getFirst().joins()) {
      return nextGroup(s, effects);
    }
    Waiting over = s.with(cancelRunning(s.branches(), NOBODY_ANSWERED, effects));
    if (!s.held().isEmpty()) {
      return Step.to(over, effects); // their turn comes when these have said that they are gone
    }
    if (!s.later().isEmpty()) {
      return nextGroup(over, effects);
    }
    if (s.policy().planned()) {
      effects.add(new ProxyEffect.RingOver(rang(s) ? 408 : 480));
    }
    return Step.to(over, effects);
  }

  /** True when a place of the latest ring has said anything before its time was over. */
  private static boolean rang(Waiting s) {
    for (Branch branch : s.branches()) {
      if (branch.group() == s.group() && branch.ringing()) {
        return true;
      }
    }
    return false;
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
      return Step.to(s.with(with(s.branches(), branch.withCancelAsked())), effects);
    }
    Step<ProxyState, ProxyEffect> step =
        failure(s, index, s.request().respond(408, "Request Timeout", null).done());
    return Step.to(step.state(), givingUp(index, step.effects()));
  }

  private static List<ProxyEffect> givingUp(int index, List<? extends ProxyEffect> effects) {
    List<ProxyEffect> all = new ArrayList<>(effects.size() + 1);
    all.add(new ProxyEffect.GiveUp(index));
    all.addAll(effects);
    return all;
  }

  private Step<ProxyState, ProxyEffect> onAnswered(Answered s, ProxyEvent event) {
    return switch (event) {
      case ProxyEvent.BranchAnswered e -> afterAnswer(s, e);
      case ProxyEvent.BranchRedirected e -> endedAfterAnswer(s, e.index(), e.response().status());
      case ProxyEvent.BranchTimedOut e -> endedAfterAnswer(s, e.index(), 408);
      case ProxyEvent.BranchUnreachable e -> endedAfterAnswer(s, e.index(), 503);
      case ProxyEvent.TimerCFired e -> {
        Step<ProxyState, ProxyEffect> step = endedAfterAnswer(s, e.index(), 408);
        yield Step.to(step.state(), givingUp(e.index(), step.effects()));
      }
      // The caller's CANCEL crossed the answer: nothing is left to cancel but what already is.
      case ProxyEvent.CancelReceived e -> Step.to(s);
      case ProxyEvent.RingTimeOver e -> Step.to(s);
      case ProxyEvent.NextRing e -> Step.to(s);
      case ProxyEvent.Fetched e -> Step.to(s);
      case ProxyEvent.PlanOver e -> Step.to(s);
      case ProxyEvent.BranchEnded e -> Step.to(s);
    };
  }

  private Step<ProxyState, ProxyEffect> afterAnswer(Answered s, ProxyEvent.BranchAnswered e) {
    Branch branch = s.branches().get(e.index());
    if (e.response().provisional()) {
      if (branch.running() && branch.cancelAsked() && !branch.ringing()) {
        return Step.to(
            new Answered(s.request(), with(s.branches(), branch.withRinging())),
            new ProxyEffect.Cancel(e.index(), COMPLETED_ELSEWHERE));
      }
      return Step.to(s);
    }
    List<ProxyEffect> effects = new ArrayList<>(4);
    if (e.response().success()) {
      // §16.7 step 5: a later 2xx, of whatever branch, goes upstream too; the caller must end that
      // dialog.
      effects.add(new ProxyEffect.Respond(e.response()));
    }
    if (!branch.running()) {
      return Step.to(s, effects);
    }
    return settle(s.request(), end(s.branches(), branch, e.response(), effects), effects);
  }

  private Step<ProxyState, ProxyEffect> endedAfterAnswer(Answered s, int index, int status) {
    Branch branch = s.branches().get(index);
    if (!branch.running()) {
      return Step.to(s);
    }
    List<ProxyEffect> effects = new ArrayList<>(3);
    SipResponse made = s.request().respond(status, "Gone", null).done();
    return settle(s.request(), end(s.branches(), branch, made, effects), effects);
  }

  private static Step<ProxyState, ProxyEffect> settle(
      SipRequest request, List<Branch> branches, List<ProxyEffect> effects) {
    if (anyRunning(branches)) {
      return Step.to(new Answered(request, branches), effects);
    }
    effects.add(new ProxyEffect.Finish());
    return Step.to(Done.DONE, effects);
  }

  private static List<Branch> end(
      List<Branch> branches, Branch branch, SipResponse response, List<ProxyEffect> effects) {
    note(branch, response.status(), effects);
    return with(branches, branch.answered(response));
  }

  private static void note(Branch branch, int status, List<ProxyEffect> effects) {
    effects.add(new ProxyEffect.StopTimerC(branch.index()));
    effects.add(new ProxyEffect.NoteAttempt(branch.index(), status));
  }

  private List<Branch> cancelRunning(
      List<Branch> branches, @Nullable String reason, List<ProxyEffect> effects) {
    if (!anyRunning(branches)) {
      return branches;
    }
    List<Branch> changed = new ArrayList<>(branches);
    for (Branch branch : branches) {
      if (!branch.running() || branch.cancelAsked()) {
        continue;
      }
      if (branch.ringing()) {
        effects.add(new ProxyEffect.Cancel(branch.index(), reason));
      }
      // §9.1: a branch that does not answer its CANCEL within 64*T1 counts as gone.
      effects.add(new ProxyEffect.StartTimerC(branch.index(), limits.cancelWait()));
      changed.set(branch.index(), branch.withCancelAsked());
    }
    return changed;
  }

  /** True when no branch of the group can still succeed as far as we are concerned. */
  private static boolean noneWanted(List<Branch> branches, int group) {
    for (Branch branch : branches) {
      if (branch.group() == group && branch.running() && !branch.cancelAsked()) {
        return false;
      }
    }
    return true;
  }

  private static boolean anyRunning(List<Branch> branches) {
    for (Branch branch : branches) {
      if (branch.running()) {
        return true;
      }
    }
    return false;
  }

  private static List<Branch> with(List<Branch> branches, Branch changed) {
    if (branches.size() == 1) {
      return List.of(changed);
    }
    List<Branch> copy = new ArrayList<>(branches);
    copy.set(changed.index(), changed);
    return copy;
  }
}
