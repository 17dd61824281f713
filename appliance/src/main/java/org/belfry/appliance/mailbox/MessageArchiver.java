package org.belfry.appliance.mailbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.belfry.appliance.directory.FormerUsers;
import org.belfry.appliance.filing.IntakeArchiver;
import org.belfry.appliance.mailbox.Intake.Waiting;
import org.belfry.appliance.mailbox.MessageTable.Row;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.pbx.app.voicemail.Sender;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Files what callers have said: the sound without silence under its final name, then row and mail
 * in one transaction, then the intake's copy goes. Also removes messages that are older than they
 * may get.
 */
@Component
class MessageArchiver extends IntakeArchiver<Waiting> {
  private static final Logger LOG = LoggerFactory.getLogger(MessageArchiver.class);
  private static final Duration SWEEP = Duration.ofHours(1);
  private static final int SWEEP_MAX = 500;

  private final Intake intake;
  private final MailboxFiles files;
  private final MessageTable table;
  private final Sounds sounds;
  private final MessageMails mails;
  private final Removal removal;
  private final FormerUsers former;
  private final Counts counts;
  private final TransactionTemplate transaction;
  private final Duration keep;

  MessageArchiver(
      Intake intake,
      MailboxFiles files,
      MessageTable table,
      Sounds sounds,
      MessageMails mails,
      Removal removal,
      Counts counts,
      FormerUsers former,
      TransactionTemplate transaction,
      BelfryProperties properties) {
    super("messages", SWEEP);
    this.intake = intake;
    this.files = files;
    this.table = table;
    this.sounds = sounds;
    this.mails = mails;
    this.removal = removal;
    this.former = former;
    this.counts = counts;
    this.transaction = transaction;
    this.keep = properties.voicemail().keep();
    intake.onDone(this::ring);
  }

  @Override
  protected void recover() throws IOException {
    intake.recover();
    adoptOrphans();
  }

  @Override
  protected List<Waiting> waiting(boolean all) throws IOException {
    return all ? intake.lying() : intake.done();
  }

  @Override
  protected boolean file(Waiting waiting) throws IOException {
    if (!Files.exists(waiting.envelope())) {
      return false; // filed a moment ago
    }
    MessageEnvelope envelope = MessageEnvelope.read(waiting.envelope());
    User user = mails.user(waiting.userId());
    boolean kept = false;
    if (envelope != null && Files.exists(waiting.sound())) {
      if (user == null) {
        LOG.warn("a message for user {} is deleted: the user is gone", waiting.userId());
      } else {
        kept = isFiled(waiting, envelope, user);
      }
    }
    Files.deleteIfExists(waiting.sound());
    Files.deleteIfExists(waiting.envelope());
    return kept;
  }

  private boolean isFiled(Waiting waiting, MessageEnvelope envelope, User user) throws IOException {
    String name = waiting.name() + MailboxFiles.SOUND;
    if (table.has(user.id(), name)) {
      return false; // filed, and killed before the intake was cleared
    }
    Path sound = files.messages(user.id()).resolve(name);
    Duration length =
        sounds.cut(waiting.sound(), sound, envelope.fromMillis(), envelope.toMillis());
    mails.prepare(user, sound);
    insert(user, name, envelope.sender(), length, sound);
    LOG.info(
        "call={} mailbox={} has a new message of {} s",
        envelope.callId(),
        user.extension(),
        length.toSeconds());
    counts.changed(user.id());
    return true;
  }

  private void insert(User user, String name, Sender from, Duration length, Path sound)
      throws IOException {
    long bytes = Files.size(sound);
    transaction.executeWithoutResult(status -> {
      Optional<Long> id = table.insert(user.id(), name, from, length, bytes);
      id.ifPresent(given -> mails.put(user, given, from, length, sound));
    });
  }

  /** Files without a row: a database that was set back, or one killed while it deleted. */
  private void adoptOrphans() throws IOException {
    for (long userId : files.users().toList()) {
      User user = mails.user(userId);
      if (user == null && former.keeps(userId)) {
        continue; // a deleted user that can still come back, with its messages
      }
      List<Path> all;
      try (Stream<Path> list = Files.list(files.messages(userId))) {
        all = list.toList();
      }
      for (Path file : all) {
        String name = file.getFileName().toString();
        if (user == null || !name.endsWith(MailboxFiles.SOUND)) {
          removeLeftOver(user, file, name);
        } else if (!table.has(userId, name) && !Files.exists(files.in(userId).resolve(name))) {
          LOG.warn("{} has no row in the database; it is a message again", file);
          Instant at = Files.getLastModifiedTime(file).toInstant();
          long bytes = Files.size(file);
          Duration length = sounds.length(file);
          table.insert(userId, name, new Sender("", null, null, at, null), length, bytes);
          counts.changed(userId);
        }
      }
    }
  }

  private static void removeLeftOver(@Nullable User user, Path file, String name)
      throws IOException {
    String stem = name.replaceFirst("\\.[a-z]+$", "");
    boolean needed = user != null && Files.exists(file.resolveSibling(stem + MailboxFiles.SOUND));
    if (!needed || name.contains(".part")) {
      LOG.info("{} is deleted: it belongs to no message", file);
      Files.deleteIfExists(file);
    }
  }

  @Override
  protected boolean sweep(Instant now) {
    if (keep.isZero()) {
      return false;
    }
    List<Row> old = table.olderThan(now.minus(keep), SWEEP_MAX);
    old.forEach(removal::remove);
    if (!old.isEmpty()) {
      LOG.info("{} messages older than {} days were deleted", old.size(), keep.toDays());
    }
    return old.size() == SWEEP_MAX;
  }
}
