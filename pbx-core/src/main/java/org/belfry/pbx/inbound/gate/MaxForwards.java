package org.belfry.pbx.inbound.gate;

import org.belfry.pbx.inbound.Responder;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipRequest;

/** A request that may not go any further: 483, unless it is for the server (§16.3 step 3). */
final class MaxForwards implements RequestGate {
  private final ServerRequests ours;
  private final Responder responder;

  MaxForwards(ServerRequests ours, Responder responder) {
    this.ours = ours;
    this.responder = responder;
  }

  @Override
  public GateVerdict on(Arrival arrival) {
    SipRequest request = arrival.request();
    return request.number(HeaderName.MAX_FORWARDS, 70) != 0 || ours.include(request)
        ? GateVerdict.PASS
        : new GateVerdict.Answer(
            responder.response(arrival.entry(), request, 483, "Too Many Hops"),
            null,
            "Max-Forwards is 0");
  }
}
