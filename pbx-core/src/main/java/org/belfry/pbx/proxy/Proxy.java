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

/**
 * A stateful proxy's handling of one request as a machine: parallel forking, best response, CANCEL
 * and Timer C (RFC 3261 §16.6 to §16.10).
 */
public final class Proxy {
  private final Duration timerC;
  private final Duration cancelWait;

  /**
   * @param timerC how long a branch may ring (RFC 3261 §16.6 step 11: more than three minutes)
   * @param cancelWait how long a cancelled branch may take to say so (§9.1: 64*T1)
   */
  public Proxy(Duration timerC, Duration cancelWait) {
    this.timerC = timerC;
    this.cancelWait = cancelWait;
  }

  /** Forwards the request to all targets at once. {@code targets} is not empty. */
  public Step<ProxyState> start(SipRequest request, List<Target> targets) {
    List<Branch> branches = new ArrayList<>(targets.size());
    List<Effect> effects = new ArrayList<>(targets.size() * 2 + 1);
    boolean invite = request.method().equals(Method.INVITE);
    if (invite) {
      // §16.2: as with a UAS, 100 stops the caller's retransmissions while we work.
      effects.add(new ProxyEffect.Respond(request.respond(100, "Trying", null).done()));
    }
    for (int i = 0; i < targets.size(); i++) {
      branches.add(Branch.started(i, targets.get(i)));
      effects.add(new ProxyEffect.Forward(i, targets.get(i)));
      if (invite) {
        effects.add(new ProxyEffect.StartTimerC(i, timerC));
      }
    }
    return Step.to(new Waiting(request, branches, false), effects);
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
      case ProxyEvent.BranchTimedOut e ->
          failure(s, e.index(), s.request().respond(408, "Request Timeout", null).done());
      // §16.9: a transport error counts as a 503 of that branch.
      case ProxyEvent.BranchUnreachable e ->
          failure(s, e.index(), s.request().respond(503, "Service Unavailable", null).done());
      case ProxyEvent.CancelReceived e -> cancel(s);
      case ProxyEvent.TimerCFired e -> timerC(s, e.index());
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
      effects.add(new ProxyEffect.Cancel(e.index(), false));
    }
    if (e.response().status() > 100) {
      if (!branch.cancelAsked()) {
        effects.add(new ProxyEffect.StartTimerC(e.index(), timerC));
      }
      if (!s.cancelled()) {
        effects.add(new ProxyEffect.Respond(e.response()));
      }
    }
    return Step.to(
        new Waiting(s.request(), with(s.branches(), branch.withRinging()), s.cancelled()), effects);
  }

  /** §16.7 step 5: a 2xx goes upstream at once; step 10: the other branches are cancelled. */
  private Step<ProxyState> success(Waiting s, ProxyEvent.BranchAnswered e) {
    List<Effect> effects = new ArrayList<>();
    effects.add(new ProxyEffect.Respond(e.response()));
    List<Branch> branches = end(s.branches(), s.branches().get(e.index()), e.response(), effects);
    branches = cancelRunning(branches, true, effects);
    return settle(s.request(), branches, effects);
  }

  private Step<ProxyState> failure(Waiting s, int index, SipResponse response) {
    Branch branch = s.branches().get(index);
    if (!branch.running()) {
      return Step.to(s);
    }
    List<Effect> effects = new ArrayList<>();
    List<Branch> branches = end(s.branches(), branch, response, effects);
    if (response.status() >= 600) {
      branches = cancelRunning(branches, false, effects); // §16.7 step 5: a 6xx ends the fork
    }
    if (anyRunning(branches)) {
      return Step.to(new Waiting(s.request(), branches, s.cancelled()), effects);
    }
    SipResponse best = BestResponse.of(s.request(), branches);
    if (best.status() == 487 && !s.cancelled()) {
      // Timer C ended the ringing, not the caller (§16.8).
      best = s.request().respond(408, "Nobody answered", best.toTag()).done();
    } else if (s.cancelled()) {
      best = s.request().respond(487, "Request Terminated", best.toTag()).done(); // §9.2
    }
    if (best.status() == 408 && !s.request().method().equals(Method.INVITE)) {
      effects.add(new ProxyEffect.Abandon()); // RFC 4320 §4.2: too late for anybody
    } else {
      effects.add(new ProxyEffect.Respond(best));
    }
    effects.add(new ProxyEffect.Finish());
    return Step.to(Done.DONE, effects);
  }

  /** §16.10. */
  private Step<ProxyState> cancel(Waiting s) {
    List<Effect> effects = new ArrayList<>();
    List<Branch> branches = cancelRunning(s.branches(), false, effects);
    return Step.to(new Waiting(s.request(), branches, true), effects);
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
      effects.add(new ProxyEffect.Cancel(index, false));
      effects.add(new ProxyEffect.StartTimerC(index, cancelWait));
      return Step.to(
          new Waiting(s.request(), with(s.branches(), branch.withCancelAsked()), s.cancelled()),
          effects);
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
      case ProxyEvent.BranchTimedOut e -> endedAfterAnswer(s, e.index(), 408);
      case ProxyEvent.BranchUnreachable e -> endedAfterAnswer(s, e.index(), 503);
      case ProxyEvent.TimerCFired e -> {
        Step<ProxyState> step = endedAfterAnswer(s, e.index(), 408);
        yield Step.to(step.state(), givingUp(e.index(), step.effects()));
      }
      // The caller's CANCEL crossed the answer: nothing is left to cancel but what already is.
      case ProxyEvent.CancelReceived e -> Step.to(s);
      case ProxyEvent.BranchEnded e -> Step.to(s);
    };
  }

  private Step<ProxyState> afterAnswer(Answered s, ProxyEvent.BranchAnswered e) {
    Branch branch = s.branches().get(e.index());
    if (e.response().provisional()) {
      if (branch.running() && branch.cancelAsked() && !branch.ringing()) {
        return Step.to(
            new Answered(s.request(), with(s.branches(), branch.withRinging())),
            new ProxyEffect.Cancel(e.index(), true));
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
    effects.add(new ProxyEffect.StopTimerC(branch.index()));
    effects.add(new ProxyEffect.NoteAttempt(branch.index(), response.status()));
    return with(branches, branch.answered(response));
  }

  private List<Branch> cancelRunning(
      List<Branch> branches, boolean answeredElsewhere, List<Effect> effects) {
    if (!anyRunning(branches)) {
      return branches;
    }
    List<Branch> changed = new ArrayList<>(branches);
    for (Branch branch : branches) {
      if (!branch.running() || branch.cancelAsked()) {
        continue;
      }
      if (branch.ringing()) {
        effects.add(new ProxyEffect.Cancel(branch.index(), answeredElsewhere));
      }
      // §9.1: a branch that does not answer its CANCEL within 64*T1 counts as gone.
      effects.add(new ProxyEffect.StartTimerC(branch.index(), cancelWait));
      changed.set(branch.index(), branch.withCancelAsked());
    }
    return changed;
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
