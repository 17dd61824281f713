package org.belfry.appliance.mail;

/** The server did not take a mail. */
final class MailProblem extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whom it is about. */
  enum About {
    /** The server cannot be reached, or does not want us: other mail would fare no better. */
    SERVER,
    /** The conversation broke off: the server is in trouble, or hangs up at this very mail. */
    CONVERSATION,
    /** This mail, for now (4yz). */
    MAIL,
    /** This mail, for ever (5yz): no such mailbox, too large. */
    MAIL_FOR_EVER
  }

  private final About about;

  MailProblem(About about, String sentence, Throwable cause) {
    super(sentence, cause);
    this.about = about;
  }

  About about() {
    return about;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
