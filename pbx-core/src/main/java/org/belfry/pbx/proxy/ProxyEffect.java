package org.belfry.pbx.proxy;

import java.time.Duration;
import org.belfry.pbx.engine.Effect;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.Target;
import org.jspecify.annotations.Nullable;

/** What a proxy wants done. */
public sealed interface ProxyEffect extends Effect {

  /** Send this upstream through the server transaction. */
  record Respond(SipResponse response) implements ProxyEffect {}

  /**
   * Forward the request to this target as branch {@code index}.
   *
   * @param breadth its Max-Breadth (RFC 5393 §5.3.1)
   */
  record Forward(int index, Target target, int breadth) implements ProxyEffect {}

  /**
   * Send CANCEL on this branch.
   *
   * @param reason its Reason field, or null (RFC 3326)
   */
  record Cancel(int index, @Nullable String reason) implements ProxyEffect {}

  /** Start Timer C of this branch, anew if it runs. */
  record StartTimerC(int index, Duration delay) implements ProxyEffect {}

  record StopTimerC(int index) implements ProxyEffect {}

  /** Start the timer after which the next group's turn comes; there is one at a time. */
  record StartRingTimer(int group, Duration delay) implements ProxyEffect {}

  record StopRingTimer() implements ProxyEffect {}

  /**
   * Forget the branch's client transaction: it rings or was cancelled, says nothing, and has no
   * timer of its own that would ever end it (RFC 3261 §9.1, §16.8).
   */
  record GiveUp(int index) implements ProxyEffect {}

  /** Note for the call record: how a branch ended. */
  record NoteAttempt(int index, int status) implements ProxyEffect {}

  /**
   * Nobody of those who rang took the call: say what comes next, at once, by {@link
   * ProxyEvent.NextRing} or {@link ProxyEvent.PlanOver}.
   *
   * @param status the best of their answers; 408 when their time was over, 480 when nobody had said
   *     so much as that it rings
   */
  record RingOver(int status) implements ProxyEffect {}

  /** Nothing will be sent upstream: a non-INVITE that nobody answered (RFC 4320 §4.2). */
  record Abandon() implements ProxyEffect {}

  /** The context is over. */
  record Finish() implements ProxyEffect {}
}
