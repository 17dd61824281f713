package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.belfry.appliance.FreePorts;
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
  private static final long PACKETS_IN_A_WHILE = A_WHILE.toMillis() / 20;
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
            FreePorts.next(),
            "--belfry.media.timeout=" + MEDIA_TIMEOUT.toSeconds() + "s",
            "--belfry.media.music-on-hold=false");
  }

  @AfterAll
  static void stop() {
    appliance.close();
  }

  @AfterEach
  void hangUpEverything() {
    phones.forEach(Baresip::close);
  }

  /**
   * Debian's baresip records nothing any more after a hold, on neither side, also when two of them
   * talk without us: what passes afterwards is therefore counted, not listened to.
   */
  @ParameterizedTest
  @CsvSource({
    "true,PCMA,NONE,PCMA,NONE,udp",
    "false,G722,NONE,opus,NONE,udp",
    "true,PCMU,SDES,PCMA,SDES,tls",
    "false,PCMU,DTLS,PCMU,NONE,tls"
  })
  void bothHearEachOtherBeforeAHoldAndAfterItAndNobodyWhileItLasts(
      boolean callerHolds,
      String codec,
      Keys keys,
      String otherCodec,
      Keys otherKeys,
      String transport) {
    talk(
        new Speech(codec, keys),
        Seat.LOOPBACK,
        new Speech(otherCodec, otherKeys),
        Seat.LOOPBACK,
        transport);
    Ear.pass(A_WHILE); // a handshake takes its time
    bothHear();
    Baresip holder = callerHolds ? caller : callee;
    holder.holds();
    Ear.pass(UNTIL_IT_WORKS);
    long before = sentTo(callerHolds ? "caller" : "callee");
    Ear.pass(A_WHILE);
    assertThat(sentTo(callerHolds ? "caller" : "callee") - before)
        .as("packets to who holds")
        .isLessThan(PACKETS_IN_A_WHILE / 4);
    holder.resumes();
    Ear.pass(UNTIL_IT_WORKS);
    soundPassesBothWays();
    caller.hangsUp();
    callee.callIsOver();
    assertThat(record().path("cause").asString()).isEqualTo("CALLER_HUNG_UP");
  }

  private static void soundPassesBothWays() {
    long toCaller = sentTo("caller");
    long toCallee = sentTo("callee");
    Ear.pass(A_WHILE);
    assertThat(sentTo("caller") - toCaller)
        .as("packets to the caller")
        .isGreaterThan(PACKETS_IN_A_WHILE / 2);
    assertThat(sentTo("callee") - toCallee)
        .as("packets to the callee")
        .isGreaterThan(PACKETS_IN_A_WHILE / 2);
  }

  /** Packets that went to a side of the call so far. */
  private static long sentTo(String side) {
    String call = appliance.api().get("/api/v1/calls").get(0).path("callId").asString();
    for (JsonNode leg : appliance.api().get("/api/v1/calls/" + call + "/media")) {
      if (leg.path("side").asString().equals(side)) {
        return leg.path("sent").asLong();
      }
    }
    throw new AssertionError("the " + side + " has no leg");
  }

  @Test
  void aHoldLongerThanTheMediaTimeOutDoesNotEndTheCall() {
    talk(plain("PCMU"), Seat.LOOPBACK, plain("PCMU"), Seat.LOOPBACK, "udp");
    callee.holds();
    Ear.pass(MEDIA_TIMEOUT.plusSeconds(3));
    callee.resumes();
    Ear.pass(UNTIL_IT_WORKS);
    soundPassesBothWays();
    callee.hangsUp();
    caller.callIsOver();
    assertThat(record().path("cause").asString()).isEqualTo("CALLEE_HUNG_UP");
    soundedOverItsTime();
  }

  /** Samples of both legs, with the sound that came in some of them. */
  private void soundedOverItsTime() {
    JsonNode call = appliance.api().get("/api/v1/cdrs/" + record().path("id").asLong());
    assertThat(call.path("media").size()).isEqualTo(2);
    for (JsonNode leg : call.path("media")) {
      assertThat(leg.path("samples").size()).isPositive();
      assertThat(leg.path("samples").valueStream())
          .anySatisfy(sample -> assertThat(sample.path("mos").asDouble()).isGreaterThan(4));
    }
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

  /** SIPp stands for a device that knows no telephone-events (RFC 4733) and dials by INFO. */
  @Test
  void keysThatComeByInfoArriveAsEvents() {
    addUsers();
    callee = phone(to, plain("PCMA"), Seat.LOOPBACK, "udp", CALLEES_TONE);
    callee.registered();
    try (Sipp device =
        new Sipp(
            temp.resolve(from),
            "info-digits/uac",
            FreePorts.next(),
            appliance.sipPort(),
            "-s",
            to,
            "-au",
            from,
            "-ap",
            PASSWORD,
            "-key",
            "caller",
            from)) {
      callee.rings();
      callee.answers();
      callee.isToldTheBeginningOf('5');
      callee.isToldTheBeginningOf('*');
      device.succeeds();
    }
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
    addUsers();
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

  private void addUsers() {
    users += 2;
    from = Integer.toString(users);
    to = Integer.toString(users + 1);
    String body =
        "[{\"extension\":\"%s\",\"name\":\"A\",\"sipPassword\":\"%s\"},{\"extension\":\"%s\",\"name\":\"B\",\"sipPassword\":\"%s\"}]"
            .formatted(from, PASSWORD, to, PASSWORD);
    assertThat(appliance.api().post("/api/v1/users", body).statusCode()).isEqualTo(201);
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
