package org.belfry.pbx;

import java.net.InetSocketAddress;
import java.time.Instant;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;

/** Messages for machine tests. */
public final class Messages {
  public static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  public static final Hop FROM_PHONE =
      new Hop(
          Transport.UDP,
          new InetSocketAddress("10.0.0.1", 5060),
          new InetSocketAddress("10.0.0.5", 5060),
          0);

  private Messages() {}

  /** A request from the phone at 10.0.0.5. */
  public static Edit<SipRequest> request(Method method, String uri) {
    return SipRequest.create(method, uri)
        .add(HeaderName.VIA, "SIP/2.0/UDP 10.0.0.5:5060;branch=z9hG4bKa1")
        .add(HeaderName.MAX_FORWARDS, "70")
        .add(HeaderName.FROM, "<sip:1001@pbx.example>;tag=f1")
        .add(HeaderName.TO, "<sip:1002@pbx.example>")
        .add(HeaderName.CALL_ID, "c1")
        .add(HeaderName.CSEQ, "1 " + method);
  }

  public static SipRequest invite() {
    return request(Method.INVITE, "sip:1002@pbx.example")
        .add(HeaderName.CONTACT, "<sip:1001@10.0.0.5:5060>")
        .done();
  }

  public static SipRequest ack() {
    return request(Method.ACK, "sip:1002@pbx.example").done();
  }

  public static SipRequest options() {
    return request(Method.OPTIONS, "sip:1002@pbx.example").done();
  }

  public static SipResponse response(SipRequest request, int status) {
    return request.respond(status, "Reason", "t1").done();
  }

  /** A REGISTER of 1001 with these Contact fields. */
  public static SipRequest register(String callId, int cseq, String... contacts) {
    Edit<SipRequest> e =
        SipRequest.create(Method.REGISTER, "sip:pbx.example")
            .add(HeaderName.VIA, "SIP/2.0/UDP 10.0.0.5:5060;branch=z9hG4bKr" + cseq)
            .add(HeaderName.FROM, "<sip:1001@pbx.example>;tag=f1")
            .add(HeaderName.TO, "<sip:1001@pbx.example>")
            .add(HeaderName.CALL_ID, callId)
            .add(HeaderName.CSEQ, cseq + " REGISTER");
    for (String contact : contacts) {
      e.add(HeaderName.CONTACT, contact);
    }
    return e.done();
  }
}
