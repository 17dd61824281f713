package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.belfry.media.record.ToneLevel;
import org.belfry.media.record.Wav;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Two phones written by others register with the built appliance and talk. They are listened to.
 */
@Tag("realclients")
class FirstCallIT {
  private static final double BARESIP_TONE = 440;
  private static final double LINPHONE_TONE = 700;
  private static final Duration TALK = Duration.ofSeconds(4);

  @TempDir static Path shared;
  private static RunningAppliance appliance;
  private static int users = 2000;

  @TempDir Path temp;
  private final List<RealPhone> phones = new ArrayList<>();

  @BeforeAll
  static void start() {
    appliance = new RunningAppliance(shared.resolve("data"));
  }

  @AfterAll
  static void stop() {
    appliance.close();
  }

  @AfterEach
  void hangUpEverything() {
    phones.forEach(RealPhone::close);
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  void linphoneCallsBaresipAndHangsUp(String transport) {
    Baresip baresip = baresip(transport);
    Linphone linphone = linphone(transport);
    baresip.registered();
    linphone.registered();
    assertRegistered(extension(0), transport);
    assertRegistered(extension(1), transport);
    linphone.dials(extension(0));
    baresip.rings();
    baresip.answers();
    baresip.talks();
    linphone.talks();
    talk();
    linphone.hangsUp();
    JsonNode cdr = recordOf(extension(1), extension(0));
    assertTalked(cdr, "CALLER_HUNG_UP");
    assertThat(cdr.path("callerAgent").asString()).startsWith("Linphonec/");
    assertThat(cdr.path("calleeAgent").asString()).startsWith("baresip");
    assertTheyHeardEachOther(baresip, linphone);
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  void baresipCallsLinphoneWhichHangsUp(String transport) {
    Baresip baresip = baresip(transport);
    Linphone linphone = linphone(transport);
    baresip.registered();
    linphone.registered();
    baresip.dials(extension(1));
    linphone.rings();
    linphone.answers();
    linphone.talks();
    baresip.talks();
    talk();
    linphone.hangsUp();
    assertTalked(recordOf(extension(0), extension(1)), "CALLEE_HUNG_UP");
    assertTheyHeardEachOther(baresip, linphone);
  }

  @Test
  void aCallThatIsCancelledStopsRinging() {
    Baresip baresip = baresip("udp");
    Linphone linphone = linphone("udp");
    baresip.registered();
    linphone.registered();
    linphone.dials(extension(0));
    baresip.rings();
    linphone.hearsRinging();
    linphone.hangsUp();
    JsonNode cdr = recordOf(extension(1), extension(0));
    assertThat(cdr.path("status").asInt()).isEqualTo(487);
    assertThat(cdr.path("cause").asString()).isEqualTo("CANCELLED");
    assertThat(cdr.path("answered").asBoolean()).isFalse();
  }

  @Test
  void aPhoneThatIsBusySaysSo() {
    Baresip baresip = baresip("udp");
    Linphone linphone = linphone("udp");
    baresip.registered();
    linphone.registered();
    linphone.dials(extension(0));
    baresip.rings();
    baresip.declines(); // baresip turns a call down with 486
    JsonNode cdr = recordOf(extension(1), extension(0));
    assertThat(cdr.path("status").asInt()).isEqualTo(486);
    assertThat(cdr.path("cause").asString()).isEqualTo("BUSY");
    linphone.callIsOver();
  }

  @Test
  void aUserWithoutAPhoneIsUnavailableAndAnUnknownNumberIsNotFound() {
    Linphone linphone = linphone("udp");
    linphone.registered();
    linphone.dials(extension(0)); // its phone was never switched on
    JsonNode unavailable = recordOf(extension(1), extension(0));
    assertThat(unavailable.path("status").asInt()).isEqualTo(480);
    assertThat(unavailable.path("cause").asString()).isEqualTo("NOT_REGISTERED");
    linphone.callIsOver();
    linphone.dials("5550000");
    JsonNode unknown = recordOf(extension(1), "5550000");
    assertThat(unknown.path("status").asInt()).isEqualTo(404);
    assertThat(unknown.path("cause").asString()).isEqualTo("UNKNOWN_NUMBER");
  }

  @Test
  void aWrongPasswordIsRefusedAndNotedWithTheSource() {
    ensureUsers();
    Baresip baresip =
        new Baresip(
            temp.resolve("guesser"),
            new Account(
                extension(0), "a-wrong-password", appliance.sipPort(), "udp", BARESIP_TONE));
    phones.add(baresip);
    baresip.registrationFails();
    assertThat(baresip.said()).contains("403");
    eventually(() ->
        appliance
            .log()
            .lines()
            .anyMatch(l ->
                l.contains("authentication failed source=udp:127.0.0.1:")
                    && l.contains("user=" + extension(0))));
    assertThat(registrations(extension(0))).isEmpty();
  }

  // ---- what people and machines say

  private void assertTheyHeardEachOther(Baresip baresip, Linphone linphone) {
    phones.forEach(RealPhone::close); // their files are complete when they are gone
    assertHears(baresip.heard(), LINPHONE_TONE, BARESIP_TONE);
    assertHears(linphone.heard(), BARESIP_TONE, LINPHONE_TONE);
  }

  private static void assertHears(Wav heard, double wanted, double own) {
    assertThat(heard.seconds()).isGreaterThan(2);
    // The middle of the call, where both sides were talking.
    Wav middle = heard.part(heard.seconds() * 0.5, heard.seconds() * 0.9);
    double right = ToneLevel.decibels(middle.pcm(), middle.rate(), wanted);
    assertThat(right).as("level of %s Hz in dB", wanted).isGreaterThan(-20);
    for (double other : new double[] {own, 300, 1000, 1500}) {
      assertThat(right - ToneLevel.decibels(middle.pcm(), middle.rate(), other))
          .as("%s Hz over %s Hz in dB", wanted, other)
          .isGreaterThan(20);
    }
  }

  private static void assertTalked(JsonNode cdr, String cause) {
    assertThat(cdr.path("status").asInt()).isEqualTo(200);
    assertThat(cdr.path("cause").asString()).isEqualTo(cause);
    assertThat(cdr.path("answered").asBoolean()).isTrue();
    assertThat(cdr.path("durationSeconds").asDouble()).isBetween(TALK.toSeconds() - 0.5, 30.0);
    assertThat(cdr.path("attempts")).hasSize(1);
  }

  private void assertRegistered(String extension, String transport) {
    List<JsonNode> found = registrations(extension);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().path("source").asString()).startsWith(transport + ":127.0.0.1:");
  }

  private static List<JsonNode> registrations(String extension) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode one : appliance.api().get("/api/v1/registrations")) {
      if (one.path("extension").asString().equals(extension)) {
        found.add(one);
      }
    }
    return found;
  }

  /** The one record of a call between these two; it is written a moment after the call. */
  private static JsonNode recordOf(String caller, String callee) {
    List<JsonNode> found = new ArrayList<>();
    eventually(() -> {
      found.clear();
      for (JsonNode cdr : appliance.api().get("/api/v1/cdrs?party=" + caller).path("cdrs")) {
        if (cdr.path("caller").asString().equals(caller)
            && cdr.path("callee").asString().equals(callee)) {
          found.add(cdr);
        }
      }
      return !found.isEmpty();
    });
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static void eventually(Supplier<Boolean> condition) {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!condition.get()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("it did not come to pass\n" + appliance.log());
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  /** People talk for a while: the only wait that is for time and not for something to happen. */
  private static void talk() {
    Instant end = Instant.now().plus(TALK);
    while (Instant.now().isBefore(end)) {
      LockSupport.parkNanos(Duration.between(Instant.now(), end).toNanos());
    }
  }

  // ---- phones; every test has two users of its own: extension(0) with baresip, extension(1) with
  // linphonec

  private int firstUser;

  private String extension(int which) {
    ensureUsers();
    return Integer.toString(firstUser + which);
  }

  private void ensureUsers() {
    if (firstUser != 0) {
      return;
    }
    users += 10;
    firstUser = users;
    String body =
        "[{\"extension\":\"%d\",\"name\":\"Bare\",\"sipPassword\":\"bare-password\"},{\"extension\":\"%d\",\"name\":\"Lin\",\"sipPassword\":\"lin-password\"}]"
            .formatted(firstUser, firstUser + 1);
    assertThat(appliance.api().post("/api/v1/users", body).statusCode()).isEqualTo(201);
  }

  private Baresip baresip(String transport) {
    Baresip phone =
        new Baresip(
            temp.resolve("baresip"),
            new Account(
                extension(0), "bare-password", appliance.sipPort(), transport, BARESIP_TONE));
    phones.add(phone);
    return phone;
  }

  private Linphone linphone(String transport) {
    Linphone phone =
        new Linphone(
            temp.resolve("linphone"),
            new Account(
                extension(1), "lin-password", appliance.sipPort(), transport, LINPHONE_TONE));
    phones.add(phone);
    return phone;
  }
}
