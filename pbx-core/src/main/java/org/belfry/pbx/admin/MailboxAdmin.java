package org.belfry.pbx.admin;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mailboxes and the messages in them. A mailbox is named by its user's extension. */
public interface MailboxAdmin {

  /** The mailboxes of all users, by extension. */
  List<MailboxView> mailboxes();

  /**
   * @throws NotFound when there is no such user
   */
  MailboxView mailbox(String extension);

  /**
   * Changes what the command names and leaves the rest.
   *
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when there is no such user
   */
  MailboxView change(String extension, ChangeMailbox command);

  /**
   * Messages, the newest first.
   *
   * @param folder only those in it, or null for all
   * @param limit 1 to 500
   * @param offset rows to skip, from 0
   * @throws InvalidCommand when limit or offset is out of range
   * @throws NotFound when there is no such user
   */
  MessagePage messages(String extension, @Nullable MessageFolder folder, int offset, int limit);

  /**
   * @throws NotFound when there is no such message in this mailbox
   */
  MessageView message(String extension, long id);

  /**
   * @throws NotFound when there is no such message in this mailbox
   */
  MessageView move(String extension, long id, MessageFolder to);

  /**
   * Deletes it for good.
   *
   * @throws NotFound when there is no such message in this mailbox
   */
  void delete(String extension, long id);

  /**
   * The file of a message.
   *
   * @throws NotFound when there is no such message in this mailbox, or its file is gone
   */
  Path sound(String extension, long id);

  /**
   * @throws NotFound when the user has recorded none
   */
  Path greeting(String extension, GreetingKind which);

  /**
   * Takes a sound file as a greeting.
   *
   * @param sound WAV or Ogg/Opus, up to two minutes
   * @throws InvalidCommand when it is no such thing
   * @throws NotFound when there is no such user
   */
  void setGreeting(String extension, GreetingKind which, byte[] sound);

  /**
   * @throws NotFound when there is no such user
   */
  void removeGreeting(String extension, GreetingKind which);

  /** What holds for every mailbox. */
  Limits limits();

  /**
   * @param longest message
   * @param messages that a mailbox may have
   * @param megabytes that it may have
   * @param keep older messages are deleted; 0 for never
   */
  record Limits(Duration longest, int messages, int megabytes, Duration keep) {}

  /** Where a message lies. */
  enum MessageFolder {
    /** Not heard yet. */
    NEW,
    /** Heard, and kept. */
    SAVED
  }

  /** What a user may record. */
  enum GreetingKind {
    /** For who is not answered. */
    OWN,
    /** For who is not answered since the user is on the phone. */
    BUSY,
    /** Instead of both, until it is removed. */
    TEMPORARY,
    /** The name. */
    NAME
  }

  /** How a recording goes with its mail. */
  enum Attach {
    NONE,
    /** Opens everywhere: 1 MB a minute. */
    WAV,
    /** 200 kB a minute. */
    OPUS
  }

  /**
   * Null leaves a field as it is.
   *
   * @param pin 4 to 10 digits, not too easy to guess; empty removes it. Either ends a lock
   * @param language BCP 47; empty for the site's
   */
  record ChangeMailbox(
      @Nullable Boolean mail,
      @Nullable Attach attach,
      @Nullable Boolean deleteAfterMail,
      @Nullable String language,
      @Nullable String pin) {}

  /**
   * @param inUse whether unanswered calls end in it
   * @param lockedUntil nobody gets in by PIN before; null when it is not locked
   * @param greetings those that the user has recorded
   */
  record MailboxView(
      String extension,
      String name,
      boolean inUse,
      int newMessages,
      int savedMessages,
      long bytes,
      boolean mail,
      @Nullable String email,
      Attach attach,
      boolean deleteAfterMail,
      String language,
      boolean hasPin,
      @Nullable Instant lockedUntil,
      List<GreetingKind> greetings) {}

  record MessageView(
      long id,
      MessageFolder folder,
      String callId,
      @Nullable String callerNumber,
      @Nullable String callerName,
      @Nullable String forwardedBy,
      Instant receivedAt,
      double seconds,
      long bytes) {}

  /**
   * @param total rows in all
   */
  record MessagePage(List<MessageView> messages, long total, int offset, int limit) {}
}
