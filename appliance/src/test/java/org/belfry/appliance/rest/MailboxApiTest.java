package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.media.play.Tone;
import org.belfry.media.record.Wav;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.MailboxAdmin;
import org.belfry.pbx.app.Recorded;
import org.belfry.pbx.app.voicemail.Deposit;
import org.belfry.pbx.app.voicemail.Folder;
import org.belfry.pbx.app.voicemail.Mailbox;
import org.belfry.pbx.app.voicemail.Mailbox.PinCheck;
import org.belfry.pbx.app.voicemail.Mailboxes;
import org.belfry.pbx.app.voicemail.Sender;
import org.belfry.pbx.presence.MailboxSummaries;
import org.belfry.pbx.presence.MailboxSummaries.MailboxSummary;
import org.belfry.pbx.sip.Aor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Mailboxes: from what a program records to lists, lamps, mails and downloads. */
@Tag("database")
@Timeout(90)
@ExtendWith(SharedAppliance.class)
class MailboxApiTest {

  @Test
  void aMessageIsListedMailedPlayedMarkedAndDeleted(LocalAppliance appliance) throws IOException {
    ApiClient api = user(appliance, "7101", ",\"email\":\"dora@example.org\"");
    assertThat(api.get("/api/v1/mailboxes/7101").body().path("inUse").asBoolean()).isTrue();
    leave(appliance, "7101", 4);
    JsonNode message = listed(api, "7101", 1).get(0);
    assertThat(message.path("callerNumber").asString()).isEqualTo("+4930123456");
    assertThat(message.path("seconds").asDouble()).isBetween(2.3, 2.5);
    assertThat(summary(appliance, "7101")).isEqualTo(new MailboxSummary(1, 0, 0, 0));

    assertThat(api.get("/api/v1/mail/outbox").body().path("mails").valueStream())
        .filteredOn(mail -> mail.path("to").asString().equals("dora@example.org"))
        .extracting(mail -> mail.path("subject").asString())
        .containsExactly("Voice message from Carol (+4930123456) (0:02)");

    String place = "/api/v1/mailboxes/7101/messages/" + message.path("id").asLong();
    Answer part = api.send(api.request(place + "/audio").GET().header("Range", "bytes=0-3"));
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.raw().body()).isEqualTo("RIFF");
    assertThat(api.anonymous().get(place + "/audio").status()).isEqualTo(401);
    assertThat(api.patch(place, "{\"folder\":\"SAVED\"}").text("folder")).isEqualTo("SAVED");
    assertThat(summary(appliance, "7101")).isEqualTo(new MailboxSummary(0, 1, 0, 0));
    assertThat(api.get("/api/v1/mailboxes/7101/messages?folder=NEW").body().path("total").asInt())
        .isZero();
    assertThat(api.delete(place).status()).isEqualTo(204);
    assertThat(api.get(place).status()).isEqualTo(404);
    assertThat(summary(appliance, "7101")).isEqualTo(new MailboxSummary(0, 0, 0, 0));
  }

  @Test
  void theAuditLogSaysWhoHasHeardWhoseMessage(LocalAppliance appliance) throws IOException {
    ApiClient api = user(appliance, "7110", "");
    leave(appliance, "7110", 4);
    long id = listed(api, "7110", 1).get(0).path("id").asLong();
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Logger audit = (Logger) LoggerFactory.getLogger("audit");
    lines.start();
    audit.addAppender(lines);
    try {
      assertThat(api.get("/api/v1/mailboxes/7110/messages/" + id + "/audio").status())
          .isEqualTo(200);
    } finally {
      audit.detachAppender(lines);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .contains("message heard mailbox=7110 id=" + id + " by=token:test");
  }

  @Test
  void theAuditLogSaysWhoHasDeletedAnothersMessage(LocalAppliance appliance) throws IOException {
    ApiClient api = user(appliance, "7112", "");
    leave(appliance, "7112", 4);
    long id = listed(api, "7112", 1).get(0).path("id").asLong();
    assertThat(api.delete("/api/v1/mailboxes/7112/messages/" + id).status()).isEqualTo(204);
    JsonNode told = api.get("/api/v1/audit?text=7112&limit=1").body().path("entries").get(0);
    assertThat(told.path("kind").asString()).isEqualTo("message");
    assertThat(told.path("action").asString()).isEqualTo("DELETED");
    assertThat(told.path("who").asString()).isEqualTo("token:test");
  }

  /** Setting a PIN gives access to the messages by phone. */
  @Test
  void theAuditLogSaysWhoHasSetWhosePin(LocalAppliance appliance) {
    ApiClient api = user(appliance, "7111", "");
    assertThat(api.patch("/api/v1/mailboxes/7111", "{\"pin\":\"7391\"}").status()).isEqualTo(200);
    JsonNode told = api.get("/api/v1/audit?text=7111&limit=1").body().path("entries").get(0);
    assertThat(told.path("kind").asString()).isEqualTo("mailbox");
    assertThat(told.path("who").asString()).isEqualTo("token:test");
    assertThat(told.path("differences").toString())
        .contains("\"pin\"", "•••")
        .doesNotContain("7391", "bcrypt");
  }

  /** No call goes on that would tell for it: a message is filed after its call has ended. */
  @Test
  void whoWatchesIsToldOfAMessageOnceItIsThere(LocalAppliance appliance) throws IOException {
    MailboxAdmin mailboxes = appliance.part(MailboxAdmin.class);
    AtomicInteger told = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger(-1);
    Runnable look =
        () -> {
          seen.set(mailboxes.messages("7108", null, 0, 10).messages().size());
          told.incrementAndGet();
        };
    user(appliance, "7108", "");
    var watching = appliance.part(LiveUpdates.class).onChange(look);
    try {
      user(appliance, "7109", ""); // which is told, and all that was before
      Awaitility.await().until(() -> told.get() > 0);
      leave(appliance, "7108", 4);
      Awaitility.await().until(() -> seen.get() == 1);
    } finally {
      watching.close();
    }
  }

  @Test
  void aMailboxIsChangedAndItsPinIsAHash(LocalAppliance appliance) {
    ApiClient api = user(appliance, "7102", "");
    Answer changed =
        api.patch(
            "/api/v1/mailboxes/7102",
            "{\"attach\":\"OPUS\",\"deleteAfterMail\":true,\"language\":\"de\",\"pin\":\"7391\"}");
    assertThat(changed.text("attach")).isEqualTo("OPUS");
    assertThat(changed.body().path("hasPin").asBoolean()).isTrue();
    Mailbox box = appliance.part(Mailboxes.class).of("7102");
    assertThat(box.language()).isEqualTo("de");
    assertThat(box.check("7391", false)).isEqualTo(PinCheck.RIGHT);
    for (int i = 0; i < 4; i++) {
      assertThat(box.check("0000", false)).isEqualTo(PinCheck.WRONG);
    }
    assertThat(box.check("0000", false)).isEqualTo(PinCheck.LOCKED);
    assertThat(box.check("7391", false)).isEqualTo(PinCheck.LOCKED);
    assertThat(api.get("/api/v1/mailboxes/7102").text("lockedUntil")).isNotEmpty();
    api.patch("/api/v1/mailboxes/7102", "{\"pin\":\"7391\"}");
    assertThat(box.check("7391", false)).isEqualTo(PinCheck.RIGHT);
    for (String easy : new String[] {"1111", "123", "1234", "7102", "12a4"}) {
      assertThat(api.patch("/api/v1/mailboxes/7102", "{\"pin\":\"" + easy + "\"}").fields())
          .containsExactly("pin");
    }
  }

  @Test
  void greetingsAreUploadedAndWhatIsNoSoundIsRefused(LocalAppliance appliance) throws IOException {
    ApiClient api = user(appliance, "7103", "");
    String place = "/api/v1/mailboxes/7103/greetings/own";
    byte[] sound = new Wav(8000, Tone.sine(440, 8000, 8000, 0.5)).toBytes();
    assertThat(api.send(api.request(place).PUT(BodyPublishers.ofByteArray(sound))).status())
        .isEqualTo(204);
    assertThat(api.get("/api/v1/mailboxes/7103").body().path("greetings").get(0).asString())
        .isEqualTo("OWN");
    assertThat(appliance.part(Mailboxes.class).of("7103").greeting(Mailbox.Greeting.OWN)).exists();
    assertThat(api.get(place).raw().body()).startsWith("RIFF");
    Answer refused =
        api.send(api.request(place).PUT(BodyPublishers.ofString("this is no sound at all")));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(api.delete(place).status()).isEqualTo(204);
    assertThat(api.get(place).status()).isEqualTo(404);
  }

  @Test
  void aForwardedMessageIsANewOneElsewhere(LocalAppliance appliance) throws IOException {
    ApiClient api = user(appliance, "7104", "");
    user(appliance, "7105", "");
    leave(appliance, "7104", 4);
    long id = listed(api, "7104", 1).get(0).path("id").asLong();
    Mailboxes all = appliance.part(Mailboxes.class);
    assertThat(all.of("7104").forward(id, all.of("7105"), null)).isTrue();
    assertThat(listed(api, "7105", 1).get(0).path("forwardedBy").asString()).isEqualTo("7104");
    assertThat(all.of("7105").messages(Folder.NEW).getFirst().sound()).exists();
  }

  @Test
  void tenThousandMessagesAreListedAtOnce(LocalAppliance appliance) {
    ApiClient api = user(appliance, "7106", "");
    JdbcClient jdbc = JdbcClient.create(appliance.part(DataSource.class));
    jdbc.sql(
            """
            insert into voice_message(user_id, file, folder, call_id, received_at, length_ms, bytes)
            select (select id from app_user where extension = '7106'), concat(seq, '.wav'),
              if(seq % 2, 'NEW', 'SAVED'), seq, date_add('2026-01-01', interval seq minute), 5000, 80000
            from seq_1_to_10000\
            """)
        .update();
    api.get("/api/v1/mailboxes/7106/messages?limit=500");
    long begin = System.nanoTime();
    Answer page = api.get("/api/v1/mailboxes/7106/messages?limit=50&offset=9900");
    Duration first = Duration.ofNanos(System.nanoTime() - begin);
    begin = System.nanoTime();
    var heard = appliance.part(Mailboxes.class).of("7106").messages(Folder.NEW);
    Duration second = Duration.ofNanos(System.nanoTime() - begin);
    assertThat(page.body().path("messages").size()).isEqualTo(50);
    assertThat(heard).hasSize(1000);
    assertThat(first).as("a page of the list").isLessThan(Duration.ofMillis(500));
    assertThat(second).as("what the phone reads out").isLessThan(Duration.ofMillis(500));
  }

  private static ApiClient user(LocalAppliance appliance, String extension, String more) {
    ApiClient api = appliance.api();
    api.post(
        "/api/v1/users", "{\"extension\":\"" + extension + "\",\"name\":\"Dora\"" + more + "}");
    return api;
  }

  /** A message with a second of silence at each end, as a program leaves it. */
  private static void leave(LocalAppliance appliance, String extension, int seconds)
      throws IOException {
    Mailbox box = appliance.part(Mailboxes.class).of(extension);
    Deposit deposit =
        box.begin(new Sender("call-" + extension, "+4930123456", "Carol", Instant.now(), null));
    Files.write(deposit.file(), new Wav(8000, Tone.sine(440, 8000, 8000 * seconds, 0.5)).toBytes());
    deposit.keep(
        new Recorded.Kept(
            deposit.file(),
            Duration.ofSeconds(seconds),
            Duration.ofSeconds(1),
            Duration.ofSeconds(seconds - 1),
            Recorded.End.HANG_UP));
  }

  private static JsonNode listed(ApiClient api, String extension, int messages) {
    String list = "/api/v1/mailboxes/" + extension + "/messages";
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> api.get(list).body().path("total").asInt() == messages);
    return api.get(list).body().path("messages");
  }

  private static MailboxSummary summary(LocalAppliance appliance, String extension) {
    return appliance.part(MailboxSummaries.class).summary(new Aor(extension, "127.0.0.1"));
  }
}
