package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.belfry.appliance.e2e.Speech.Keys;
import org.belfry.media.record.Wav;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What happens in calls between two of Debian's baresip: hold, keys that are pressed, a phone that
 * dies, phones of which one has only IPv4 and the other only IPv6.
 */
@Tag("realclients")
class ConversationIT {
  private static final String PASSWORD = "talk-password";
  private static final double CALLERS_TONE = 440;
  private static final double CALLEES_TONE = 700;
  private static final Duration MEDIA_TIMEOUT = Duration.ofSeconds(4);
  private static final Duration A_WHILE = Duration.ofMillis(1500);
  private static final Duration UNTIL_IT_WORKS = Duration.ofMillis(500);

  @TempDir static Path temp;
  private static RunningAppliance appliance;
  private static int users = 5000;

  private final List<Baresip> phones = new ArrayList<>();
  private Baresip caller;
  private Baresip callee;
  private String from;
  private String to;

  @BeforeAll
  static void start() {
    appliance =
        new RunningAppliance(
            temp.resolve("data"),
            "127.0.0.1,::1",
            RunningAppliance.freePort(),
            "--belfry.media.timeout=" + MEDIA_TIMEOUT.toSeconds() + "s");
  }

  @AfterAll
  static void stop() {
    appliance.close();
  }

  @AfterEach
  void hangUpEverything() {
    phones.forEach(Baresip::close);
  }

  @Test
  void aHoldLongerThanTheMediaTimeOutDoesNotEndTheCall() {
    talk(plain("PCMU"), Seat.LOOPBACK, plain("PCMU"), Seat.LOOPBACK, "udp");
    callee.holds();
    Ear.pass(MEDIA_TIMEOUT.plusSeconds(3));
    callee.resumes();
    Ear.pass(UNTIL_IT_WORKS);
    callee.hangsUp();
    caller.callIsOver();
    assertThat(record().path("cause").asString()).isEqualTo("CALLEE_HUNG_UP");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPhoneThatDiesEndsTheCallOfTheOther(boolean callerDies) {
    talk(plain("PCMU"), Seat.LOOPBACK, plain("PCMU"), Seat.LOOPBACK, "udp");
    Ear.pass(A_WHILE);
    (callerDies ? caller : callee).dies();
    (callerDies ? callee : caller).callIsOver();
    JsonNode cdr = record();
    assertThat(cdr.path("cause").asString()).isEqualTo("MEDIA_LOST");
    assertThat(cdr.path("answered").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"true,PCMA,PCMA", "false,PCMA,PCMA", "true,G722,opus", "false,PCMU,opus"})
  void phonesOfDifferentFamiliesHearEachOther(boolean callerHasIpv4, String codec, String other) {
    talk(
        plain(codec),
        callerHasIpv4 ? Seat.LOOPBACK : Seat.LOOPBACK_6,
        plain(other),
        callerHasIpv4 ? Seat.LOOPBACK_6 : Seat.LOOPBACK,
        "udp");
    Ear.pass(A_WHILE);
    bothHear();
    caller.hangsUp();
    callee.callIsOver();
  }

  @ParameterizedTest
  @CsvSource({"PCMU,PCMU", "PCMA,G722", "opus,PCMU", "G722,opus"})
  void keysArriveInTheirOrderAlsoWhereSoundIsTranscoded(String codec, String other) {
    talk(plain(codec), Seat.LOOPBACK, plain(other), Seat.LOOPBACK, "udp");
    Ear.pass(UNTIL_IT_WORKS);
    press(caller, callee);
    press(callee, caller);
    caller.hangsUp();
    callee.callIsOver();
  }

  private static void press(Baresip one, Baresip other) {
    for (char key : "15#0".toCharArray()) {
      other.forgets();
      one.presses(key);
      other.isTold(key);
    }
  }

  // ---- calls

  private void talk(Speech one, Seat hers, Speech other, Seat his, String transport) {
    users += 2;
    from = Integer.toString(users);
    to = Integer.toString(users + 1);
    String body =
        "[{\"extension\":\"%s\",\"name\":\"A\",\"sipPassword\":\"%s\"},{\"extension\":\"%s\",\"name\":\"B\",\"sipPassword\":\"%s\"}]"
            .formatted(from, PASSWORD, to, PASSWORD);
    assertThat(appliance.api().post("/api/v1/users", body).statusCode()).isEqualTo(201);
    caller = phone(from, one, hers, transport, CALLERS_TONE);
    callee = phone(to, other, his, transport, CALLEES_TONE);
    caller.registered();
    callee.registered();
    caller.dials(to);
    callee.rings();
    callee.answers();
    callee.talks();
    caller.talks();
  }

  private Baresip phone(String extension, Speech speech, Seat seat, String transport, double tone) {
    Baresip phone =
        Baresip.speaking(
            speech,
            seat,
            temp.resolve(extension),
            new Account(
                extension,
                PASSWORD,
                seat.host(),
                transport.equals("tls") ? appliance.sipTlsPort() : appliance.sipPort(),
                transport,
                tone));
    phones.add(phone);
    return phone;
  }

  private static Speech plain(String codec) {
    return new Speech(codec, Keys.NONE);
  }

  private void bothHear() {
    double caller0 = caller.heard().seconds();
    double callee0 = callee.heard().seconds();
    Ear.pass(A_WHILE);
    Ear.hears("the caller", since(caller, caller0), CALLEES_TONE, CALLERS_TONE);
    Ear.hears("the callee", since(callee, callee0), CALLERS_TONE, CALLEES_TONE);
  }

  private static Wav since(Baresip phone, double when) {
    Wav heard = phone.heard();
    return heard.part(when, heard.seconds());
  }

  /** The record of the call; it is written a moment after it. */
  private JsonNode record() {
    Instant deadline = Instant.now().plusSeconds(15);
    while (true) {
      for (JsonNode cdr : appliance.api().get("/api/v1/cdrs?party=" + from).path("cdrs")) {
        if (cdr.path("callee").asString().equals(to)) {
          return cdr;
        }
      }
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("there is no record of the call\n" + appliance.log());
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
