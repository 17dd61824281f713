package org.belfry.pbx.transaction;

import org.belfry.pbx.engine.Event;

/** What the transactions of a lane wait for. */
public sealed interface TransactionLetter extends Event {
  /** A transaction's timer. */
  record TimerFired(TransactionEntry entry, TransactionTimer timer) implements TransactionLetter {}

  /** It is time to forget answers that nobody asks for any more. */
  record AnswersExpire() implements TransactionLetter {
    static final AnswersExpire EXPIRE = new AnswersExpire();
  }
}
