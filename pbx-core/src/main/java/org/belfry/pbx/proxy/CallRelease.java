package org.belfry.pbx.proxy;

import java.time.Instant;
import org.belfry.pbx.anchor.RelayedDescription.Side;
import org.belfry.pbx.call.Reasons;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.DialogRoute;
import org.belfry.pbx.sip.route.NextHop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a call that was forwarded here (RFC 3261 §15): the BYE of a party, and ours to both
 * when we end it.
 */
final class CallRelease {
  private static final Logger LOG = LoggerFactory.getLogger(CallRelease.class);

  private final ProxiedCalls told;
  private final DialogRoute dialogRoute;
  private final StatelessForwarding stateless;
  private final BranchForwarding forwarding;

  CallRelease(
      ProxiedCalls told,
      DialogRoute dialogRoute,
      StatelessForwarding stateless,
      BranchForwarding forwarding) {
    this.told = told;
    this.dialogRoute = dialogRoute;
    this.stateless = stateless;
    this.forwarding = forwarding;
  }

  /**
   * Whether a call goes on for who has answered its BYE so (RFC 3261 §15.1.1). A challenge asks for
   * another BYE.
   */
  static boolean goesOnAfter(int status) {
    return status >= 300 && status != 401 && status != 407 && status != 408 && status != 481;
  }

  /**
   * Who hangs up has gone, and the call is over for us, whatever its BYE is worth. Where that is
   * refused we hang up for it, lest a call that costs money goes on uncounted.
   *
   * @return our BYE for that case, or null
   */
  @Nullable NextHop ours(CallMedia.Part part, SipRequest bye, Instant now) {
    CallDialog dialog = part.dialog();
    dialog.passed(bye); // ours has a higher number
    try {
      return dialog.isAnswered()
          ? dialog.bye(part.towards(), "Q.850;cause=16", dialogRoute, now)
          : null;
    } catch (MalformedHeader e) {
      return null; // a Contact that leads nowhere is no reason to refuse the BYE
    }
  }

  /** Sends a BYE of ours. */
  void send(NextHop bye, Instant now) {
    stateless.forward(bye, now, (onward, out, at) -> forwarding.send(onward, out, null, at));
  }

  /**
   * Ends a call for both sides, as each would for the other (RFC 3261 §15). Nothing when it is
   * over, or not answered yet.
   */
  void end(String callId, CallRecord.Cause cause, String why, Instant now) {
    CallDialog dialog = told.media().dialog(callId);
    if (dialog == null || !dialog.isAnswered()) {
      return;
    }
    String reason =
        "Q.850;cause="
            + (cause == CallRecord.Cause.MEDIA_LOST ? 41 : 31)
            + ";text=\""
            + Reasons.quotable(why)
            + "\"";
    for (Side side : Side.values()) {
      NextHop bye = dialog.bye(side, reason, dialogRoute, now);
      if (bye == null) {
        LOG.info("call={} the {} cannot be told that the call is over", callId, side);
      } else {
        send(bye, now);
      }
    }
    told.ended(callId, cause, now);
  }
}
