package org.belfry.appliance.mailbox;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.mailbox.MessageTable.Totals;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.presence.MailboxSummaries;
import org.belfry.pbx.sip.Aor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * How much is in each mailbox, in memory: what lamps show (RFC 3842), and whether there is room for
 * more, also while the database is away.
 */
@Component
class Counts implements MailboxSummaries {
  private final MessageTable table;
  private final DirectoryStore directory;
  private final ApplicationEventPublisher events;
  private final Map<Long, Totals> totals;

  Counts(MessageTable table, DirectoryStore directory, ApplicationEventPublisher events) {
    this.table = table;
    this.directory = directory;
    this.events = events;
    this.totals = new ConcurrentHashMap<>(table.totals());
  }

  Totals of(long userId) {
    return totals.getOrDefault(userId, Totals.NONE);
  }

  /** In all mailboxes. */
  long messages() {
    return totals.values().stream().mapToLong(Totals::messages).sum();
  }

  /** In all mailboxes. */
  long bytes() {
    return totals.values().stream().mapToLong(Totals::bytes).sum();
  }

  /** Messages of this mailbox have come, moved or gone. */
  void changed(long userId) {
    Totals now = table.totals(userId);
    Totals before = totals.put(userId, now);
    if (!now.equals(before)) {
      directory.current().users().values().stream()
          .filter(user -> user.id() == userId)
          .findFirst()
          .ifPresent(user -> events.publishEvent(new MailboxChanged(user.extension())));
    }
  }

  @Override
  public @Nullable MailboxSummary summary(Aor aor) {
    User user = directory.current().user(aor.user().toLowerCase(Locale.ROOT));
    if (user == null) {
      return null;
    }
    Totals now = totals.get(user.id());
    return now == null
        ? user.settings().mailbox() ? new MailboxSummary(0, 0, 0, 0) : null
        : new MailboxSummary(now.fresh(), now.saved(), 0, 0);
  }
}
