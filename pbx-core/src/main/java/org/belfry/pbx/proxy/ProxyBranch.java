package org.belfry.pbx.proxy;

import org.belfry.pbx.engine.Event;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.transaction.ClientUser;

/**
 * One branch of a forwarded request as its client transaction knows it.
 *
 * @param sent the request as it left
 * @param hop where it went
 */
public record ProxyBranch(ProxyEntry entry, int index, SipRequest sent, Hop hop)
    implements ClientUser {
  @Override
  public Event answered(SipResponse response) {
    return new ProxyLetter.Answered(this, response);
  }

  @Override
  public Event silent(int status, String why) {
    return new ProxyLetter.Silent(this, status);
  }
}
