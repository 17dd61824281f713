package org.belfry.pbx.agent;

import org.belfry.pbx.call.OutsideCall;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * An INVITE without a To tag for an application.
 *
 * @param application its name
 * @param requester who waits for the answer
 * @param from the way it came
 */
record InviteReceived(String application, SipRequest request, Requester requester, Hop from) {

  /** Our user who has signed in with the request that a branch of our proxy brings, or null. */
  @Nullable Aor signedIn() {
    return requester instanceof Requester.Proxied by ? by.signedIn() : null;
  }

  /** The outside call that the plan has decided on for a branch, or null. */
  @Nullable OutsideCall outside() {
    return requester instanceof Requester.Proxied by ? by.outside() : null;
  }
}
