package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.media.record.ToneLevel;
import org.belfry.media.record.Wav;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Voicemail of the built appliance, left and heard by phones written by others. */
@Tag("realclients")
class VoicemailIT {
  private static final String ALICE = "2101";
  private static final String BOB = "2102";
  private static final String PASSWORD = "voicemail-password";
  private static final double TONE = 440;

  @TempDir Path temp;
  private final List<RealPhone> phones = new ArrayList<>();

  @AfterEach
  void switchOff() {
    phones.forEach(RealPhone::close);
  }

  @Test
  void anUnansweredCallLeavesAMessageThatIsMailedShownAndHeard() throws Exception {
    try (OpenSmtpd mailServer = new OpenSmtpd();
        RunningAppliance appliance = new RunningAppliance(temp.resolve("data"))) {
      String server =
          "{\"host\":\"127.0.0.1\",\"port\":%d,\"from\":\"pbx@example.org\",\"security\":\"NONE\"}"
              .formatted(mailServer.port());
      assertThat(appliance.api().put("/api/v1/mail", server).statusCode()).isEqualTo(200);
      people(appliance);
      Baresip alice = phone(new Baresip(temp.resolve("alice"), account(appliance, ALICE, TONE)));
      Baresip bob =
          phone(Baresip.watching(temp.resolve("bob"), account(appliance, BOB, 700), ALICE));
      alice.registered();
      bob.registered();
      bob.says("Messages-Waiting: no");
      alice.dials(BOB);
      bob.rings();
      alice.talks(); // to the mailbox, after five seconds
      message(appliance, alice);

      Wav mailed = attachment(mailServer.mail());
      Ear.hears("who reads the mail", middle(mailed), TONE, 700);
      bob.says("Messages-Waiting: yes");
      bob.says("Voice-Message: 1/0");

      bob.forgets();
      bob.dials("*97");
      bob.talks();
      Ear.pass(Duration.ofSeconds(4));
      for (char key : "7391#".toCharArray()) {
        bob.presses(key);
      }
      Ear.pass(Duration.ofSeconds(7)); // how many there are
      bob.presses('1');
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(loudest(bob.heard())).isGreaterThan(-25));
      bob.hangsUp();
    }
  }

  @Test
  void aProcessKilledDuringADepositHasAllButTheLastMomentAfterwards() throws Exception {
    RunningAppliance killed = new RunningAppliance(temp.resolve("data"));
    int port = killed.sipPort();
    people(killed);
    String rule = "/api/v1/recording-rules/user/" + ALICE;
    assertThat(killed.api().put(rule, "{\"when\":\"ALWAYS\"}").statusCode()).isEqualTo(200);
    Baresip alice = phone(new Baresip(temp.resolve("alice"), account(killed, ALICE, TONE)));
    alice.registered();
    alice.dials("*98" + BOB);
    alice.talks();
    await().atMost(Duration.ofSeconds(40)).until(() -> "recording".equals(step(killed)));
    Ear.pass(Duration.ofSeconds(5));
    killed.dies();
    try (RunningAppliance next = new RunningAppliance(temp.resolve("data"), port)) {
      JsonNode cdrs = next.api().get("/api/v1/cdrs?party=" + ALICE);
      assertThat(cdrs.path("total").asInt()).as("%s", cdrs).isOne();
      JsonNode cut = cdrs.path("cdrs").get(0);
      assertThat(cut.path("cause").asString()).isEqualTo("ENDED_BY_RESTART");
      assertThat(cut.path("answered").asBoolean()).isTrue();
      assertThat(cut.path("callee").asString()).isEqualTo("*98" + BOB);
      assertThat(cut.path("durationSeconds").asDouble()).isGreaterThan(3);
      assertThat(new String(next.api().bytes("/api/v1/cdrs/csv"), StandardCharsets.UTF_8))
          .contains("ENDED_BY_RESTART");
      JsonNode message = messages(next).get(0);
      assertThat(message.path("seconds").asDouble()).isBetween(3.5, 6.5);
      assertThat(message.path("callerNumber").asString()).isEqualTo(ALICE);
      byte[] sound =
          next.api()
              .bytes(
                  "/api/v1/mailboxes/"
                      + BOB
                      + "/messages/"
                      + message.path("id").asLong()
                      + "/audio");
      Ear.hears("who asks afterwards", middle(Wav.of(sound)), TONE, 700);
      // All of the call was recorded too, the greeting with it.
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> next.api().get("/api/v1/recordings").path("total").asInt() == 1);
      JsonNode recording = next.api().get("/api/v1/recordings").path("recordings").get(0);
      assertThat(recording.path("cut").asBoolean()).as("%s", recording).isTrue();
      assertThat(recording.path("caller").asString()).isEqualTo(ALICE);
      assertThat(recording.path("seconds").asDouble()).isGreaterThan(6);
      byte[] call =
          next.api().bytes("/api/v1/recordings/" + recording.path("id").asLong() + "/audio");
      assertThat(new String(call, 0, 4, StandardCharsets.US_ASCII)).isIn("OggS", "RIFF");
    }
  }

  /** Waits for the recording to begin, lets the tone sound, and hangs up. */
  private static void message(RunningAppliance appliance, Baresip caller) {
    await().atMost(Duration.ofSeconds(40)).until(() -> "recording".equals(step(appliance)));
    Ear.pass(Duration.ofSeconds(5));
    caller.hangsUp();
    assertThat(messages(appliance).get(0).path("seconds").asDouble()).isGreaterThan(3);
  }

  private static String step(RunningAppliance appliance) {
    for (JsonNode call : appliance.api().get("/api/v1/calls")) {
      if (!call.path("step").asString("").isEmpty()) {
        return call.path("step").asString();
      }
    }
    return "";
  }

  private static JsonNode messages(RunningAppliance appliance) {
    String list = "/api/v1/mailboxes/" + BOB + "/messages";
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> appliance.api().get(list).path("total").asInt() == 1);
    return appliance.api().get(list).path("messages");
  }

  private static Wav attachment(MimeMessage mail) throws Exception {
    assertThat(mail.getSubject()).startsWith("Voice message from");
    Multipart parts = (Multipart) mail.getContent();
    return Wav.of(parts.getBodyPart(1).getInputStream().readAllBytes());
  }

  private static Wav middle(Wav sound) {
    return sound.part(sound.seconds() * 0.2, sound.seconds() * 0.9);
  }

  /** Level of the tone in the last two seconds. */
  private static double loudest(Wav heard) {
    Wav end = heard.part(Math.max(0, heard.seconds() - 2), heard.seconds());
    return ToneLevel.decibels(end.pcm(), end.rate(), TONE);
  }

  private static void people(RunningAppliance appliance) {
    for (String extension : List.of(ALICE, BOB)) {
      String user =
          "{\"extension\":\"%s\",\"name\":\"User %s\",\"email\":\"%s@example.org\",\"sipPassword\":\"%s\"}"
              .formatted(extension, extension, extension, PASSWORD);
      assertThat(appliance.api().post("/api/v1/users", user).statusCode()).isEqualTo(201);
    }
    String calls = "/api/v1/users/" + BOB + "/calls";
    assertThat(appliance.api().put(calls, "{\"ringSeconds\":5}").statusCode()).isEqualTo(200);
    String box = "/api/v1/mailboxes/" + BOB;
    assertThat(appliance.api().patch(box, "{\"pin\":\"7391\"}").statusCode()).isEqualTo(200);
  }

  private <P extends RealPhone> P phone(P phone) {
    phones.add(phone);
    return phone;
  }

  private static Account account(RunningAppliance appliance, String extension, double tone) {
    return new Account(extension, PASSWORD, appliance.sipPort(), "udp", tone);
  }
}
