package org.belfry.appliance.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.belfry.appliance.mail.Mail;
import org.belfry.appliance.mail.MailTemplates;
import org.belfry.pbx.app.voicemail.Sender;
import org.belfry.pbx.directory.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the mail about a message. */
class MailTextTest {
  private static final User BOB = new User(7, "1002", "Bob", "bob@example.org", "", "");
  private static final Mail.Attachment SOUND =
      new Mail.Attachment(Path.of("voicemail/7/messages/a.wav"), "message.wav");

  @TempDir private Path data;

  private Mail mail(String language, Sender from, Mail.Attachment attachment) {
    return new MailText(
            new MailTemplates(data), ZoneId.of("Europe/Berlin"), "https://pbx.example.org:8443")
        .mail(BOB, "bob@example.org", language, 17, from, Duration.ofSeconds(75), attachment);
  }

  private static Sender from(String number, String name) {
    return new Sender("call-1", number, name, Instant.parse("2026-11-21T10:15:00Z"), null);
  }

  @Test
  void itSaysWhoCalledWhenHowLongAndWhereItIsHeard() {
    Mail mail = mail("en", from("+4930123456", "Carol"), SOUND);
    assertThat(mail.subject()).isEqualTo("Voice message from Carol (+4930123456) (1:15)");
    assertThat(mail.text())
        .contains("Hello Bob,", "Saturday, November 21, 2026", "11:15", "1:15", "1002")
        .contains("The message is attached.", "*97")
        .contains("https://pbx.example.org:8443/portal/voicemail")
        .doesNotContain("{");
    assertThat(mail.reference()).isEqualTo("message:17");
  }

  @Test
  void inGermanItIsGermanAlsoInAustria() {
    Mail mail = mail("de-AT", from(null, null), null);
    assertThat(mail.subject()).isEqualTo("Sprachnachricht von einer unbekannten Nummer (1:15)");
    assertThat(mail.text())
        .contains("Guten Tag, Bob,", "Samstag, 21. November 2026", "11:15")
        .doesNotContain("angehängt");
  }

  @Test
  void aLanguageWithoutATemplateIsWrittenInEnglish() {
    assertThat(mail("fr", from("1001", "1001"), SOUND).subject())
        .isEqualTo("Voice message from 1001 (1:15)");
  }

  @Test
  void theOwnersTemplateGoesBeforeOursAndWhatItDoesNotKnowStays() throws IOException {
    Files.createDirectories(data.resolve("mail"));
    Files.writeString(
        data.resolve("mail/voicemail.fr.txt"), "Subject: {caller}\nBonjour {name} {what}");
    Mail mail = mail("fr", from("1001", "{name}"), SOUND);
    assertThat(mail.subject()).isEqualTo("{name} (1001)");
    assertThat(mail.text()).isEqualTo("Bonjour Bob {what}");
  }
}
