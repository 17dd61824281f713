package org.belfry.pbx.inbound.gate;

import org.belfry.pbx.guard.Guard.Welcome;
import org.belfry.pbx.inbound.AdmissionControl;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.trace.MessageCounts;
import org.belfry.pbx.transaction.ServerEntry;
import org.belfry.pbx.transaction.TransactionEvent;
import org.belfry.pbx.transaction.TransactionTable;

/** A request whose transaction is known goes to it and no further (RFC 3261 §17.2.3). */
final class Retransmitted implements RequestGate {
  private static final GateVerdict KNOWN = new GateVerdict.Drop("its transaction takes it");
  private static final GateVerdict ANSWERED = new GateVerdict.Drop("it has its answer");

  private final TransactionTable transactions;
  private final AdmissionControl admission;
  private final MessageCounts messages;

  Retransmitted(TransactionTable transactions, AdmissionControl admission, MessageCounts messages) {
    this.transactions = transactions;
    this.admission = admission;
    this.messages = messages;
  }

  @Override
  public GateVerdict on(Arrival arrival) {
    ServerEntry known = transactions.server(arrival.key());
    if (known != null) {
      if (!arrival.request().method().equals(Method.ACK)) {
        messages.receivedAgain();
      }
      transactions.on(
          known, new TransactionEvent.RequestReceived(arrival.request()), arrival.now());
      return KNOWN;
    }
    if (!transactions.isAnswered(arrival.key(), arrival.reply(), arrival.now())) {
      return GateVerdict.PASS;
    }
    messages.receivedAgain();
    if (admission.stranger(arrival.request(), arrival.from(), arrival.now()) == Welcome.COME_IN) {
      transactions.answerAgain(arrival.key(), arrival.reply(), arrival.now());
    }
    return ANSWERED;
  }
}
