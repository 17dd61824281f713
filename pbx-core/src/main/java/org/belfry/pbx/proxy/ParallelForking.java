package org.belfry.pbx.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.proxy.ProxyState.Waiting;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.route.TargetGroup;
import org.jspecify.annotations.Nullable;

/**
 * Begins the branches of a group at once (RFC 3261 §16.6), as many as the breadth of the request
 * allows (RFC 5393 §5.3.3); the others wait until one has ended.
 */
final class ParallelForking {
  private final ProxyLimits limits;

  ParallelForking(ProxyLimits limits) {
    this.limits = limits;
  }

  /** The turn of a group has come. */
  Waiting startGroup(Waiting s, TargetGroup group, int number, List<ProxyEffect> effects) {
    List<Held> held = new ArrayList<>(s.held());
    for (Target target : group.targets()) {
      if (!full(s.branches(), held.size(), number)) {
        held.add(new Held(target, number, 0, group.ringTime()));
      }
    }
    boolean joins = !s.branches().isEmpty() && !ForkedBranches.noneWanted(s.branches(), number);
    Waiting started = startHeld(s.holding(held), effects);
    if (joins || started.branches().size() > s.branches().size()) {
      startRingTimer(started, group.ringTime(), number, effects);
    }
    return started;
  }

  /** Begins as many branches as the breadth of the request allows (RFC 5393 §5.3.3). */
  Waiting startHeld(Waiting s, List<ProxyEffect> effects) {
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
  Waiting startNext(Waiting s, List<ProxyEffect> effects) {
    if (s.held().isEmpty()) {
      return s;
    }
    Held next = s.held().getFirst();
    boolean alone = ForkedBranches.noneWanted(s.branches(), next.group());
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
  boolean full(List<Branch> branches, int held, int group) {
    if (branches.size() + held < limits.branches()) {
      return false;
    }
    int count = held;
    for (Branch branch : branches) {
      count += branch.group() == group ? 1 : 0;
    }
    return count >= limits.branches();
  }

  /** One more place rings in the group whose turn it is, also when there are as many as may be. */
  Step<ProxyState, ProxyEffect> fetched(Waiting s, Target target) {
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
}
