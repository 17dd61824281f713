package org.belfry.pbx.transaction;

import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;

/** The ACK for a non-2xx final response (RFC 3261 §17.1.1.3). */
final class Acknowledgement {
  private Acknowledgement() {}

  /** Call-ID, From, Request-URI and the single top Via are the INVITE's, To is the response's. */
  static SipRequest of(SipRequest invite, SipResponse response) {
    Edit<SipRequest> ack = SipRequest.create(Method.ACK, invite.uriText());
    ack.add(HeaderName.VIA, invite.values(HeaderName.VIA).getFirst());
    ack.add(HeaderName.MAX_FORWARDS, "70");
    for (String route : invite.headers(HeaderName.ROUTE)) {
      ack.add(HeaderName.ROUTE, route);
    }
    ack.add(HeaderName.FROM, invite.mandatory(HeaderName.FROM));
    ack.add(HeaderName.TO, response.mandatory(HeaderName.TO));
    ack.add(HeaderName.CALL_ID, invite.callId());
    ack.add(HeaderName.CSEQ, invite.cseq().number() + " ACK");
    return ack.add(HeaderName.CONTENT_LENGTH, "0").done();
  }
}
