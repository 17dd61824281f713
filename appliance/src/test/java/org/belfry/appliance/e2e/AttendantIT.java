package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.FreePorts;
import org.belfry.media.codec.G711;
import org.belfry.media.play.Tone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The attendant of the built appliance, walked by keys of all three kinds. */
@Tag("realclients")
class AttendantIT {
  private static final String CALLER = "2001";
  private static final String DESK = "2002";
  private static final String PASSWORD = "attendant-password";
  private static final int RATE = 8000;

  @TempDir static Path shared;
  private static RunningAppliance appliance;

  @TempDir Path temp;
  private final List<Baresip> phones = new ArrayList<>();

  @BeforeAll
  static void start() {
    appliance = new RunningAppliance(shared.resolve("data"));
    for (String extension : List.of(CALLER, DESK)) {
      String user =
          "{\"extension\":\"%s\",\"name\":\"User %s\",\"sipPassword\":\"%s\"}"
              .formatted(extension, extension, PASSWORD);
      assertThat(appliance.api().post("/api/v1/users", user).statusCode()).isEqualTo(201);
    }
    assertThat(
            appliance
                .api()
                .post(
                    "/api/v1/attendants",
                    """
                    {"name":"day","number":"500","start":"top","nodes":{
                      "top":{"menu":{"lines":["prompt:goodbye"],"keys":{"1":"desk"},"seconds":10}},
                      "desk":{"goTo":{"to":"dial:2002","otherwise":"end"}},
                      "end":{"hangUp":{}}}}
                    """)
                .statusCode())
        .isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    appliance.close();
  }

  @AfterEach
  void switchOff() {
    phones.forEach(Baresip::close);
  }

  @Test
  void aKeyAsTelephoneEventLeadsToTheDeskAndBothHearEachOther() {
    Baresip desk = desk();
    Baresip caller = phone(new Baresip(temp.resolve("caller"), account(CALLER, 440)));
    caller.registered();
    caller.dials("500");
    caller.talks();
    Ear.pass(Duration.ofSeconds(1));
    caller.presses('1');
    desk.rings();
    desk.answers();
    desk.talks();
    Ear.pass(Duration.ofSeconds(4));
    desk.hangsUp();
    caller.callIsOver();
    Ear.hears("the desk", Ear.middle(desk.heard()), 440, 700);
    Ear.hears(
        "the caller",
        caller.heard().part(caller.heard().seconds() - 2, caller.heard().seconds() - 0.5),
        700,
        440);
  }

  @Test
  void aKeyInInfoLeadsToTheDesk() {
    walks("attendant/info");
  }

  @Test
  void aKeyAsToneInTheSoundLeadsToTheDesk() throws IOException {
    Files.createDirectories(temp.resolve("sipp"));
    Files.write(temp.resolve("sipp").resolve("tones.alaw"), toneOfOne());
    walks("attendant/tones");
  }

  private void walks(String scenario) {
    Baresip desk = desk();
    int port = FreePorts.next();
    try (Sipp sipp =
        new Sipp(
            temp.resolve("sipp"),
            scenario,
            port,
            appliance.sipPort(),
            "-s",
            "500",
            "-au",
            CALLER,
            "-ap",
            PASSWORD,
            "-mp",
            Integer.toString(port + 2),
            "-key",
            "caller",
            CALLER)) {
      desk.rings();
      desk.answers();
      desk.talks();
      Ear.pass(Duration.ofSeconds(1));
      desk.hangsUp();
      sipp.succeeds();
    }
  }

  /** Two seconds of silence, the tone of the key 1 (ITU-T Q.23), and silence again; A-law. */
  private static byte[] toneOfOne() {
    int length = RATE / 4;
    short[] low = Tone.sine(697, RATE, length, 0.3);
    short[] high = Tone.sine(1209, RATE, length, 0.3);
    short[] pcm = new short[RATE * 12];
    for (int i = 0; i < length; i++) {
      pcm[2 * RATE + i] = (short) (low[i] + high[i]);
    }
    byte[] sound = new byte[pcm.length];
    for (int i = 0; i < pcm.length; i++) {
      sound[i] = G711.A_LAW.encode(pcm[i]);
    }
    return sound;
  }

  private Baresip desk() {
    Baresip desk = phone(new Baresip(temp.resolve("desk"), account(DESK, 700)));
    desk.registered();
    return desk;
  }

  private Baresip phone(Baresip phone) {
    phones.add(phone);
    return phone;
  }

  private static Account account(String extension, double tone) {
    return new Account(extension, PASSWORD, appliance.sipPort(), "udp", tone);
  }
}
