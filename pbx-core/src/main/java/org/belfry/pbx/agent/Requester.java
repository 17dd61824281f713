package org.belfry.pbx.agent;

import org.belfry.pbx.call.OutsideCall;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.transaction.ClientUser;
import org.belfry.pbx.transaction.ServerEntry;
import org.jspecify.annotations.Nullable;

/** Who has sent a leg of ours a request and waits for its answer. */
public sealed interface Requester {
  /** The far end itself, without our proxy. */
  record Direct(ServerEntry transaction) implements Requester {}

  /**
   * Our proxy, for somebody.
   *
   * @param branch told the answers, or null when nobody waits for them
   * @param viaBranch of the request as it was sent: its CANCEL has the same (RFC 3261 §9.1)
   * @param hop the way to the application
   * @param signedIn our user who has signed in with the request, or null
   * @param outside the outside call that the plan has decided on, or null
   * @param mayReplace whether the caller may take the place that its Replaces names (RFC 3891 §4)
   */
  record Proxied(
      @Nullable ClientUser branch,
      String viaBranch,
      Hop hop,
      @Nullable Aor signedIn,
      @Nullable OutsideCall outside,
      boolean mayReplace)
      implements Requester {}
}
