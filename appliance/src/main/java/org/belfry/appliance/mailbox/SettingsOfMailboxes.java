package org.belfry.appliance.mailbox;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** How users have their mailboxes, in memory, so that messages come also without the database. */
@Component
class SettingsOfMailboxes {
  private final MailboxTable table;
  private final Map<Long, MailboxSettings> all;

  SettingsOfMailboxes(MailboxTable table) {
    this.table = table;
    this.all = new ConcurrentHashMap<>(table.settings());
  }

  MailboxSettings of(long userId) {
    return all.getOrDefault(userId, MailboxSettings.USUAL);
  }

  void save(long userId, MailboxSettings settings) {
    table.save(userId, settings);
    all.put(userId, settings);
  }
}
