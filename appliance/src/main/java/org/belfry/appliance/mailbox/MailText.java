package org.belfry.appliance.mailbox;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;
import org.belfry.appliance.mail.Mail;
import org.belfry.appliance.mail.MailTemplate;
import org.belfry.appliance.mail.MailTemplates;
import org.belfry.pbx.admin.MailTemplateAdmin.MailKind;
import org.belfry.pbx.app.spoken.Grammar;
import org.belfry.pbx.app.voicemail.Sender;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;

/** The mail about a message, in the owner's language. */
final class MailText {
  private static final String FALLBACK = "en";

  private final MailTemplates templates;
  private final ZoneId zone;
  private final String base;

  /**
   * @param base the address of our pages, without a slash at its end
   */
  MailText(MailTemplates templates, ZoneId zone, String base) {
    this.templates = templates;
    this.zone = zone;
    this.base = base;
  }

  /**
   * @param language BCP 47; one without a template is written in English
   * @param attachment goes with it, or null
   */
  Mail mail(
      User user,
      String to,
      String language,
      long messageId,
      Sender from,
      Duration length,
      Mail.@Nullable Attachment attachment) {
    String primary = Grammar.primary(language.isEmpty() ? FALLBACK : language);
    boolean speaks = templates.speaks(MailKind.VOICEMAIL, primary);
    Locale locale = Locale.forLanguageTag(speaks ? language : FALLBACK);
    Map<String, String> values =
        Map.of(
            "caller", caller(from, primary),
            "name", user.name(),
            "extension", user.extension(),
            "time",
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.SHORT)
                    .withLocale(locale)
                    .format(from.at().atZone(zone)),
            "length", "%d:%02d".formatted(length.toMinutes(), length.toSecondsPart()),
            "code", "*97",
            "attached", attachment == null ? "" : attached(primary),
            "link", base + "/portal/voicemail");
    MailTemplate words = templates.fill(MailKind.VOICEMAIL, primary, values);
    return new Mail(
        to, words.subject(), words.text(), attachment, MessageMails.reference(messageId));
  }

  private static String caller(Sender from, String language) {
    String name = from.name();
    String number = from.number();
    if (name != null && number != null && !name.equals(number)) {
      return name + " (" + number + ")";
    }
    if (name != null || number != null) {
      return name != null ? name : String.valueOf(number);
    }
    return language.equals("de") ? "einer unbekannten Nummer" : "an unknown number";
  }

  private static String attached(String language) {
    return language.equals("de") ? "Die Nachricht ist angehängt.\n" : "The message is attached.\n";
  }
}
