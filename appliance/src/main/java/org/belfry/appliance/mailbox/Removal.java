package org.belfry.appliance.mailbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.belfry.appliance.mailbox.MessageTable.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Takes messages away: first the row, then the file. A file without a row is no harm. */
@Component
class Removal {
  private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

  private final MessageTable table;
  private final MailboxFiles files;
  private final Counts counts;

  Removal(MessageTable table, MailboxFiles files, Counts counts) {
    this.table = table;
    this.files = files;
    this.counts = counts;
  }

  /** False when it is gone already. */
  boolean of(long userId, long id) {
    Optional<Row> row = table.byId(userId, id);
    row.ifPresent(this::remove);
    return row.isPresent();
  }

  void ofMailed(long id, LongPredicate deletesMailed) {
    table.byId(id).filter(row -> deletesMailed.test(row.userId())).ifPresent(this::remove);
  }

  void remove(Row row) {
    table.delete(row.userId(), row.id());
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              removed(row);
            }
          });
    } else {
      removed(row);
    }
  }

  private void removed(Row row) {
    Path sound = files.message(row.userId(), row.file());
    try {
      if (sound != null) {
        Files.deleteIfExists(sound);
        Files.deleteIfExists(MessageMails.opus(sound));
      }
    } catch (IOException e) {
      LOG.warn("the file of a deleted message cannot be deleted: {}", e.getMessage());
    }
    counts.changed(row.userId());
  }
}
