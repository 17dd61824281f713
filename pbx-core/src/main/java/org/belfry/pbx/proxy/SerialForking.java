package org.belfry.pbx.proxy;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.proxy.ProxyState.Done;
import org.belfry.pbx.proxy.ProxyState.Waiting;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.TargetGroup;

/**
 * One group of targets after the other (RFC 3261 §16.5, §16.7 step 5): when the branches of one
 * have failed or have rung for long enough the next begins, and the best response goes upstream
 * when there is none.
 */
final class SerialForking {
  private static final String NOBODY_ANSWERED = "SIP;cause=408;text=\"Nobody answered in time\"";

  private final ProxyLimits limits;
  private final ParallelForking parallel;

  SerialForking(ProxyLimits limits, ParallelForking parallel) {
    this.limits = limits;
    this.parallel = parallel;
  }

  /** A branch has ended without success: waits for the others, tries the next group, or answers. */
  Step<ProxyState, ProxyEffect> proceed(Waiting before, List<ProxyEffect> effects) {
    Waiting s = parallel.startNext(before, effects);
    if (s.goesOn()
        && !s.cancelled()
        && s.held().isEmpty()
        && ForkedBranches.noneWanted(s.branches(), s.group())) {
      if (!s.later().isEmpty()) {
        return nextGroup(s, effects);
      }
      if (s.policy().planned()) {
        effects.add(new ProxyEffect.StopRingTimer());
        effects.add(new ProxyEffect.RingOver(answerOfRing(s.request(), s.branches())));
        return Step.to(s, effects);
      }
    }
    if (ForkedBranches.anyRunning(s.branches())) {
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
    Waiting waiting = parallel.startGroup(rest, next, group, effects);
    return waiting.held().isEmpty() && waiting.branches().size() == s.branches().size()
        ? proceed(waiting, effects) // there may be no more branches
        : Step.to(waiting, effects);
  }

  /** What the plan comes to next. Those whose time is over may still be ending. */
  Step<ProxyState, ProxyEffect> nextRing(Waiting s, ProxyEvent.NextRing e) {
    if (s.cancelled()) {
      return Step.to(s);
    }
    return nextGroup(s.with(ForkPolicy.planned(e.many())).before(e.groups()), new ArrayList<>());
  }

  /**
   * The next group's turn has come. It does not wait for the CANCELs to be answered: a caller
   * should not listen to silence because a phone has vanished.
   */
  Step<ProxyState, ProxyEffect> ringTimeOver(Waiting s, int group) {
    if (s.group() != group || !s.goesOn() || s.cancelled()) {
      return Step.to(s);
    }
    List<ProxyEffect> effects = new ArrayList<>();
    if (!s.later().isEmpty() && s.later().getFirst().joins()) {
      return nextGroup(s, effects);
    }
    Waiting over =
        s.with(
            ForkedBranches.cancelRunning(
                s.branches(), NOBODY_ANSWERED, limits.cancelWait(), effects));
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
}
