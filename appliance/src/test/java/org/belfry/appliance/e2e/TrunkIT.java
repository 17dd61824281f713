package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.belfry.appliance.FreePorts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Trunks of the built appliance: Debian's Kamailio with SIPp behind it plays two providers, one
 * that the site registers at and one that knows it by address. Baresip is the phone inside; {@link
 * TrunkSoundIT} listens to what is said.
 */
@Tag("realclients")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TrunkIT {
  private static final String ALICE = "2001";
  private static final String PASSWORD = "trunk-password";
  private static final String NUMBER = "+4930123450";
  private static final String FAR = "0401234567";

  @TempDir static Path temp;
  private static Provider provider;
  private static Provider backup;
  private static RunningAppliance appliance;
  private static Baresip alice;

  @BeforeAll
  @Timeout(value = 150, unit = TimeUnit.SECONDS)
  static void start() {
    provider = new Provider(temp.resolve("provider"), "127.0.0.8", "4930123450", true);
    backup = new Provider(temp.resolve("backup"), "127.0.0.9", "4930123459", false);
    appliance =
        new RunningAppliance(
            temp.resolve("data"),
            FreePorts.next(),
            "--belfry.trunk.probe=2s",
            "--belfry.trunk.retry=1s");
    create(
        "users",
        "{\"extension\":\"%s\",\"name\":\"Alice\",\"sipPassword\":\"%s\"}"
            .formatted(ALICE, PASSWORD));
    assertThat(
            appliance
                .api()
                .patch("/api/v1/dial-plan", "{\"country\":\"DE\",\"areaCode\":\"30\"}")
                .statusCode())
        .isEqualTo(200);
    create("trunks", trunk("provider", provider, "4930123450", ""));
    create(
        "trunks",
        trunk(
            "backup", backup, "4930123459", ",\"registers\":false,\"addresses\":[\"127.0.0.9\"]"));
    create("routes", "{\"name\":\"all\",\"trunks\":[\"provider\",\"backup\"]}");
    create(
        "routes",
        "{\"name\":\"barred\",\"position\":10,\"patterns\":[\"+494012345403\"],\"trunks\":[\"provider\"]}");
    create("inbound-numbers", "{\"pattern\":\"%s\",\"open\":\"dial:%s\"}".formatted(NUMBER, ALICE));
    alice =
        new Baresip(
            temp.resolve("alice"), new Account(ALICE, PASSWORD, appliance.sipPort(), "udp", 440));
    alice.registered();
  }

  @AfterAll
  static void stop() {
    try (Provider itsProvider = provider;
        Provider itsBackup = backup;
        RunningAppliance itsAppliance = appliance;
        Baresip itsAlice = alice) {
      assertThat(itsAppliance).isNotNull();
    }
  }

  @BeforeEach
  void bothTrunksAreUp() {
    until("the provider", () -> state("provider").equals("REGISTERED"));
    until("the backup", () -> state("backup").equals("UP"));
    until("quiet", () -> appliance.api().get("/api/v1/calls").isEmpty());
    alice.forgets();
  }

  @Test
  void callsGoBothWaysWithThePasswordOfTheTrunk() {
    provider.says("REGISTERED 4930123450");
    outside(alice, FAR, provider);
    provider.says("CALL OF 4930123450 TO +49401234567 FROM +4930123450");
    provider.says("BYE OF 4930123450");
    assertThat(attempts(ALICE, "+49401234567")).containsExactly("outside +49401234567 by provider");
    inside();
  }

  @Test
  void aNumberThatTheProviderCannotReachGoesByTheNextTrunk() {
    outside(alice, "04012345503", backup);
    provider.says("CALL OF 4930123450 TO +494012345503");
    assertThat(attempts(ALICE, "+494012345503"))
        .containsExactly("outside +494012345503 by provider", "outside +494012345503 by backup");
  }

  @Test
  void aProviderThatBarsOutgoingCallsStillDeliversIncomingOnes() {
    alice.dials("04012345403");
    until("a record of the call", () -> recorded(ALICE, "+494012345403") != null);
    assertThat(recorded(ALICE, "+494012345403").path("status").asInt()).isEqualTo(403);
    alice.forgets();
    inside();
  }

  @Test
  void anOutageIsBridgedByTheNextTrunkAndIsOverWhenTheProviderIsBack() {
    provider.stops();
    outside(alice, FAR, backup); // nobody has noticed yet: the call itself finds out
    until("notices the outage", () -> !usable("provider"));
    assertThat(appliance.api().get("/api/v1/trunks/status").toString()).contains("does not answer");
    Instant dialled = Instant.now();
    outside(alice, FAR, backup); // known to be down: not even tried
    assertThat(Duration.between(dialled, Instant.now())).isLessThan(Duration.ofSeconds(6));
    provider.starts();
    until("registers anew", () -> state("provider").equals("REGISTERED"));
    provider.says("REGISTERED 4930123450");
    outside(alice, FAR, provider);
    inside();
  }

  // ---- calls

  /** A phone calls somebody outside, who is reached by this provider, and hangs up. */
  private static void outside(Baresip phone, String number, Provider by) {
    phone.forgets();
    try (Sipp callee = by.answers()) {
      phone.dials(number);
      phone.talks();
      phone.hangsUp();
      callee.succeeds();
    }
  }

  /** Somebody outside calls our number; whose phone rings answers and hangs up. */
  private static void inside() {
    try (Sipp caller = provider.calls(NUMBER)) {
      alice.rings();
      alice.answers();
      alice.talks();
      alice.hangsUp();
      caller.succeeds();
    }
  }

  private static List<String> attempts(String caller, String callee) {
    until("a record of the call", () -> recorded(caller, callee) != null);
    List<String> steps = new ArrayList<>();
    for (JsonNode attempt : recorded(caller, callee).path("attempts")) {
      steps.add(attempt.path("step").asString());
    }
    return steps;
  }

  private static JsonNode recorded(String caller, String callee) {
    for (JsonNode cdr : appliance.api().get("/api/v1/cdrs?party=" + caller).path("cdrs")) {
      if (cdr.toString().contains(callee)) {
        return cdr;
      }
    }
    return null;
  }

  // ---- trunks

  private static String trunk(String name, Provider its, String account, String more) {
    return "{\"name\":\"%s\",\"server\":\"%s\",\"username\":\"%s\",\"password\":\"%s\",\"number\":\"+%s\"%s}"
        .formatted(name, its.server(), account, Provider.PASSWORD, account, more);
  }

  private static String state(String trunk) {
    return status(trunk).path("state").asString();
  }

  private static boolean usable(String trunk) {
    return status(trunk).path("usable").asBoolean();
  }

  private static JsonNode status(String trunk) {
    for (JsonNode each : appliance.api().get("/api/v1/trunks/status")) {
      if (each.path("name").asString().equals(trunk)) {
        return each;
      }
    }
    throw new AssertionError("no trunk " + trunk);
  }

  private static void create(String what, String body) {
    var answer = appliance.api().post("/api/v1/" + what, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private static void until(String what, BooleanSupplier good) {
    Instant end = Instant.now().plusSeconds(30);
    while (!good.getAsBoolean()) {
      assertThat(Instant.now())
          .as(
              "%s in time; trunks: %s%n%s%n%s",
              what, appliance.api().get("/api/v1/trunks/status"), provider.said(), appliance.log())
          .isBefore(end);
      Ear.pass(Duration.ofMillis(100));
    }
  }
}
