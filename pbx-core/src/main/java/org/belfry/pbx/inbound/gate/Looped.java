package org.belfry.pbx.inbound.gate;

import org.belfry.pbx.inbound.Responder;
import org.belfry.pbx.sip.route.Forwarding;

/** A request that came round unchanged: 482 (RFC 3261 §16.3 step 4, RFC 5393 §4.2). */
final class Looped implements RequestGate {
  private final Forwarding forwarding;
  private final Responder responder;

  Looped(Forwarding forwarding, Responder responder) {
    this.forwarding = forwarding;
    this.responder = responder;
  }

  @Override
  public GateVerdict on(Arrival arrival) {
    return forwarding.looped(arrival.request())
        ? new GateVerdict.Answer(
            responder.response(arrival.entry(), arrival.request(), 482, "Loop Detected"),
            null,
            "it has passed here unchanged before")
        : GateVerdict.PASS;
  }
}
