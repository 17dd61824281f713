package org.belfry.appliance.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import org.belfry.appliance.mail.Mail;
import org.belfry.pbx.directory.User;

/** The mail with the one-time link: a template a language, whose first line is the subject. */
final class InvitationMail {
  private static final String SUBJECT = "Subject: ";

  Mail of(User user, String to, String link, Instant until, Locale language) {
    Locale ours = language.getLanguage().equals("de") ? Locale.GERMAN : Locale.ENGLISH;
    String day =
        DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
            .withLocale(ours)
            .format(until.atZone(ZoneId.systemDefault()));
    String text =
        template(ours.getLanguage())
            .replace("{name}", user.name())
            .replace("{extension}", user.extension())
            .replace("{until}", day)
            .replace("{link}", link);
    int end = text.indexOf('\n');
    return Mail.of(to, text.substring(SUBJECT.length(), end), text.substring(end + 1));
  }

  private static String template(String language) {
    try (InputStream in =
        InvitationMail.class.getResourceAsStream("/mail/invitation." + language + ".txt")) {
      if (in == null) {
        throw new IllegalStateException("there is no template of invitations in " + language);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
