package org.belfry.pbx;

import java.time.Instant;
import org.belfry.pbx.sip.message.SipResponse;

/**
 * Whoever sent a request of our own, which is no branch of the proxy's, and is told what comes of
 * it: a leg of ours, a trunk, the keeper of bindings, a subscription. Asked on the lane.
 */
interface Inquiry {

  /** A response, provisional ones too. */
  void answered(SipResponse response, Instant now);

  /**
   * None came in time (408), or the request could not be sent (503).
   *
   * @param status what it counts as (RFC 3261 §8.1.3.1)
   * @param why a phrase
   */
  void silent(int status, String why, Instant now);
}
