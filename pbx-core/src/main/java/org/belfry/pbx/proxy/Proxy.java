package org.belfry.pbx.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.engine.Effect;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.proxy.ProxyState.Answered;
import org.belfry.pbx.proxy.ProxyState.Done;
import org.belfry.pbx.proxy.ProxyState.Waiting;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * A stateful proxy's handling of one request as a machine: parallel forking within serial forking,
 * redirects, best response, CANCEL and Timer C (RFC 3261 §16.6 to §16.10).
 */
public final class Proxy {
  private static final String COMPLETED_ELSEWHERE =
      "SIP;cause=200;text=\"Call completed elsewhere\""; // RFC 3326 §2
  private static final int FLOW_FAILED = 430; // RFC 5626 §11.5

  private final ProxyLimits limits;

  public Proxy(ProxyLimits limits) {
    this.limits = limits;
  }

  /**
   * Forwards the request to all targets of the first group at once. {@code groups} is not empty;
   * targets beyond the limit are left out.
   */
  public Step<ProxyState> start(SipRequest request, List<TargetGroup> groups) {
    List<Effect> effects = new ArrayList<>(4);
    if (request.method().equals(Method.INVITE)) {
      // §16.2: as with a UAS, 100 stops the caller's retransmissions while we work.
      effects.add(new ProxyEffect.Respond(request.respond(100, "Trying", null).done()));
    }
    List<TargetGroup> later = groups.size() == 1 ? List.of() : groups.subList(1, groups.size());
    List<Branch> branches = new ArrayList<>(groups.getFirst().targets().size());
    startGroup(request, groups.getFirst(), 0, !later.isEmpty(), branches, effects);
    return Step.to(new Waiting(request, branches, later, false), effects);
  }

  private void startGroup(
      SipRequest request,
      TargetGroup group,
      int number,
      boolean more,
      List<Branch> branches,
      List<Effect> effects) {
    for (Target target : group.targets()) {
      startBranch(request, target, number, 0, branches, effects);
    }
    Duration ringTime = group.ringTime();
    if (more && ringTime != null) {
      effects.add(new ProxyEffect.StartRingTimer(number, ringTime));
    }
  }

  private void startBranch(
      SipRequest request,
      Target target,
      int group,
      int depth,
      List<Branch> branches,
      List<Effect> effects) {
    int index = branches.size();
    if (index >= limits.branches()) {
      return;
    }
    branches.add(Branch.started(index, target, group, depth));
    effects.add(new ProxyEffect.Forward(index, target));
    if (request.method().equals(Method.INVITE)) {
      effects.add(new ProxyEffect.StartTimerC(index, limits.timerC()));
    }
  }

  public Step<ProxyState> on(ProxyState state, ProxyEvent event) {
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

  private Step<ProxyState> onWaiting(Waiting s, ProxyEvent event) {
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
      case ProxyEvent.BranchEnded e -> Step.to(s);
    };
  }

