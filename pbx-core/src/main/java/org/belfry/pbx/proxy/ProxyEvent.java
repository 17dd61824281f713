package org.belfry.pbx.proxy;

import org.belfry.pbx.engine.Event;
import org.belfry.pbx.sip.message.SipResponse;

/** What can happen to a forwarded request. */
public sealed interface ProxyEvent extends Event {

  /** A branch answered; our Via is already taken off. */
  record BranchAnswered(int index, SipResponse response) implements ProxyEvent {}

  /** A branch never answered: Timer B or F of its client transaction. */
  record BranchTimedOut(int index) implements ProxyEvent {}

  /** A branch could not be sent. */
  record BranchUnreachable(int index) implements ProxyEvent {}

  /** The caller gave up. */
  record CancelReceived() implements ProxyEvent {}

  /** Timer C: a branch has rung long enough (§16.8). */
  record TimerCFired(int index) implements ProxyEvent {}

  /**
   * The client transaction's Accepted state is over, so no further 2xx of this branch can come (RFC
   * 6026).
   */
  record BranchEnded(int index) implements ProxyEvent {}
}
