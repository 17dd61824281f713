package org.belfry.appliance.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.belfry.appliance.SharedDatabase;
import org.belfry.pbx.admin.MailAdmin.MailSecurity;
import org.belfry.pbx.admin.MailAdmin.MailState;
import org.belfry.pbx.admin.MailAdmin.OutgoingMail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The outbox and its postman, against servers that take mail, refuse it, or are away. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedDatabase.class)
class OutboxSenderTest {
  private static final MailServer NONE = server(1, "", MailSecurity.NONE, true);

  @TempDir private Path data;
  private final List<Object> events = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private MailServer server = NONE;
  private TransactionTemplate transaction;
  private OutboxTable table;
  private Outbox outbox;
  private OutboxSender sender;

  @BeforeEach
  void begin(DataSource database) {
    JdbcClient jdbc = JdbcClient.create(database);
    jdbc.sql("delete from mail_outbox").update();
    InstantSource clock = () -> now;
    transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    table = new OutboxTable(jdbc);
    outbox = new Outbox(table, clock);
    sender = sender();
  }

  /** Another one on the same database, as after a restart. */
  private OutboxSender sender() {
    return new OutboxSender(
        table, outbox, () -> server, new Smtp(data), transaction, events::add, () -> now);
  }

  @Test
  void aMailGoesOutWithItsAttachment() throws Exception {
    try (Taking mails = new Taking(ServerSetup.PROTOCOL_SMTP)) {
      server = server(mails.port(), "pbx", MailSecurity.NONE, true);
      Path file = Path.of("voicemail/message.wav");
      Files.createDirectories(data.resolve("voicemail"));
      Files.write(data.resolve(file), new byte[] {1, 2, 3});
      outbox.put(
          new Mail(
              "bob@example.org",
              "Grüße\r\nBcc: all",
              "Ein Anruf für Sie.\n",
              new Mail.Attachment(file, "message.wav"),
              "message:7"));
      sender.carryAll();
      MimeMessage mail = mails.only();
      assertThat(mail.getSubject()).isEqualTo("Grüße Bcc: all");
      assertThat(mail.getFrom()[0]).hasToString("Belfry <pbx@example.org>");
      assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
      Multipart parts = (Multipart) mail.getContent();
      assertThat(parts.getBodyPart(0).getContent().toString()).contains("Ein Anruf für Sie.");
      BodyPart sound = parts.getBodyPart(1);
      assertThat(sound.getContentType()).startsWith("audio/x-wav");
      assertThat(sound.getFileName()).isEqualTo("message.wav");
      assertThat(sound.getInputStream().readAllBytes()).containsExactly(1, 2, 3);
      assertThat(events).containsExactly(new MailSent("message:7"));
      assertThat(table.count(null)).isZero();
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefusedUnlessToldOtherwise() throws Exception {
    try (Taking mails = new Taking(ServerSetup.PROTOCOL_SMTPS)) {
      server = server(mails.port(), "pbx", MailSecurity.TLS, true);
      outbox.put(Mail.of("bob@example.org", "one", "text"));
      sender.carryAll();
      assertThat(single().problem()).contains("cannot be used");
      server = server(mails.port(), "pbx", MailSecurity.TLS, false);
      sender.tryNow();
      sender.carryAll();
      assertThat(mails.only().getSubject()).isEqualTo("one");
    }
  }

  @Test
  void afterTheGreetingTheWayIsEncryptedAndAServerThatCannotIsNotUsed() throws Exception {
    try (ScriptedServer any = new ScriptedServer()) {
      server = server(any.port(), "", MailSecurity.STARTTLS, false);
      outbox.put(Mail.of("bob@example.org", "one", "text"));
      sender.carryAll();
      assertThat(single().problem()).contains("STARTTLS");
      any.startTls = true;
      server = server(any.port(), "", MailSecurity.STARTTLS, true);
      sender.tryNow();
      sender.carryAll();
      assertThat(any.taken).isEmpty(); // nobody vouches for its certificate
      server = server(any.port(), "", MailSecurity.STARTTLS, false);
      sender.tryNow();
      sender.carryAll();
      assertThat(any.taken).hasSize(1);
      assertThat(any.encrypted).isTrue();
    }
  }

  @Test
  void aWrongPasswordIsTheServersProblemAndNoMailPaysForIt() throws Exception {
    try (Taking mails = new Taking(ServerSetup.PROTOCOL_SMTP)) {
      server = server(mails.port(), "stranger", MailSecurity.NONE, true);
      outbox.put(Mail.of("bob@example.org", "one", "text"));
      sender.carryAll();
      assertThat(single().problem()).contains("refuses our user or password");
      assertThat(single().tries()).isZero();
    }
  }

  @Test
  void aServerThatIsAwayForADayLosesNothing() throws Exception {
    int port;
    try (ScriptedServer gone = new ScriptedServer()) {
      port = gone.port();
    }
    server = server(port, "", MailSecurity.NONE, true);
    for (int i = 0; i < 5; i++) {
      outbox.put(Mail.of("bob@example.org", "mail " + i, "text"));
    }
    for (int minute = 0; minute < 24 * 60; minute += 10) {
      sender.carryAll();
      now = now.plus(Duration.ofMinutes(10));
    }
    assertThat(table.count(MailState.WAITING)).isEqualTo(5);
    try (ScriptedServer back = new ScriptedServer()) {
      server = server(back.port(), "", MailSecurity.NONE, true);
      now = now.plus(Duration.ofMinutes(15));
      sender().carryAll();
      assertThat(back.taken).hasSize(5);
      assertThat(back.taken.getFirst()).contains("Subject: mail 0");
    }
    assertThat(table.count(null)).isZero();
  }

  @Test
  void whatTheServerDoesNotTakeNowIsTriedAgainLaterAndLater() throws Exception {
    try (ScriptedServer busy = new ScriptedServer()) {
      server = server(busy.port(), "", MailSecurity.NONE, true);
      busy.recipientAnswer = "451 greylisted";
      outbox.put(Mail.of("bob@example.org", "one", "text"));
      for (long minutes : List.of(1L, 2L, 4L)) {
        sender.carryAll();
        assertThat(single().nextTryAt()).isEqualTo(now.plus(Duration.ofMinutes(minutes)));
        assertThat(single().problem()).contains("451 greylisted");
        now = now.plus(Duration.ofMinutes(minutes));
      }
      busy.recipientAnswer = "250 fine";
      sender.carryAll();
      assertThat(busy.taken).hasSize(1);
    }
  }

  @Test
  void whatTheServerNeverTakesIsGivenUpAtOnceAndStaysToBeSeen() throws Exception {
    try (ScriptedServer strict = new ScriptedServer()) {
      server = server(strict.port(), "", MailSecurity.NONE, true);
      strict.recipientAnswer = "550 no such mailbox";
      outbox.put(Mail.of("nobody@example.org", "one", "text"));
      sender.carryAll();
      assertThat(single().state()).isEqualTo(MailState.GIVEN_UP);
      assertThat(single().problem()).contains("550 no such mailbox");
      strict.recipientAnswer = "250 fine";
      assertThat(table.retry(single().id(), now)).isTrue();
      sender.carryAll();
      assertThat(strict.taken).hasSize(1);
    }
  }

  @Test
  void aMailThatCannotBeAddressedHoldsBackNoOther() throws Exception {
    try (ScriptedServer any = new ScriptedServer()) {
      server = server(any.port(), "", MailSecurity.NONE, true);
      List<String> wrong = List.of("a..b@example.org", "a(b@example.org", "bob@example..org");
      wrong.forEach(to -> outbox.put(Mail.of(to, "wrong", "text")));
      outbox.put(Mail.of("bob@example.org", "right", "text"));
      sender.carryAll();
      assertThat(any.taken).hasSize(1);
      assertThat(table.count(MailState.GIVEN_UP)).isEqualTo(wrong.size());
      assertThat(wrong).noneMatch(Mail::isAddress);
      assertThat(Mail.isAddress("bob@example.org")).isTrue();
    }
  }

  @Test
  void aMailAtWhichTheServerHangsUpHoldsBackNoOther() throws Exception {
    try (ScriptedServer touchy = new ScriptedServer()) {
      server = server(touchy.port(), "", MailSecurity.NONE, true);
      touchy.hangsUpAt = "mallory";
      outbox.put(Mail.of("mallory@example.org", "one", "text"));
      outbox.put(Mail.of("bob@example.org", "two", "text"));
      sender.carryAll();
      now = now.plus(Duration.ofSeconds(10));
      sender.carryAll();
      assertThat(touchy.taken).hasSize(1);
      assertThat(single().to()).isEqualTo("mallory@example.org");
      assertThat(single().state()).isEqualTo(MailState.WAITING);
    }
  }

  @Test
  void afterFiveDaysAMailIsGivenUp() {
    outbox.put(Mail.of("bob@example.org", "one", "text"));
    now = now.plus(Duration.ofDays(5)).minusSeconds(1);
    sender.carryAll();
    assertThat(single().state()).isEqualTo(MailState.WAITING);
    now = now.plusSeconds(2);
    sender.carryAll();
    assertThat(single().state()).isEqualTo(MailState.GIVEN_UP);
  }

  @Test
  void anAttachmentThatIsGoneIsSaidToBeGone() throws Exception {
    try (ScriptedServer any = new ScriptedServer()) {
      server = server(any.port(), "", MailSecurity.NONE, true);
      Mail.Attachment gone = new Mail.Attachment(Path.of("voicemail/gone.wav"), "message.wav");
      outbox.put(new Mail("bob@example.org", "one", "text", gone, null));
      sender.carryAll();
      assertThat(any.taken.getFirst())
          .contains("The recording was deleted")
          .doesNotContain("audio");
    }
  }

  @Test
  void noFileButOfVoicemailAndReportsIsMailed() throws Exception {
    Path secret = data.resolve("secret.key");
    Files.writeString(secret, "hidden-words");
    Path inside = Files.createDirectories(data.resolve("voicemail/1")).resolve("link.wav");
    Files.createSymbolicLink(inside, secret);
    List<String> names =
        List.of("secret.key", "" + secret, "voicemail/../secret.key", "voicemail/1/link.wav");
    for (String name : names) {
      try (ScriptedServer any = new ScriptedServer()) {
        server = server(any.port(), "", MailSecurity.NONE, true);
        Mail.Attachment foreign = new Mail.Attachment(Path.of(name), "message.txt");
        outbox.put(new Mail("bob@example.org", "one", "text", foreign, null));
        sender.carryAll();
        assertThat(any.taken.getFirst())
            .as(name)
            .doesNotContain("message.txt")
            .contains("was not sent");
      }
    }
  }

  @Test
  void whatWasRolledBackIsNotSent() {
    transaction.executeWithoutResult(status -> {
      outbox.put(Mail.of("bob@example.org", "one", "text"));
      status.setRollbackOnly();
    });
    assertThat(table.count(null)).isZero();
  }

  /** A name that was outside when it was set may lead inside later (DNS rebinding). */
  @Test
  void aServerInsideThatNoOwnerHasChosenIsNotSpokenTo() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<String> problems = new ArrayList<>();
      for (int port : List.of(listening.getLocalPort(), 9)) {
        for (MailSecurity security : MailSecurity.values()) {
          MailServer inside =
              new MailServer("localhost", port, "pbx@example.org", "", "", security, false, false);
          assertThatThrownBy(() ->
                  new Smtp(data).send(inside, "1", Mail.of("bob@example.org", "one", "text"), now))
              .isInstanceOfSatisfying(MailProblem.class, e -> problems.add(e.sentence()));
        }
      }
      assertThat(problems)
          .hasSize(6)
          .containsOnly("The mail server is in a private network, which only an owner can allow.");
      listening.setSoTimeout(100);
      assertThatThrownBy(listening::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private OutgoingMail single() {
    List<OutgoingMail> all = table.page(null, 0, 10);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static MailServer server(
      int port, String user, MailSecurity security, boolean tlsVerify) {
    return new MailServer(
        port == 1 ? "" : "127.0.0.1",
        port,
        "pbx@example.org",
        user,
        user.isEmpty() ? "" : "secret",
        security,
        tlsVerify,
        true);
  }

  /** A server that knows the user pbx. */
  private static final class Taking implements AutoCloseable {
    private final GreenMail greenMail;

    Taking(String protocol) {
      greenMail =
          new GreenMail(new ServerSetup(0, "127.0.0.1", protocol).setVerbose(false))
              .withConfiguration(
                  GreenMailConfiguration.aConfig().withUser("pbx@example.org", "pbx", "secret"));
      greenMail.start();
    }

    int port() {
      return greenMail.getSmtps() != null
          ? greenMail.getSmtps().getPort()
          : greenMail.getSmtp().getPort();
    }

    MimeMessage only() throws IOException {
      assertThat(greenMail.getReceivedMessages()).hasSize(1);
      return greenMail.getReceivedMessages()[0];
    }

    @Override
    public void close() {
      greenMail.stop();
    }
  }
}
