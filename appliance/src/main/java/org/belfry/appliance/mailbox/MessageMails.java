package org.belfry.appliance.mailbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.SiteIdentity;
import org.belfry.appliance.mail.Mail;
import org.belfry.appliance.mail.MailSent;
import org.belfry.appliance.mail.MailTemplates;
import org.belfry.appliance.mail.Outbox;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.pbx.admin.MailboxAdmin.Attach;
import org.belfry.pbx.app.spoken.Grammar;
import org.belfry.pbx.app.voicemail.Sender;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Mails about messages, and messages that go once they were mailed. */
@Component
class MessageMails {
  private static final Logger LOG = LoggerFactory.getLogger(MessageMails.class);
  private static final String REFERENCE = "message:";

  private final Outbox outbox;
  private final SettingsOfMailboxes settings;
  private final MailboxFiles files;
  private final Sounds sounds;
  private final Removal removal;
  private final DirectoryStore directory;
  private final MailText text;
  private final ZoneId zone;

  MessageMails(
      Outbox outbox,
      SettingsOfMailboxes settings,
      MailboxFiles files,
      Sounds sounds,
      Removal removal,
      DirectoryStore directory,
      SiteIdentity site,
      BelfryProperties properties,
      MailTemplates templates,
      ZoneId zone) {
    this.zone = zone;
    this.outbox = outbox;
    this.settings = settings;
    this.files = files;
    this.sounds = sounds;
    this.removal = removal;
    this.directory = directory;
    this.text =
        new MailText(templates, zone, "https://" + site.domain() + ":" + properties.httpsPort());
  }

  static String reference(long messageId) {
    return REFERENCE + messageId;
  }

  /** Makes the attachment's file where it is another than the message's. Before the transaction. */
  void prepare(User user, Path sound) throws IOException {
    if (wanted(user) && settings.of(user.id()).attach() == Attach.OPUS) {
      try {
        sounds.opus(sound, opus(sound));
      } catch (IOException e) {
        LOG.warn("a message is mailed as WAV: {}", e.getMessage());
      }
    }
  }

  /** Puts the mail into the outbox, within the transaction of the message's row. */
  void put(User user, long messageId, Sender from, Duration length, Path sound) {
    String to = user.email();
    if (!wanted(user) || to == null) {
      return;
    }
    MailboxSettings its = settings.of(user.id());
    outbox.put(
        text.mail(
            user,
            to,
            its.language().isEmpty()
                ? Grammar.languageOf(directory.current().dialPlan().country())
                : its.language(),
            messageId,
            from,
            length,
            attachment(its.attach(), from, sound)));
  }

  private boolean wanted(User user) {
    return user.email() != null && settings.of(user.id()).mail();
  }

  private Mail.@Nullable Attachment attachment(Attach attach, Sender from, Path sound) {
    String day = LocalDate.ofInstant(from.at(), zone).toString();
    return switch (attach) {
      case NONE -> null;
      case WAV -> new Mail.Attachment(files.relative(sound), "message-" + day + ".wav");
      case OPUS ->
          Files.exists(opus(sound))
              ? new Mail.Attachment(files.relative(opus(sound)), "message-" + day + ".opus")
              : new Mail.Attachment(files.relative(sound), "message-" + day + ".wav");
    };
  }

  /** The file beside a message's that is mailed instead. */
  static Path opus(Path sound) {
    String name = sound.getFileName().toString();
    int end = name.endsWith(MailboxFiles.SOUND) ? MailboxFiles.SOUND.length() : 0;
    return sound.resolveSibling(name.substring(0, name.length() - end) + ".opus");
  }

  /** Within the transaction that takes the mail off the outbox. */
  @EventListener
  void on(MailSent sent) {
    if (!sent.reference().startsWith(REFERENCE)) {
      return;
    }
    long id = Long.parseLong(sent.reference().substring(REFERENCE.length()));
    removal.ofMailed(id, user -> settings.of(user).deleteAfterMail());
    LOG.debug("message {} was mailed", id);
  }

  /** For who needs to know whose mailbox it is. */
  @Nullable User user(long id) {
    return directory.current().users().values().stream()
        .filter(u -> u.id() == id)
        .findFirst()
        .orElse(null);
  }
}
