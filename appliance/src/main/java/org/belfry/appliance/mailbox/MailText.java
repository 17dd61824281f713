package org.belfry.appliance.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;
import org.belfry.appliance.mail.Mail;
import org.belfry.pbx.app.spoken.Grammar;
import org.belfry.pbx.app.voicemail.Sender;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the mail about a message: a template a language, whose first line is the subject.
 * {@code mail/voicemail.<language>.txt} in the data directory goes before ours.
 */
final class MailText {
  private static final String FALLBACK = "en";

  private final Path own;
  private final ZoneId zone;
  private final String base;

  /**
   * @param data the data directory
   * @param base the address of our pages, without a slash at its end
   */
  MailText(Path data, ZoneId zone, String base) {
    this.own = data.resolve("mail");
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
    String template = template(primary);
    Locale locale = Locale.forLanguageTag(template.isEmpty() ? FALLBACK : language);
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
    String text = filled(template.isEmpty() ? template(FALLBACK) : template, values);
    int line = text.indexOf('\n');
    return new Mail(
        to,
        text.substring(0, line).replaceFirst("^Subject: ", ""),
        text.substring(line + 1),
        attachment,
        MessageMails.reference(messageId));
  }

  private static String filled(String template, Map<String, String> values) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', at)) {
      int close = template.indexOf('}', open);
      String value = close < 0 ? null : values.get(template.substring(open + 1, close));
      out.append(template, at, open);
      if (value == null) {
        out.append('{');
        at = open + 1;
      } else {
        out.append(value);
        at = close + 1;
      }
    }
    return out.append(template.substring(at)).toString();
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

  /** Empty when there is none. */
  private String template(String language) {
    String name = "voicemail." + language + ".txt";
    try {
      Path mine = own.resolve(name);
      if (Files.exists(mine)) {
        String text = Files.readString(mine);
        return text.contains("\n") ? text : text + "\n";
      }
      try (InputStream ours = MailText.class.getResourceAsStream("/mail/" + name)) {
        return ours == null ? "" : new String(ours.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
