package org.belfry.pbx.call;

import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** What the owner of a leg hears of it. */
public sealed interface LegNews {

  /** The callee says how it goes; {@code fork} counts the callees that have spoken, from 0. */
  record Progressed(int fork, SipResponse response) implements LegNews {}

  /**
   * The callee took the call.
   *
   * @param wantsAnswer true when our INVITE had no offer: {@link LegEvent.Acknowledge} has to
   *     follow
   */
  record Accepted(int fork, SipResponse response, boolean wantsAnswer) implements LegNews {}

  /** Nobody took it; the response is made up when none came. The leg is over. */
  record Refused(SipResponse response) implements LegNews {}

  /** Our 2xx was acknowledged; the content is an answer when we had offered in it. */
  record Acknowledged(Content content) implements LegNews {}

  /**
   * The far end wants to change the session: re-INVITE, UPDATE or PRACK, perhaps without a
   * description. {@link LegEvent.Answer} has to follow.
   */
  record Offered(int fork, SipRequest request) implements LegNews {}

  /**
   * The final response to our {@link LegEvent.Offer}.
   *
   * @param wantsAnswer true when our offer had no description: {@link LegEvent.Acknowledge} has to
   *     follow
   */
  record OfferAnswered(SipResponse response, boolean wantsAnswer) implements LegNews {}

  /** Another request of the dialog came; {@link LegEvent.Reply} has to follow. */
  record Asked(SipRequest request) implements LegNews {}

  /** The answer to our {@link LegEvent.Ask}. */
  record Replied(SipResponse response) implements LegNews {}

  /**
   * The far end hung up or gave up. The leg is over.
   *
   * @param reason its Reason field (RFC 3326), or null
   */
  record HungUp(@Nullable String reason) implements LegNews {}

  /**
   * The far end is not there any more: no ACK, no PRACK, no refresh, no dialog. The leg is over.
   *
   * @param why a few words for people
   */
  record Lost(String why) implements LegNews {}
}
