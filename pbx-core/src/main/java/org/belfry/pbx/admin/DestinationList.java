package org.belfry.pbx.admin;

import java.util.List;

/** Where calls can be sent, for forms to choose from. Works without the database. */
public interface DestinationList {

  /**
   * Users by extension, then groups, queues, attendants, conference rooms, announcements, then
   * mailboxes.
   */
  List<DestinationView> destinations();

  enum Kind {
    USER,
    GROUP,
    QUEUE,
    ATTENDANT,
    CONFERENCE,
    ANNOUNCEMENT,
    MAILBOX
  }

  /**
   * @param value as commands take it: {@code dial:1001}, {@code voicemail:1001}, {@code
   *     app:queue:sales}
   * @param number extension of the user or number of the others; empty when it has none
   */
  record DestinationView(Kind kind, String value, String number, String name) {}
}