  /** §16.7 step 5: every provisional but 100 goes upstream; it also restarts Timer C (step 2). */
  private Step<ProxyState> provisional(Waiting s, ProxyEvent.BranchAnswered e) {
    Branch branch = s.branches().get(e.index());
    if (!branch.running()) {
      return Step.to(s);
    }
    List<Effect> effects = new ArrayList<>(3);
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
  private Step<ProxyState> success(Waiting s, ProxyEvent.BranchAnswered e) {
    List<Effect> effects = new ArrayList<>();
    effects.add(new ProxyEffect.Respond(e.response()));
    List<Branch> branches = end(s.branches(), s.branches().get(e.index()), e.response(), effects);
    branches = cancelRunning(branches, COMPLETED_ELSEWHERE, effects);
    if (!s.later().isEmpty()) {
      effects.add(new ProxyEffect.StopRingTimer());
    }
    return settle(s.request(), branches, effects);
  }

  private Step<ProxyState> failure(Waiting s, int index, SipResponse response) {
    Branch branch = s.branches().get(index);
    if (!branch.running()) {
      return Step.to(s);
    }
    List<Effect> effects = new ArrayList<>();
    boolean wanted = !s.cancelled() && !branch.cancelAsked();
    if (wanted && branch.target().fallback() != null && leadsNowhere(branch, response)) {
      return instead(s, branch, response, List.of(branch.target().fallback()), branch.depth());
    }
    List<Branch> branches = end(s.branches(), branch, response, effects);
    List<TargetGroup> later = s.later();
    if (response.status() >= 600 && limits.declineEndsCall()) {
      branches = cancelRunning(branches, null, effects); // §16.7 step 5: a 6xx ends the fork
      if (!later.isEmpty()) {
        effects.add(new ProxyEffect.StopRingTimer());
      }
      later = List.of();
    }
    return proceed(s.request(), branches, later, s.cancelled(), effects);
  }

  /** Nothing was heard on this way to the device, or its edge has lost the flow (RFC 5626 §7). */
  private static boolean leadsNowhere(Branch branch, SipResponse response) {
    return response.status() == FLOW_FAILED
        || (!branch.ringing() && (response.status() == 408 || response.status() == 503));
  }

  /** §16.7 step 4: a redirect that may be followed is; the caller never hears of it. */
  private Step<ProxyState> redirected(Waiting s, ProxyEvent.BranchRedirected e) {
    Branch branch = s.branches().get(e.index());
    if (!branch.running()) {
      return Step.to(s);
    }
    boolean follow =
        !s.cancelled()
            && !branch.cancelAsked()
            && !e.targets().isEmpty()
            && branch.depth() < limits.redirects()
            && s.branches().size() < limits.branches();
    return follow
        ? instead(s, branch, e.response(), e.targets(), branch.depth() + 1)
        : failure(s, e.index(), e.response());
  }

  private Step<ProxyState> instead(
      Waiting s, Branch branch, SipResponse response, List<Target> targets, int depth) {
    List<Effect> effects = new ArrayList<>();
    note(branch, response.status(), effects);
    List<Branch> branches = new ArrayList<>(with(s.branches(), branch.replacedBy(response)));
    for (Target target : targets) {
      startBranch(s.request(), target, branch.group(), depth, branches, effects);
    }
    return proceed(s.request(), branches, s.later(), s.cancelled(), effects);
  }

  /** A branch has ended without success: waits for the others, tries the next group, or answers. */
  private Step<ProxyState> proceed(
      SipRequest request,
      List<Branch> branches,
      List<TargetGroup> later,
      boolean cancelled,
      List<Effect> effects) {
    int group = branches.getLast().group();
    if (!later.isEmpty() && !cancelled && noneWanted(branches, group)) {
      List<Branch> more = new ArrayList<>(branches);
      List<TargetGroup> rest = later.subList(1, later.size());
      effects.add(new ProxyEffect.StopRingTimer());
      startGroup(request, later.getFirst(), group + 1, !rest.isEmpty(), more, effects);
      if (more.size() > branches.size()) {
        return Step.to(new Waiting(request, more, rest, false), effects);
      }
    }
    if (anyRunning(branches)) {
      return Step.to(new Waiting(request, branches, later, cancelled), effects);
    }
    answerBest(request, branches, cancelled, effects);
    effects.add(new ProxyEffect.Finish());
    return Step.to(Done.DONE, effects);
  }

  private static void answerBest(
      SipRequest request, List<Branch> branches, boolean cancelled, List<Effect> effects) {
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
  private Step<ProxyState> cancel(Waiting s, @Nullable String reason) {
    List<Effect> effects = new ArrayList<>();
    if (!s.later().isEmpty()) {
      effects.add(new ProxyEffect.StopRingTimer());
    }
    List<Branch> branches = cancelRunning(s.branches(), reason, effects);
    return Step.to(new Waiting(s.request(), branches, List.of(), true), effects);
  }

  /**
   * The next group's turn has come. It does not wait for the CANCELs to be answered: a caller
   * should not listen to silence because a phone has vanished.
   */
  private Step<ProxyState> ringTimeOver(Waiting s, int group) {
    if (s.group() != group || s.later().isEmpty() || s.cancelled()) {
      return Step.to(s);
    }
    List<Effect> effects = new ArrayList<>();
    List<Branch> branches = cancelRunning(s.branches(), null, effects);
    return proceed(s.request(), branches, s.later(), false, effects);
  }

  /**
   * §16.8: a branch that rings is cancelled; one that was never heard of, or does not answer its
   * CANCEL, counts as timed out.
   */
  private Step<ProxyState> timerC(Waiting s, int index) {
    Branch branch = s.branches().get(index);
    if (!branch.running()) {
      return Step.to(s);
    }
    if (branch.ringing() && !branch.cancelAsked()) {
      List<Effect> effects = new ArrayList<>(2);
      effects.add(new ProxyEffect.Cancel(index, null));
      effects.add(new ProxyEffect.StartTimerC(index, limits.cancelWait()));
      return Step.to(s.with(with(s.branches(), branch.withCancelAsked())), effects);
    }
    Step<ProxyState> step =
        failure(s, index, s.request().respond(408, "Request Timeout", null).done());
    return Step.to(step.state(), givingUp(index, step.effects()));
  }

  private static List<Effect> givingUp(int index, List<? extends Effect> effects) {
    List<Effect> all = new ArrayList<>(effects.size() + 1);
    all.add(new ProxyEffect.GiveUp(index));
    all.addAll(effects);
    return all;
  }

  private Step<ProxyState> onAnswered(Answered s, ProxyEvent event) {
    return switch (event) {
      case ProxyEvent.BranchAnswered e -> afterAnswer(s, e);
      case ProxyEvent.BranchRedirected e -> endedAfterAnswer(s, e.index(), e.response().status());
      case ProxyEvent.BranchTimedOut e -> endedAfterAnswer(s, e.index(), 408);
      case ProxyEvent.BranchUnreachable e -> endedAfterAnswer(s, e.index(), 503);
      case ProxyEvent.TimerCFired e -> {
        Step<ProxyState> step = endedAfterAnswer(s, e.index(), 408);
        yield Step.to(step.state(), givingUp(e.index(), step.effects()));
      }
      // The caller's CANCEL crossed the answer: nothing is left to cancel but what already is.
      case ProxyEvent.CancelReceived e -> Step.to(s);
      case ProxyEvent.RingTimeOver e -> Step.to(s);
      case ProxyEvent.BranchEnded e -> Step.to(s);
    };
  }

  private Step<ProxyState> afterAnswer(Answered s, ProxyEvent.BranchAnswered e) {
    Branch branch = s.branches().get(e.index());
    if (e.response().provisional()) {
      if (branch.running() && branch.cancelAsked() && !branch.ringing()) {
        return Step.to(
            new Answered(s.request(), with(s.branches(), branch.withRinging())),
            new ProxyEffect.Cancel(e.index(), COMPLETED_ELSEWHERE));
      }
      return Step.to(s);
    }
    List<Effect> effects = new ArrayList<>(4);
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

  private Step<ProxyState> endedAfterAnswer(Answered s, int index, int status) {
    Branch branch = s.branches().get(index);
    if (!branch.running()) {
      return Step.to(s);
    }
    List<Effect> effects = new ArrayList<>(3);
    SipResponse made = s.request().respond(status, "Gone", null).done();
    return settle(s.request(), end(s.branches(), branch, made, effects), effects);
  }

  private static Step<ProxyState> settle(
      SipRequest request, List<Branch> branches, List<Effect> effects) {
    if (anyRunning(branches)) {
      return Step.to(new Answered(request, branches), effects);
    }
    effects.add(new ProxyEffect.Finish());
    return Step.to(Done.DONE, effects);
  }

  private static List<Branch> end(
      List<Branch> branches, Branch branch, SipResponse response, List<Effect> effects) {
    note(branch, response.status(), effects);
    return with(branches, branch.answered(response));
  }

  private static void note(Branch branch, int status, List<Effect> effects) {
    effects.add(new ProxyEffect.StopTimerC(branch.index()));
    effects.add(new ProxyEffect.NoteAttempt(branch.index(), status));
  }

  private List<Branch> cancelRunning(
      List<Branch> branches, @Nullable String reason, List<Effect> effects) {
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
