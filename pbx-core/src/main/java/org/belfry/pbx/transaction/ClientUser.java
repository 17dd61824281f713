package org.belfry.pbx.transaction;

import org.belfry.pbx.engine.Event;
import org.belfry.pbx.sip.message.SipResponse;

/**
 * The user of a client transaction (RFC 3261 §5, "TU"), as a value: makes the letters in which it
 * is told what comes of its request.
 */
public interface ClientUser {
  /** A response, provisional ones too. */
  Event answered(SipResponse response);

  /**
   * None came in time (408), or the request could not be sent (503).
   *
   * @param status what it counts as (RFC 3261 §8.1.3.1)
   * @param why a phrase
   */
  Event silent(int status, String why);
}
