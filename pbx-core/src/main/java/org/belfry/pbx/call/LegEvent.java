package org.belfry.pbx.call;

import org.belfry.pbx.engine.Event;
import org.belfry.pbx.sip.CSeq;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** What happens to a leg: on the network, in time, or by word of whoever owns the leg. */
public sealed interface LegEvent extends Event {

  /** A request of the dialog came in, ACK and CANCEL included; no retransmission. */
  record Received(SipRequest request) implements LegEvent {}

  /** A response to a request of ours; a 2xx to INVITE comes each time it is sent again. */
  record Answered(SipResponse response) implements LegEvent {}

  /** A request of ours was not answered (408) or could not be sent (503). */
  record Unanswered(CSeq request, int status) implements LegEvent {}

  record TimerFired(LegTimer timer) implements LegEvent {}

  /** What the owner of a leg wants of it. */
  sealed interface Command extends LegEvent {}

  /**
   * Tell the caller how it goes. Reliably when the caller wants it so and {@code reliably} is true.
   *
   * @param fork which of several callees behind us says it; each is an early dialog of its own (RFC
   *     3261 §12.1, §13.2.2.4), so that descriptions of several do not mix
   * @param status 101 to 199
   */
  record Progress(int fork, int status, String reason, Content content, boolean reliably)
      implements Command {}

  /** Take the call with this callee. */
  record Accept(int fork, Content content) implements Command {}

  /** Do not take it: 300 to 699. */
  record Refuse(int status, String reason, Content content) implements Command {}

  /** Acknowledge a 2xx whose offer waited for this answer (RFC 3261 §13.2.2.4). */
  record Acknowledge(Content content) implements Command {}

  /**
   * Change the session: INVITE or UPDATE. An INVITE without a body asks the far end for an offer.
   *
   * @param fork the early dialog that is meant, when the leg is not answered yet
   */
  record Offer(int fork, Method method, Content content) implements Command {}

  /** The answer to {@link LegNews.Offered}: 200, or a refusal. */
  record Answer(int status, String reason, Content content) implements Command {}

  /** Send another request of the dialog: INFO, NOTIFY, MESSAGE, OPTIONS, REFER. */
  record Ask(Method method, Content content) implements Command {}

  /** The answer to {@link LegNews.Asked}. */
  record Reply(SipRequest request, int status, String reason, Content content) implements Command {}

  /**
   * End it in the way that fits: CANCEL, 480 or BYE. Nothing when it is over.
   *
   * @param reason a Reason header's value (RFC 3326), or null
   */
  record HangUp(@Nullable String reason) implements Command {}
}
