package org.belfry.pbx.proxy;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.proxy.ProxyState.Answered;
import org.belfry.pbx.proxy.ProxyState.Done;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;

/**
 * A forked request that a branch has answered with 2xx, until the others have ended (RFC 3261 §16.7
 * steps 5 and 10).
 */
final class AnsweredFork {
  static final String COMPLETED_ELSEWHERE =
      "SIP;cause=200;text=\"Call completed elsewhere\""; // RFC 3326 §2

  private AnsweredFork() {}

  static Step<ProxyState, ProxyEffect> on(Answered s, ProxyEvent event) {
    return switch (event) {
      case ProxyEvent.BranchAnswered e -> afterAnswer(s, e);
      case ProxyEvent.BranchRedirected e -> endedAfterAnswer(s, e.index(), e.response().status());
      case ProxyEvent.BranchTimedOut e -> endedAfterAnswer(s, e.index(), 408);
      case ProxyEvent.BranchUnreachable e -> endedAfterAnswer(s, e.index(), 503);
      case ProxyEvent.TimerCFired e -> {
        Step<ProxyState, ProxyEffect> step = endedAfterAnswer(s, e.index(), 408);
        yield Step.to(step.state(), ForkedBranches.givingUp(e.index(), step.effects()));
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

  private static Step<ProxyState, ProxyEffect> afterAnswer(
      Answered s, ProxyEvent.BranchAnswered e) {
    Branch branch = s.branches().get(e.index());
    if (e.response().provisional()) {
      if (branch.running() && branch.cancelAsked() && !branch.ringing()) {
        return Step.to(
            new Answered(s.request(), ForkedBranches.with(s.branches(), branch.withRinging())),
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
    return settle(
        s.request(), ForkedBranches.end(s.branches(), branch, e.response(), effects), effects);
  }

  private static Step<ProxyState, ProxyEffect> endedAfterAnswer(Answered s, int index, int status) {
    Branch branch = s.branches().get(index);
    if (!branch.running()) {
      return Step.to(s);
    }
    List<ProxyEffect> effects = new ArrayList<>(3);
    SipResponse made = s.request().respond(status, "Gone", null).done();
    return settle(s.request(), ForkedBranches.end(s.branches(), branch, made, effects), effects);
  }

  /** All is said when no branch runs any more. */
  static Step<ProxyState, ProxyEffect> settle(
      SipRequest request, List<Branch> branches, List<ProxyEffect> effects) {
    if (ForkedBranches.anyRunning(branches)) {
      return Step.to(new Answered(request, branches), effects);
    }
    effects.add(new ProxyEffect.Finish());
    return Step.to(Done.DONE, effects);
  }
}
