package org.belfry.appliance.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A mail to be sent.
 *
 * @param to one address
 * @param subject one line; what is beyond 200 characters is cut off
 * @param text plain
 * @param attachment a file in the data directory, or null
 * @param reference whatever lets its writer know it again in {@link MailSent}; or null
 */
public record Mail(
    String to,
    String subject,
    String text,
    @Nullable Attachment attachment,
    @Nullable String reference) {
  private static final int SUBJECT_MAX = 200;

  public Mail {
    subject = subject.replaceAll("\\p{Cntrl}+", " ").strip();
    subject = subject.length() > SUBJECT_MAX ? subject.substring(0, SUBJECT_MAX) : subject;
  }

  /** Whether mail can be sent to it, as far as can be seen; at most 254 characters. */
  public static boolean isAddress(String text) {
    if (text.length() > 254 || !text.matches("[^\\s@<>,;\"]+@[^\\s@<>,;\"]+")) {
      return false;
    }
    try {
      new InternetAddress(text, true).validate();
      return true;
    } catch (AddressException e) {
      return false; // as a..b@example.org
    }
  }

  public static Mail of(String to, String subject, String text) {
    return new Mail(to, subject, text, null, null);
  }

  /**
   * A file that goes with it. One that is gone when the mail is sent is left out, and the mail says
   * so.
   *
   * @param file relative to the data directory
   * @param name as the reader sees it; its end says what it is: {@code .wav}, {@code .opus}, {@code
   *     .xlsx}
   */
  public record Attachment(Path file, String name) {}
}
