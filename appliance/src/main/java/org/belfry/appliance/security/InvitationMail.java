package org.belfry.appliance.security;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;
import org.belfry.appliance.mail.Mail;
import org.belfry.appliance.mail.MailTemplate;
import org.belfry.appliance.mail.MailTemplates;
import org.belfry.pbx.admin.MailTemplateAdmin.MailKind;
import org.belfry.pbx.directory.User;

/** The mail with the one-time link. */
final class InvitationMail {
  private final MailTemplates templates;

  InvitationMail(MailTemplates templates) {
    this.templates = templates;
  }

  Mail of(User user, String to, String link, Instant until, Locale language) {
    boolean speaks = templates.speaks(MailKind.INVITATION, language.getLanguage());
    Locale ours = speaks ? language : Locale.ENGLISH;
    String day =
        DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
            .withLocale(ours)
            .format(until.atZone(ZoneId.systemDefault()));
    MailTemplate words =
        templates.fill(
            MailKind.INVITATION,
            ours.getLanguage(),
            Map.of("name", user.name(), "extension", user.extension(), "until", day, "link", link));
    return Mail.of(to, words.subject(), words.text());
  }
}
