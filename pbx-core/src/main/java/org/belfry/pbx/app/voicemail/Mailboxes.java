package org.belfry.pbx.app.voicemail;

import org.jspecify.annotations.Nullable;

/** The port to what keeps mailboxes. Asked on threads of programs, so it may block. */
@FunctionalInterface
public interface Mailboxes {

  /** The mailbox of this user; null when there is no such user. */
  @Nullable Mailbox of(String extension);
}
