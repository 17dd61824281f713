package org.belfry.pbx.transaction;

import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipMessage;

/**
 * What tells client transactions apart (RFC 3261 §17.1.3): the branch we made, and the method in
 * CSeq.
 */
public record ClientKey(String branch, Method method) {

  /** The key of a request of ours, or of a response to one. */
  public static ClientKey of(SipMessage message) {
    return new ClientKey(message.topVia().branch(), message.cseq().method());
  }
}
