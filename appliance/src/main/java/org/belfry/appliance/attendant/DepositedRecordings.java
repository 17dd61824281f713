package org.belfry.appliance.attendant;

import java.nio.file.Path;
import org.belfry.pbx.app.Recorded;
import org.belfry.pbx.app.VoiceCall;
import org.belfry.pbx.app.ivr.MailboxRecordings;
import org.belfry.pbx.app.voicemail.Deposit;
import org.belfry.pbx.app.voicemail.Mailbox;
import org.belfry.pbx.app.voicemail.Mailboxes;
import org.belfry.pbx.app.voicemail.Sender;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Recordings of attendants become messages in mailboxes. */
@Component
class DepositedRecordings implements MailboxRecordings {
  private static final Logger LOG = LoggerFactory.getLogger(DepositedRecordings.class);

  private final Mailboxes mailboxes;

  DepositedRecordings(Mailboxes mailboxes) {
    this.mailboxes = mailboxes;
  }

  @Override
  public @Nullable Begun begin(String extension, VoiceCall call) {
    Mailbox box = mailboxes.of(extension);
    if (box == null || box.space() != Mailbox.Space.ROOM) {
      LOG.warn("call={} the mailbox of {} takes no recording", call.id(), extension);
      return null;
    }
    Sender sender =
        new Sender(call.id(), call.caller().number(), call.caller().name(), call.now(), null);
    try {
      return new InMailbox(box.begin(sender));
    } catch (Mailbox.Unavailable e) {
      LOG.error("call={} {}", call.id(), e.getMessage());
      return null;
    }
  }

  private record InMailbox(Deposit deposit) implements Begun {
    @Override
    public Path file() {
      return deposit.file();
    }

    @Override
    public void keep(Recorded.Kept recorded) {
      deposit.keep(recorded);
    }

    @Override
    public void discard() {
      deposit.discard();
    }
  }
}
