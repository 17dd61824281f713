package org.belfry.pbx.inbound.gate;

import org.belfry.pbx.inbound.AdmissionControl;
import org.belfry.pbx.inbound.Responder;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.SipRequest;

/**
 * A URI scheme that is known here (RFC 3261 §16.3 step 2): sip, sips and tel, and any for an
 * emergency call (RFC 5031); 416 to others. Within a dialog the URI is a Contact, and goes on.
 */
final class SupportedScheme implements RequestGate {
  private final AdmissionControl admission;
  private final Responder responder;

  SupportedScheme(AdmissionControl admission, Responder responder) {
    this.admission = admission;
    this.responder = responder;
  }

  @Override
  public GateVerdict on(Arrival arrival) {
    SipRequest request = arrival.request();
    if (request.toTag() != null) {
      return GateVerdict.PASS;
    }
    SipUri uri = request.uri();
    return uri.isSip() || uri.scheme().equals("tel") || admission.isEmergency(request)
        ? GateVerdict.PASS
        : new GateVerdict.Answer(
            responder.response(arrival.entry(), request, 416, "Unsupported URI Scheme"),
            null,
            "the URI scheme is not known here");
  }
}
