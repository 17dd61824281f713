package org.belfry.appliance.mail;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Where mail is put that is to be sent. */
public class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** Mail of some months, when no server was ever set. */
  static final int MAX = 10_000;

  private final OutboxTable table;
  private final InstantSource clock;
  private final AtomicReference<@Nullable Runnable> sender = new AtomicReference<>();

  Outbox(OutboxTable table, InstantSource clock) {
    this.table = table;
    this.clock = clock;
  }

  /**
   * Puts a mail in. Within a transaction it counts when that is committed; sending begins then.
   *
   * @return false when {@value #MAX} mails wait already: this one is dropped, with a line in the
   *     log
   */
  public boolean put(Mail mail) {
    if (table.count(null) >= MAX) {
      LOG.error("mail to {} is dropped: {} mails are in the outbox already", mail.to(), MAX);
      return false;
    }
    table.insert(UUID.randomUUID().toString(), mail, clock.instant());
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              wake();
            }
          });
    } else {
      wake();
    }
    return true;
  }

  void onPut(Runnable then) {
    sender.set(then);
  }

  private void wake() {
    Runnable then = sender.get();
    if (then != null) {
      then.run();
    }
  }
}
