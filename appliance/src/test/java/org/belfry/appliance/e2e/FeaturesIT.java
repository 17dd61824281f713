package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.belfry.media.record.Wav;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * What people do with their calls, at one built appliance: forwarding, ring groups, pickup, parking
 * and transfers, by three of Debian's baresip and a browser; two linphonec where a phone must know
 * attended transfers. Each plays a tone of its own and is listened to.
 */
@Tag("realclients")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FeaturesIT {
  private static final String ALICE = "2001";
  private static final String BOB = "2002";
  private static final String CAROL = "2003";
  private static final String DORA = "2004";
  private static final String ERIK = "2005";
  private static final String FRANK = "2006";
  private static final String PASSWORD = "feature-password";
  private static final double ALICES_TONE = 440;
  private static final double BOBS_TONE = 700;
  private static final double CAROLS_TONE = 900;
  private static final double DORAS_TONE = 1200;
  private static final Duration A_WHILE = Duration.ofMillis(1500);

  @TempDir static Path temp;
  private static RunningAppliance appliance;
  private static Baresip alice;
  private static Baresip bob;
  private static Baresip carol;
  private static BrowserPhone dora;

  private final List<AutoCloseable> more = new ArrayList<>();

  @BeforeAll
  @Timeout(value = 180, unit = TimeUnit.SECONDS)
  static void start() {
    appliance = new RunningAppliance(temp.resolve("data"));
    for (String extension : List.of(ALICE, BOB, CAROL, DORA, ERIK, FRANK)) {
      String user =
          "{\"extension\":\"%s\",\"name\":\"User %s\",\"sipPassword\":\"%s\"}"
              .formatted(extension, extension, PASSWORD);
      assertThat(appliance.api().post("/api/v1/users", user).statusCode()).isEqualTo(201);
      arranges(extension, "{\"pickupGroup\":\"office\"}");
    }
    String group =
        "{\"number\":\"600\",\"name\":\"Sales\",\"members\":[{\"extension\":\"%s\"},{\"extension\":\"%s\"}]}"
            .formatted(BOB, DORA);
    assertThat(appliance.api().post("/api/v1/groups", group).statusCode()).isEqualTo(201);
    alice = new Baresip(temp.resolve("alice"), account(ALICE, ALICES_TONE));
    bob = new Baresip(temp.resolve("bob"), account(BOB, BOBS_TONE));
    carol = new Baresip(temp.resolve("carol"), account(CAROL, CAROLS_TONE));
    dora = BrowserPhone.hearing(DORAS_TONE, temp.resolve("dora"), appliance.httpsPort());
    dora.registers(DORA, PASSWORD);
    alice.registered();
    bob.registered();
    carol.registered();
  }

  @AfterAll
  static void stop() {
    try (RunningAppliance itsAppliance = appliance;
        Baresip itsAlice = alice;
        Baresip itsBob = bob;
        Baresip itsCarol = carol;
        BrowserPhone itsDora = dora) {
      assertThat(itsAppliance).isNotNull();
    }
  }

  @BeforeEach
  void nothingHasHappened() {
    alice.forgets();
    bob.forgets();
    carol.forgets();
    dora.forgets();
  }

  @AfterEach
  void everybodyHasHungUp() throws Exception {
    List.of(alice, bob, carol).forEach(Baresip::hangsUp);
    for (AutoCloseable each : more) {
      each.close();
    }
    until("all calls are over", () -> live().isEmpty() && parked().isEmpty());
  }

  // ---- forwarding and groups

  @ParameterizedTest
  @CsvSource({"CALL, 30", "BUSY, 30", "NO_ANSWER, 5"})
  void aCallGoesWhereItsCalleeHasArranged(String on, int seconds) {
    arranges(
        BOB,
        "{\"ringSeconds\":%d,\"rules\":[{\"on\":\"%s\",\"forwardTo\":\"dial:%s\"}]}"
            .formatted(seconds, on, CAROL));
    alice.dials(BOB);
    if (!on.equals("CALL")) {
      bob.rings();
    }
    if (on.equals("BUSY")) {
      bob.declines(); // baresip turns a call down with 486
    }
    carol.rings();
    carol.answers();
    carol.talks();
    alice.talks();
    alice.hangsUp();
    carol.callIsOver();
    arranges(BOB, "{\"ringSeconds\":30,\"rules\":[]}");
  }

  @Test
  void allOfAGroupRingAndWhoAnswersFirstHasTheCall() {
    alice.dials("600");
    bob.rings();
    dora.says("call from " + ALICE);
    dora.answers();
    dora.says("confirmed");
    alice.talks();
    bob.says("session closed");
    dora.hearsTone(ALICES_TONE);
    alice.hangsUp();
    dora.says("ended");
  }

  // ---- pickup and parking

  @Test
  void aColleaguesCallIsPickedUpAndTheTwoHearEachOther() {
    alice.dials(BOB);
    bob.rings();
    dora.dials("*8");
    dora.says("confirmed");
    alice.talks();
    dora.hearsTone(ALICES_TONE);
    hears("alice", alice, DORAS_TONE);
    bob.says("session closed");
    dora.hangsUp();
    alice.callIsOver();
  }

  @Test
  void aPhonePicksUpTheCallOfABrowser() {
    bob.dials(DORA);
    dora.says("call from " + BOB);
    carol.dials("*8" + DORA);
    carol.talks();
    bob.talks();
    dora.says("failed remote");
    hears("bob", bob, CAROLS_TONE);
    carol.hangsUp();
    bob.callIsOver();
  }

  @Test
  void aParkedCallIsFetchedFromItsSlot() {
    talk(alice, BOB, bob);
    alice.forgets();
    bob.transfers("*51");
    until("the call waits", () -> parked().size() == 1);
    alice.talks();
    assertThat(parked().get(0).path("number").asString()).isEqualTo("*51");
    dora.dials("*51");
    dora.says("confirmed");
    until("the slot is free", () -> parked().isEmpty());
    dora.hearsTone(ALICES_TONE);
    hears("alice", alice, DORAS_TONE);
    dora.hangsUp();
    alice.callIsOver();
  }

  // ---- transfers

  @Test
  void aPhoneSendsAPhoneToAPhone() {
    talk(alice, BOB, bob);
    alice.forgets();
    bob.transfers(CAROL);
    carol.rings();
    carol.answers();
    carol.talks();
    alice.talks();
    hears("alice", alice, CAROLS_TONE);
    hears("carol", carol, ALICES_TONE);
    alice.hangsUp();
    carol.callIsOver();
  }

  @Test
  void aPhoneSendsAPhoneToABrowser() {
    talk(alice, BOB, bob);
    alice.forgets();
    bob.transfers(DORA);
    dora.says("call from " + ALICE);
    dora.answers();
    dora.says("confirmed");
    alice.talks();
    dora.hearsTone(ALICES_TONE);
    hears("alice", alice, DORAS_TONE);
    dora.hangsUp();
    alice.callIsOver();
  }

  @Test
  void aBrowserSendsAPhoneToAPhone() {
    alice.dials(DORA);
    dora.says("call from " + ALICE);
    dora.answers();
    dora.says("confirmed");
    alice.talks();
    alice.forgets();
    dora.transfers(BOB + "@127.0.0.1:" + appliance.sipPort());
    bob.rings();
    bob.answers();
    dora.says("transferred");
    alice.talks();
    hears("alice", alice, BOBS_TONE);
    alice.hangsUp();
    bob.callIsOver();
  }

  @Test
  void aPhoneSendsABrowserToAPhone() {
    dora.dials(BOB);
    bob.rings();
    bob.answers();
    dora.says("confirmed");
    dora.forgets();
    bob.transfers(CAROL);
    carol.rings();
    carol.answers();
    dora.says("confirmed");
    dora.hearsTone(CAROLS_TONE);
    hears("carol", carol, DORAS_TONE);
    carol.hangsUp();
    dora.says("ended");
  }

  @Test
  void aPhoneThatHasAskedAColleagueFirstJoinsHimAndABrowser() {
    Linphone erik = linphone(ERIK, 1600);
    Linphone frank = linphone(FRANK, 1900);
    dora.dials(ERIK);
    erik.rings();
    erik.answers();
    dora.says("confirmed");
    erik.talks();
    erik.holds();
    erik.forgets();
    erik.dials(FRANK);
    frank.rings();
    frank.answers();
    erik.talks();
    dora.forgets();
    erik.joins(1, 2);
    dora.says("confirmed");
    dora.hearsTone(1900);
    until("erik is out of it", () -> !live().toString().contains("\"" + ERIK + "\""));
    dora.hangsUp();
    frank.callIsOver();
  }

  /** Its Contact has a random user part, and the target's leads to its flow (RFC 5589 §7.3). */
  @Test
  void sipJsThatHasAskedSipJsFirstConnectsItWithABrowser() {
    BrowserPhone erik = sipJs(ERIK, 1600);
    BrowserPhone frank = sipJs(FRANK, 1900);
    dora.dials(ERIK);
    erik.says("call from " + DORA);
    erik.answers();
    dora.says("confirmed");
    dora.hearsTone(1600);
    erik.forgets();
    erik.consults(FRANK);
    frank.says("call from " + ERIK);
    frank.answers();
    erik.says("confirmed");
    frank.hearsTone(1600);
    dora.forgets();
    erik.connects();
    erik.says("transferred");
    dora.says("confirmed");
    dora.hearsTone(1900);
    frank.hearsTone(DORAS_TONE);
    until("erik is out of it", () -> !live().toString().contains("\"" + ERIK + "\""));
    dora.hangsUp();
    frank.says("ended remote");
  }

  private BrowserPhone sipJs(String extension, double tone) {
    BrowserPhone phone =
        BrowserPhone.ofSipJs(tone, temp.resolve("sipjs-" + extension), appliance.httpsPort());
    more.add(phone);
    phone.registers(extension, PASSWORD);
    return phone;
  }

  // ---- small things

  private static void talk(Baresip from, String extension, Baresip to) {
    from.dials(extension);
    to.rings();
    to.answers();
    to.talks();
    from.talks();
  }

  /** What the phone hears from now on. */
  private static void hears(String who, Baresip phone, double wanted) {
    // Its recording of this call begins a moment after it talks; until then the last is an older
    // one.
    long before = phone.recorded();
    until(who + " hears something", () -> phone.recorded() > before);
    int calls;
    double from;
    Wav heard;
    do { // once more when the new call's recording began meanwhile
      calls = phone.callsRecorded();
      from = phone.heard().seconds();
      Ear.pass(A_WHILE);
      heard = phone.heard();
    } while (phone.callsRecorded() != calls);
    Ear.hears(who, heard.part(from, heard.seconds()), wanted);
  }

  private Linphone linphone(String extension, double tone) {
    Linphone phone = new Linphone(temp.resolve(extension), account(extension, tone));
    more.add(phone);
    phone.registered();
    return phone;
  }

  private static void arranges(String extension, String settings) {
    var answer = appliance.api().patch("/api/v1/users/" + extension + "/calls", settings);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static JsonNode live() {
    return appliance.api().get("/api/v1/calls");
  }

  private static JsonNode parked() {
    return appliance.api().get("/api/v1/parked");
  }

  private static Account account(String extension, double tone) {
    return new Account(extension, PASSWORD, appliance.sipPort(), "udp", tone);
  }

  private static void until(String what, BooleanSupplier good) {
    Instant end = Instant.now().plusSeconds(20);
    while (!good.getAsBoolean()) {
      assertThat(Instant.now()).as("%s%n%s%n%s", what, live(), appliance.log()).isBefore(end);
      Ear.pass(Duration.ofMillis(100));
    }
  }
}
