package org.belfry.pbx.transaction;

import org.belfry.pbx.engine.Event;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;

/** What can happen to a transaction. */
public sealed interface TransactionEvent extends Event {

  /** A retransmission of the request, or the ACK for a non-2xx. */
  record RequestReceived(SipRequest request) implements TransactionEvent {}

  /** The transaction user wants this response sent. */
  record ResponseGiven(SipResponse response) implements TransactionEvent {}

  record ResponseReceived(SipResponse response) implements TransactionEvent {}

  record TimerFired(TransactionTimer timer) implements TransactionEvent {}

  /** A message of this transaction could not be sent. */
  record SendFailed(String why) implements TransactionEvent {}
}
