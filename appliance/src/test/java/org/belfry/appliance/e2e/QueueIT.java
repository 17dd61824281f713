package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A queue of the built appliance with two agents: who rings, overflow, a caller called back. */
@Tag("realclients")
class QueueIT {
  private static final String CALLER = "2001";
  private static final String FIRST = "2002";
  private static final String SECOND = "2003";
  private static final String PASSWORD = "queue-password";

  @TempDir static Path shared;
  private static RunningAppliance appliance;
  private static long queue;

  @TempDir Path temp;
  private final List<Baresip> phones = new ArrayList<>();
  private Baresip caller;
  private Baresip first;
  private Baresip second;

  @BeforeAll
  static void start() {
    appliance = new RunningAppliance(shared.resolve("data"));
    for (String extension : List.of(CALLER, FIRST, SECOND)) {
      String user =
          "{\"extension\":\"%s\",\"name\":\"User %s\",\"sipPassword\":\"%s\"}"
              .formatted(extension, extension, PASSWORD);
      assertThat(appliance.api().post("/api/v1/users", user).statusCode()).isEqualTo(201);
    }
    assertThat(appliance.api().post("/api/v1/queues", queue("")).statusCode()).isEqualTo(201);
    queue = appliance.api().get("/api/v1/queues").get(0).path("id").asLong();
  }

  private static String queue(String more) {
    return """
    {"name":"sales","number":"600","members":[{"agent":"2002"},{"agent":"2003"}],"ringSeconds":6,
     "strategy":"BY_LEVEL","announceSeconds":0%s}
    """
        .formatted(more);
  }

  @AfterAll
  static void stop() {
    appliance.close();
  }

  @BeforeEach
  void threePhones() {
    caller = phone(new Baresip(temp.resolve("caller"), account(CALLER, 440)));
    first = phone(new Baresip(temp.resolve("first"), account(FIRST, 700)));
    second = phone(new Baresip(temp.resolve("second"), account(SECOND, 900)));
    phones.forEach(Baresip::registered);
  }

  @AfterEach
  void switchOff() {
    phones.forEach(Baresip::close);
    duty(FIRST, false);
    duty(SECOND, false);
  }

  @Test
  void whenTheFirstAgentDoesNotAnswerTheSecondTalks() {
    arrange("");
    duty(FIRST, true);
    duty(SECOND, true);
    caller.dials("600");
    caller.talks();
    first.rings();
    second.rings(); // after six seconds
    second.answers();
    second.talks();
    Ear.pass(Duration.ofSeconds(4));
    assertThat(live().path("agents").get(1).path("state").asString()).isEqualTo("TALKING");
    second.hangsUp();
    caller.callIsOver();
    Ear.hears("the agent", Ear.middle(second.heard()), 440, 900);
    JsonNode stay = stays("ANSWERED", 1);
    assertThat(stay.path("agent").asString()).isEqualTo(SECOND);
    assertThat(stay.path("talkedSeconds").asDouble()).isBetween(3.0, 9.0);
  }

  @Test
  void withoutAnAgentTheCallGoesOn() {
    arrange(",\"nobody\":\"dial:2003\"");
    caller.dials("600");
    second.rings();
    second.answers();
    second.talks();
    Ear.pass(Duration.ofSeconds(2));
    caller.hangsUp();
    second.callIsOver();
    stays("NOBODY", 1);
  }

  @Test
  void whoWaitsTooLongGoesOn() {
    arrange(",\"waitMaxSeconds\":10,\"late\":\"dial:2003\"");
    caller.dials("600");
    caller.talks();
    second.rings();
    second.answers();
    second.talks();
    second.hangsUp();
    caller.callIsOver();
    stays("LATE", 1);
  }

  @Test
  void aCallerIsCalledBackWhenAnAgentHasTime() {
    arrange(",\"announceSeconds\":10,\"callBack\":{\"afterSeconds\":0}");
    caller.dials("600");
    caller.talks();
    until(() -> live().path("waiting").asInt() == 1);
    Ear.pass(Duration.ofSeconds(2));
    caller.presses('1');
    Ear.pass(Duration.ofSeconds(1));
    caller.presses('1'); // its number is right
    caller.callIsOver();
    JsonNode waiting = live().path("callers").get(0);
    assertThat(waiting.path("callBack").asString()).isEqualTo(CALLER);
    caller.forgets();
    duty(FIRST, true);
    first.rings();
    first.answers();
    first.talks();
    caller.rings();
    caller.answers();
    caller.talks();
    Ear.pass(Duration.ofSeconds(3));
    caller.hangsUp();
    first.callIsOver();
    Ear.hears("the caller", Ear.middle(caller.heard()), 700, 900);
    stays("ANSWERED", 1);
  }

  private static void arrange(String more) {
    String body =
        more.contains("announceSeconds")
            ? queue(more).replace("\"announceSeconds\":0,", "")
            : queue(more);
    assertThat(appliance.api().put("/api/v1/queues/" + queue, body).statusCode()).isEqualTo(200);
  }

  private static void duty(String agent, boolean in) {
    assertThat(
            appliance
                .api()
                .put("/api/v1/queues/sales/agents/" + agent, "{\"in\":" + in + "}")
                .statusCode())
        .isEqualTo(204);
  }

  private static JsonNode live() {
    return appliance.api().get("/api/v1/queues/sales/live");
  }

  /** The newest caller whose waiting ended so, once it is written. */
  private static JsonNode stays(String outcome, int atLeast) {
    String path = "/api/v1/queues/stays?queue=sales&outcome=" + outcome;
    until(() -> {
      JsonNode page = appliance.api().get(path);
      return page.path("total").asInt() >= atLeast
          && (!outcome.equals("ANSWERED")
              || !page.path("stays").get(0).path("talkedSeconds").isNull());
    });
    return appliance.api().get(path).path("stays").get(0);
  }

  private static void until(java.util.function.BooleanSupplier good) {
    Instant end = Instant.now().plusSeconds(20);
    while (!good.getAsBoolean()) {
      assertThat(Instant.now()).as(live().toString()).isBefore(end);
      Ear.pass(Duration.ofMillis(100));
    }
  }

  private Baresip phone(Baresip phone) {
    phones.add(phone);
    return phone;
  }

  private static Account account(String extension, double tone) {
    return new Account(extension, PASSWORD, appliance.sipPort(), "udp", tone);
  }
}
