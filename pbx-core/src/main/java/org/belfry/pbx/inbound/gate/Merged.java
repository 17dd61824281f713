package org.belfry.pbx.inbound.gate;

import org.belfry.pbx.inbound.Responder;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.transaction.TransactionTable;

/**
 * A request that has come along another way and is being worked on: 482 (RFC 3261 §8.2.2.2). One on
 * a spiral (§16.6 step 8) is no copy.
 */
final class Merged implements RequestGate {
  private final TransactionTable transactions;
  private final Forwarding forwarding;
  private final Responder responder;

  Merged(TransactionTable transactions, Forwarding forwarding, Responder responder) {
    this.transactions = transactions;
    this.forwarding = forwarding;
    this.responder = responder;
  }

  @Override
  public GateVerdict on(Arrival arrival) {
    return transactions.merges(arrival.request(), arrival.entry())
            && !forwarding.passed(arrival.request())
        ? new GateVerdict.Answer(
            responder.response(arrival.entry(), arrival.request(), 482, "Loop Detected"),
            null,
            "the same request came another way")
        : GateVerdict.PASS;
  }
}
