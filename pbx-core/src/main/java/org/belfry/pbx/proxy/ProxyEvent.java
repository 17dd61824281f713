package org.belfry.pbx.proxy;

import java.util.List;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.route.TargetGroup;
import org.jspecify.annotations.Nullable;

/** What can happen to a forwarded request. */
public sealed interface ProxyEvent extends Event {

  /** A branch answered; our Via is already taken off. */
  record BranchAnswered(int index, SipResponse response) implements ProxyEvent {}

  /**
   * A branch answered with a redirect (3xx).
   *
   * @param targets the places it names that may be followed; empty when there are none
   */
  record BranchRedirected(int index, SipResponse response, List<Target> targets)
      implements ProxyEvent {}

  /** A branch never answered: Timer B or F of its client transaction. */
  record BranchTimedOut(int index) implements ProxyEvent {}

  /** A branch could not be sent. */
  record BranchUnreachable(int index) implements ProxyEvent {}

  /**
   * The caller gave up.
   *
   * @param reason the Reason field of its CANCEL, or null (RFC 3326 §1)
   */
  record CancelReceived(@Nullable String reason) implements ProxyEvent {}

  /** Timer C: a branch has rung long enough (§16.8). */
  record TimerCFired(int index) implements ProxyEvent {}

  /** A group has been tried for long enough. */
  record RingTimeOver(int group) implements ProxyEvent {}

  /**
   * What comes after {@link ProxyEffect.RingOver}: these ring.
   *
   * @param groups not empty
   * @param many as in {@link ForkPolicy}
   */
  record NextRing(List<TargetGroup> groups, boolean many) implements ProxyEvent {}

  /**
   * What comes after {@link ProxyEffect.RingOver}: nothing rings any more.
   *
   * @param verdict what the caller is told, or null for the best of the answers
   */
  record PlanOver(@Nullable SipResponse verdict) implements ProxyEvent {}

  /**
   * Somebody takes the call from those who ring.
   *
   * @param target one more place, beside the others until it has answered
   */
  record Fetched(Target target) implements ProxyEvent {}

  /**
   * The client transaction's Accepted state is over, so no further 2xx of this branch can come (RFC
   * 6026).
   */
  record BranchEnded(int index) implements ProxyEvent {}
}
