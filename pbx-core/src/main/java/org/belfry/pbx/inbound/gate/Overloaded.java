package org.belfry.pbx.inbound.gate;

import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import org.belfry.pbx.inbound.AdmissionControl;
import org.belfry.pbx.inbound.Responder;

/**
 * A lane with too much to do sends new requests away with 503 and Retry-After (RFC 6357); an
 * emergency call passes, and so does what is of a dialog that lives.
 */
public final class Overloaded implements RequestGate {
  private final AdmissionControl admission;
  private final Responder responder;
  private final DoubleSupplier queued;
  private final IntSupplier transactions;

  /**
   * @param queued share of the lane's queue that is taken
   * @param transactions open in the lane
   */
  public Overloaded(
      AdmissionControl admission,
      Responder responder,
      DoubleSupplier queued,
      IntSupplier transactions) {
    this.admission = admission;
    this.responder = responder;
    this.queued = queued;
    this.transactions = transactions;
  }

  @Override
  public GateVerdict on(Arrival arrival) {
    return !arrival.isInDialog()
            && admission.sheds(arrival.request(), queued.getAsDouble(), transactions.getAsInt())
        ? new GateVerdict.Answer(
            admission.later(arrival.request(), responder.tag()),
            arrival.reply(),
            "the server has too much to do")
        : GateVerdict.PASS;
  }
}
