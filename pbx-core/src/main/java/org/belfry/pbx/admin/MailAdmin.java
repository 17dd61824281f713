package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mail that we send: by which server, and what became of it. */
public interface MailAdmin {

  MailServerView server();

  /**
   * Sets the server; what was set at the start ({@code belfry.mail.*}) does not count any more.
   *
   * @throws InvalidCommand naming the field that cannot be taken
   */
  MailServerView setServer(SetMailServer command);

  /** Forgets what {@link #setServer} has set: what was set at the start counts again. */
  MailServerView resetServer();

  /**
   * Sends a mail at once, past the outbox.
   *
   * @return null when the server has taken it, else why not, in a sentence
   * @throws InvalidCommand when this is no address, or no server is set
   */
  @Nullable String test(String to);

  /**
   * What is not sent yet, and what was given up: the oldest first.
   *
   * @param state only these, or null for all
   * @param limit 1 to 500
   * @param offset rows to skip, from 0
   * @throws InvalidCommand when limit or offset is out of range
   */
  OutboxPage outbox(@Nullable MailState state, int offset, int limit);

  /**
   * Tries a mail again now, also one that was given up.
   *
   * @throws NotFound when there is no such mail
   */
  void retry(long id);

  /**
   * @throws NotFound when there is no such mail
   */
  void delete(long id);

  /** How the way to the server is protected. */
  enum MailSecurity {
    /** Plain: a server on this machine or in the office. */
    NONE,
    /** Encrypted after the greeting (RFC 3207); a server that cannot is not used. */
    STARTTLS,
    /** Encrypted from the first byte (RFC 8314 §3.3). */
    TLS
  }

  /** What becomes of a mail that is in the outbox; one that was sent is not in it any more. */
  enum MailState {
    WAITING,
    GIVEN_UP
  }

  /**
   * @param host of the server; empty for none: mail waits in the outbox
   * @param port null for the usual one of {@code security}: 25, 587 or 465
   * @param from address of the sender
   * @param user null for a server that asks for none
   * @param password null leaves it as it is, empty removes it
   * @param security null for {@link MailSecurity#STARTTLS}
   * @param tlsVerify false takes any certificate; null for true
   */
  record SetMailServer(
      @Nullable String host,
      @Nullable Integer port,
      @Nullable String from,
      @Nullable String user,
      @Nullable String password,
      @Nullable MailSecurity security,
      @Nullable Boolean tlsVerify) {}

  /**
   * @param setHere whether it was set while running, and not at the start
   * @param hasPassword whether there is one; it is never shown
   * @param problem why the server did not take the latest mail, one sentence, or null
   */
  record MailServerView(
      String host,
      int port,
      String from,
      String user,
      boolean hasPassword,
      MailSecurity security,
      boolean tlsVerify,
      boolean setHere,
      long waiting,
      long givenUp,
      @Nullable Instant lastSentAt,
      @Nullable String problem) {}

  /**
   * @param nextTryAt null for one that was given up
   * @param problem why it was not taken at the latest try, or null
   */
  record OutgoingMail(
      long id,
      String to,
      String subject,
      MailState state,
      Instant createdAt,
      int tries,
      @Nullable Instant nextTryAt,
      @Nullable String problem) {}

  /**
   * @param total rows in all
   */
  record OutboxPage(List<OutgoingMail> mails, long total, int offset, int limit) {}
}
