package org.belfry.pbx.presence;

import org.belfry.pbx.sip.Aor;
import org.jspecify.annotations.Nullable;

/**
 * What waits in mailboxes. Asked on a lane, so it answers at once, from memory. Whoever stands
 * behind it says {@code SipServer.stateChanged(extension)} after a change.
 */
@FunctionalInterface
public interface MailboxSummaries {
  /** Nobody has a mailbox. */
  MailboxSummaries NONE = aor -> null;

  /** The summary of a user's mailbox, or null when it has none. */
  @Nullable MailboxSummary summary(Aor aor);

  /**
   * Voice messages of a mailbox (RFC 3842 §5.2); none is below 0.
   *
   * @param fresh not heard yet
   * @param old heard
   * @param urgentFresh those of {@code fresh} that are urgent
   * @param urgentOld those of {@code old} that are urgent
   */
  record MailboxSummary(int fresh, int old, int urgentFresh, int urgentOld) {
    public MailboxSummary {
      if (fresh < 0 || old < 0 || urgentFresh < 0 || urgentOld < 0) {
        throw new IllegalArgumentException("a mailbox has no fewer than 0 messages");
      }
    }
  }
}
