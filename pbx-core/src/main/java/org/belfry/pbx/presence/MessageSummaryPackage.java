package org.belfry.pbx.presence;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.belfry.pbx.presence.MailboxSummaries.MailboxSummary;
import org.jspecify.annotations.Nullable;

/** Event package {@code message-summary} (RFC 3842): the lamp for messages that wait. */
final class MessageSummaryPackage implements EventPackage<MailboxSummary> {
  static final String NAME = "message-summary";
  static final String CONTENT_TYPE = "application/simple-message-summary";
  private static final MailboxSummary EMPTY = new MailboxSummary(0, 0, 0, 0);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String contentType() {
    return CONTENT_TYPE;
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(1);
  }

  /** Who has no mailbox has no messages. */
  @Override
  public MailboxSummary state(Resource resource) {
    return resource.mailbox() == null ? EMPTY : resource.mailbox();
  }

  @Override
  public byte[] write(MailboxSummary state, @Nullable MailboxSummary told, Document document) {
    return body(state, document.entity());
  }

  /**
   * @param account the URI of the mailbox
   */
  static byte[] body(MailboxSummary summary, String account) {
    String text =
        "Messages-Waiting: "
            + (summary.fresh() > 0 ? "yes" : "no")
            + "\r\nMessage-Account: "
            + account
            + "\r\nVoice-Message: "
            + summary.fresh()
            + '/'
            + summary.old()
            + " ("
            + summary.urgentFresh()
            + '/'
            + summary.urgentOld()
            + ")\r\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
