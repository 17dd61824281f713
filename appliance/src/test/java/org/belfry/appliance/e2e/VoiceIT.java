package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.FreePorts;
import org.belfry.appliance.e2e.Speech.Keys;
import org.belfry.media.record.ToneLevel;
import org.belfry.media.record.Wav;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Phones written by others call voice applications of the built appliance. */
@Tag("realclients")
class VoiceIT {
  private static final String PASSWORD = "voice-password";
  private static final Duration A_WHILE = Duration.ofSeconds(4);
  private static final Duration WELCOME = Duration.ofSeconds(30);

  @TempDir static Path temp;
  private static RunningAppliance appliance;
  private static int users = 6000;

  private final List<Baresip> phones = new ArrayList<>();

  @BeforeAll
  static void start() {
    appliance =
        new RunningAppliance(
            temp.resolve("data"), FreePorts.next(), "--belfry.recording.format=wav");
  }

  @AfterAll
  static void stop() {
    appliance.close();
  }

  @AfterEach
  void switchOff() {
    phones.forEach(Baresip::close);
  }

  @ParameterizedTest
  @CsvSource({"PCMA,NONE,udp", "opus,SDES,tls", "G722,DTLS,tls"})
  void theEchoTestSendsBackWhatItHears(String codec, Keys keys, String transport) {
    Baresip phone = phone(new Speech(codec, keys), transport, 440);
    phone.dials("*43");
    phone.talks();
    Instant end = Instant.now().plus(WELCOME);
    while (!appliance.api().get("/api/v1/calls").get(0).path("step").asString().equals("echo")) {
      assertThat(Instant.now()).as("the welcome is over").isBefore(end);
      Ear.pass(Duration.ofMillis(200));
    }
    assertThat(appliance.api().get("/api/v1/calls").get(0).path("application").asString())
        .isEqualTo("echo");
    Ear.pass(A_WHILE);
    phone.hangsUp();
    Wav heard = phone.heard();
    Wav echo = heard.part(heard.seconds() - 2.5, heard.seconds() - 0.5);
    Ear.hears("who calls the echo test", echo, 440, 700);
  }

  @Test
  void threeInAConferenceHearExactlyTheTwoOthers() {
    String room = "{\"name\":\"weekly\",\"number\":\"7000\",\"tones\":false}";
    assertThat(appliance.api().post("/api/v1/conference-rooms", room).statusCode()).isEqualTo(201);
    double[] tones = {300, 500, 700};
    List<Baresip> three = new ArrayList<>();
    for (double tone : tones) {
      Baresip phone = phone(new Speech("PCMA", Keys.NONE), "udp", tone);
      phone.dials("7000");
      phone.talks();
      three.add(phone);
    }
    Ear.pass(A_WHILE);
    JsonNode roster = appliance.api().get("/api/v1/conferences/weekly");
    assertThat(roster.path("participants").size()).isEqualTo(3);
    assertThat(roster.path("participants").valueStream().filter(p -> p.path("talking").asBoolean()))
        .as("who talks: %s", roster)
        .isNotEmpty();
    three.forEach(Baresip::hangsUp);
    for (int i = 0; i < three.size(); i++) {
      Wav heard = three.get(i).heard();
      // The first ones came to an empty room: all three are there at the end.
      Wav together = heard.part(Math.max(0, heard.seconds() - 2.5), heard.seconds() - 0.5);
      double own = level(together, tones[i]);
      for (double other : tones) {
        if (other != tones[i]) {
          assertThat(level(together, other) - own)
              .as("%s Hz over its own %s Hz in dB", other, tones[i])
              .isGreaterThan(20);
        }
      }
    }
  }

  @Test
  void aCallIsRecordedWithAChannelForEachSideAndItsAnnouncementIsHeard() {
    Baresip alice = phone(new Speech("PCMA", Keys.NONE), "udp", 440);
    Baresip bob = phone(new Speech("PCMA", Keys.NONE), "udp", 700);
    String extension = Integer.toString(users - 1);
    String rule = "/api/v1/recording-rules/user/" + extension;
    assertThat(appliance.api().put(rule, "{\"when\":\"ALWAYS\",\"announce\":true}").statusCode())
        .isEqualTo(200);
    alice.dials(extension);
    bob.rings();
    bob.answers();
    alice.talks();
    bob.talks();
    Ear.pass(Duration.ofSeconds(8));
    JsonNode live = appliance.api().get("/api/v1/recordings/live");
    assertThat(live.size()).as("what is recorded: %s", live).isEqualTo(1);
    String callId = live.get(0).path("callId").asString();
    assertThat(
            appliance
                .api()
                .post("/api/v1/calls/" + callId + "/recording", "{\"command\":\"PAUSE\"}")
                .body())
        .contains("\"paused\":true");
    alice.hangsUp();
    Instant end = Instant.now().plus(WELCOME);
    String list = "/api/v1/recordings?extension=" + extension;
    while (appliance.api().get(list).path("total").asInt() < 1) {
      assertThat(Instant.now()).as("the recording is filed").isBefore(end);
      Ear.pass(Duration.ofMillis(200));
    }
    JsonNode recording = appliance.api().get(list).path("recordings").get(0);
    assertThat(recording.path("answeredBy").asString()).isEqualTo(extension);
    assertThat(recording.path("seconds").asDouble()).isBetween(5.0, 12.0);
    byte[] sound =
        appliance.api().bytes("/api/v1/recordings/" + recording.path("id").asLong() + "/audio");
    assertThat(level(channel(sound, 0), 440) - level(channel(sound, 0), 700)).isGreaterThan(20);
    assertThat(level(channel(sound, 1), 700) - level(channel(sound, 1), 440)).isGreaterThan(20);
    // While they heard that the call is recorded, they did not hear each other.
    Wav heard = alice.heard();
    assertThat(level(heard.part(0.3, 1.3), 700)).isLessThan(level(heard.part(5.5, 6.5), 700) - 10);
  }

  /** One of two channels of a recording of ours. */
  private static Wav channel(byte[] file, int which) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int rate = bytes.getInt(24);
    ShortBuffer both =
        bytes.slice(44, file.length - 44).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    short[] one = new short[both.remaining() / 2];
    for (int i = 0; i < one.length; i++) {
      one[i] = both.get(2 * i + which);
    }
    return new Wav(rate, one);
  }

  private static double level(Wav heard, double tone) {
    return ToneLevel.decibels(heard.pcm(), heard.rate(), tone);
  }

  private Baresip phone(Speech speech, String transport, double tone) {
    String extension = Integer.toString(users++);
    String user =
        "{\"extension\":\"%s\",\"name\":\"User %s\",\"sipPassword\":\"%s\"}"
            .formatted(extension, extension, PASSWORD);
    assertThat(appliance.api().post("/api/v1/users", user).statusCode()).isEqualTo(201);
    Account account =
        transport.equals("tls")
            ? new Account(extension, PASSWORD, "127.0.0.1", appliance.sipTlsPort(), "tls", tone)
            : new Account(extension, PASSWORD, "127.0.0.1", appliance.sipPort(), "udp", tone);
    Baresip phone = Baresip.speaking(speech, temp.resolve(extension), account);
    phones.add(phone);
    phone.registered();
    return phone;
  }
}
