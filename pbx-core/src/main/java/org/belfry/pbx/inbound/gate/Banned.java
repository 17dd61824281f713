package org.belfry.pbx.inbound.gate;

import org.belfry.pbx.guard.Guard.Welcome;
import org.belfry.pbx.inbound.AdmissionControl;
import org.belfry.pbx.inbound.Responder;

/**
 * Refuses senders that are banned, scan or exceed their rate. Strangers get no answer, known
 * senders 503 with Retry-After. Emergency calls of known senders and requests of live dialogs pass.
 */
public final class Banned implements RequestGate {
  private static final GateVerdict SILENCE = new GateVerdict.Drop("the sender is kept out");

  private final AdmissionControl admission;
  private final Responder responder;

  public Banned(AdmissionControl admission, Responder responder) {
    this.admission = admission;
    this.responder = responder;
  }

  /** Whether a request that is not answered for it, an ACK or CANCEL, goes no further. */
  public boolean stops(Arrival arrival) {
    return admission.stranger(arrival.request(), arrival.from(), arrival.now()) != Welcome.COME_IN;
  }

  @Override
  public GateVerdict on(Arrival arrival) {
    if (arrival.isInDialog()) {
      return GateVerdict.PASS;
    }
    return switch (admission.stranger(arrival.request(), arrival.from(), arrival.now())) {
      case COME_IN -> GateVerdict.PASS;
      case SILENCE -> SILENCE;
      case LATER ->
          admission.isEmergency(arrival.request())
              ? GateVerdict.PASS
              : new GateVerdict.Answer(
                  admission.later(arrival.request(), responder.tag()),
                  arrival.reply(),
                  "the sender sends too many requests");
    };
  }
}
