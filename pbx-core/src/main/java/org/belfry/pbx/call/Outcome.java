package org.belfry.pbx.call;

import java.util.List;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipResponse;

/**
 * What the caller hears when its callee refuses: the same status, unless that status speaks of us.
 */
record Outcome(int status, String reason, Content content) {
  private static final List<HeaderName> PASSING =
      List.of(HeaderName.REASON, HeaderName.RETRY_AFTER, HeaderName.WARNING);

  static Outcome of(SipResponse response, CallEffect.Way way) {
    boolean outside = !(way instanceof CallEffect.Way.Inside);
    Content content = Content.NOTHING.passing(response, PASSING);
    return switch (response.status()) {
      // Our own password is wrong there: nothing that the caller could answer.
      case 401, 407 -> new Outcome(503, "The provider refuses our password", content);
      case 487 -> new Outcome(480, "Temporarily Unavailable", content);
      case 420, 421, 422 -> new Outcome(500, "Server Internal Error", content);
      default ->
          // Where a call goes is decided here: a redirect from outside could send it anywhere.
          outside && response.status() / 100 == 3
              ? new Outcome(502, "Redirects are not followed", content)
              : new Outcome(response.status(), response.reason(), content);
    };
  }
}
