package org.belfry.pbx.transaction;

import java.time.Duration;
import org.belfry.pbx.engine.Effect;
import org.belfry.pbx.sip.message.SipResponse;

/** What a transaction wants done. */
public sealed interface TransactionEffect extends Effect {

  /** Send these bytes over the transaction's hop. */
  record Transmit(byte[] message) implements TransactionEffect {}

  record StartTimer(TransactionTimer timer, Duration delay) implements TransactionEffect {}

  record StopTimer(TransactionTimer timer) implements TransactionEffect {}

  /** Hand the response to the transaction user. */
  record Deliver(SipResponse response) implements TransactionEffect {}

  /**
   * Tell the transaction user: no final response came (client), or no ACK, or it has given no
   * answer in time (server).
   */
  record TimedOut() implements TransactionEffect {}

  /** Tell the transaction user: a message could not be sent. */
  record Failed(String why) implements TransactionEffect {}

  /** Forget the transaction. */
  record Ended() implements TransactionEffect {
    static final Ended ENDED = new Ended();
  }
}
