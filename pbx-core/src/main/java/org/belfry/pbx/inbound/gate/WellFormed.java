package org.belfry.pbx.inbound.gate;

import java.util.concurrent.atomic.LongAdder;
import org.belfry.pbx.guard.Guard.Welcome;
import org.belfry.pbx.inbound.AdmissionControl;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Flaw;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.Forwarding;

/**
 * Reasonable syntax (RFC 3261 §16.3 step 1): 400, or 505 to another version. No answer is spent on
 * a sender that the guard keeps out.
 */
public final class WellFormed implements RequestGate {
  private final AdmissionControl admission;
  private final LongAdder malformed;

  WellFormed(AdmissionControl admission, LongAdder malformed) {
    this.admission = admission;
    this.malformed = malformed;
  }

  @Override
  public GateVerdict on(Arrival arrival) {
    String problem = arrival.request().problem();
    return problem == null ? GateVerdict.PASS : refused(arrival, problem);
  }

  /** The same for what is found to be wrong only when it is read. */
  public GateVerdict refused(Arrival arrival, String problem) {
    SipRequest request = arrival.request();
    Hop from = arrival.from();
    if (admission.stranger(request, from, arrival.now()) != Welcome.COME_IN) {
      return new GateVerdict.Drop("malformed, from a sender that is kept out: " + problem);
    }
    malformed.increment();
    if (request.method().equals(Method.ACK)) {
      return new GateVerdict.Drop("malformed, and an ACK is never answered: " + problem);
    }
    if (!request.has(HeaderName.VIA)) {
      return new GateVerdict.Drop("no answer finds back without a Via");
    }
    SipRequest noted = request;
    Hop reply = from;
    try {
      noted = Forwarding.noteSource(request, from);
      reply = Forwarding.replyHop(noted, from);
    } catch (MalformedHeader e) {
      // RFC 4475 §3.1.2.1: the Via cannot be read, so the answer goes where the request came from.
      reply = from;
    }
    // §8.2.6.2: stateless, so the same request gets the same answer each time.
    Flaw flaw = request.flaw();
    int status = flaw != null ? flaw.status() : request.isVersion2() ? 400 : 505;
    String reason = status == 505 ? "Version Not Supported" : problem;
    return new GateVerdict.Answer(noted.respond(status, reason, "bad").done(), reply, problem);
  }
}
