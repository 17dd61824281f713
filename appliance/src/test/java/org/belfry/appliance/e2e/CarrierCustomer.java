package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.belfry.appliance.FreePorts;
import org.belfry.appliance.e2e.Carrier.Line;
import org.belfry.appliance.e2e.Speech.Keys;
import tools.jackson.databind.JsonNode;

/** An appliance with users whose trunks are the lines of a carrier, each with its own route. */
final class CarrierCustomer implements AutoCloseable {
  static final String BROWSER = "4199";

  private static final String PASSWORD = "sound-password";
  private static final int FIRST_USER = 4100;
  private static final int USERS = 90;

  private final Carrier carrier;
  private final RunningAppliance appliance;
  private final AtomicInteger users = new AtomicInteger();
  private final AtomicInteger inbound = new AtomicInteger(10);
  private final AtomicInteger subscribers = new AtomicInteger(10);
  private final AtomicInteger tones = new AtomicInteger();

  CarrierCustomer(Path home) {
    carrier = new Carrier(home.resolve("carrier"));
    appliance =
        new RunningAppliance(
            home.resolve("data"), FreePorts.next(), "--belfry.sip.tls-verify=false");
    createUsers();
    assertThat(
            appliance
                .api()
                .patch("/api/v1/dial-plan", "{\"country\":\"DE\",\"areaCode\":\"30\"}")
                .statusCode())
        .isEqualTo(200);
    for (Line line : Line.values()) {
      create("trunks", carrier.trunk(line));
      create(
          "routes",
          "{\"name\":\"%s\",\"patterns\":[\"%s*\"],\"trunks\":[\"%s\"]}"
              .formatted(line.trunk(), line.subscribers(), line.trunk()));
    }
  }

  private void createUsers() {
    StringBuilder list = new StringBuilder("[");
    for (int i = 0; i < USERS; i++) {
      list.append(user(Integer.toString(FIRST_USER + i))).append(',');
    }
    create("users", list + user(BROWSER) + "]");
  }

  private static String user(String extension) {
    return "{\"extension\":\"%s\",\"name\":\"User %s\",\"sipPassword\":\"%s\"}"
        .formatted(extension, extension, PASSWORD);
  }

  void awaitTrunks() {
    for (Line line : Line.values()) {
      until("a trunk registers", () -> registered(line));
    }
  }

  private boolean registered(Line line) {
    for (JsonNode each : appliance.api().get("/api/v1/trunks/status")) {
      if (each.path("name").asString().equals(line.trunk())) {
        return each.path("state").asString().equals("REGISTERED");
      }
    }
    return false;
  }

  BrowserPhone browser(double tone, Path home) {
    BrowserPhone browser = BrowserPhone.hearing(tone, home, appliance.httpsPort());
    browser.registers(BROWSER, PASSWORD);
    return browser;
  }

  /** An extension that nobody else uses; without a phone as yet. */
  String extension() {
    int next = users.getAndIncrement();
    assertThat(next).as("extensions in use").isLessThan(USERS);
    return Integer.toString(FIRST_USER + next);
  }

  /** What the phone of a new user has to know. */
  Account user(Keys keys) {
    boolean tls = keys != Keys.NONE;
    return new Account(
        extension(),
        PASSWORD,
        tls ? appliance.sipTlsPort() : appliance.sipPort(),
        tls ? "tls" : "udp",
        tone());
  }

  /** What the phone of a new subscriber of the carrier has to know. */
  Account subscriber(Line line) {
    return carrier.subscriber(line.subscriber(subscribers.getAndIncrement()), tone());
  }

  /** No two phones of concurrent calls have the same. */
  private double tone() {
    return 400 + tones.getAndIncrement() % 30 * 80;
  }

  /** A new number that leads from the line to this extension. */
  String inbound(Line line, String extension) {
    String number = line.inbound(inbound.getAndIncrement());
    create(
        "inbound-numbers",
        "{\"pattern\":\"%s\",\"open\":\"dial:%s\"}".formatted(number, extension));
    return number;
  }

  void forwards(String extension, String number) {
    var answer =
        appliance
            .api()
            .patch(
                "/api/v1/users/" + extension + "/calls",
                "{\"rules\":[{\"on\":\"CALL\",\"forwardTo\":\"dial:%s\"}]}".formatted(number));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** A queue of one agent, who is off duty; callers can ask to be called back. */
  void queue(String name, String number, String agent) {
    create(
        "queues",
        """
        {"name":"%s","number":"%s","members":[{"agent":"%s"}],"announceSeconds":10,
         "callBack":{"afterSeconds":0}}
        """
            .formatted(name, number, agent));
  }

  void onDuty(String queue, String agent) {
    String duty = "/api/v1/queues/" + queue + "/agents/" + agent;
    assertThat(appliance.api().put(duty, "{\"in\":true}").statusCode()).isEqualTo(204);
  }

  /** As it is dialled inside: +49401 is 0401. */
  static String national(String number) {
    return "0" + number.substring("+49".length());
  }

  private void create(String what, String body) {
    var answer = appliance.api().post("/api/v1/" + what, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  void until(String what, BooleanSupplier good) {
    Instant end = Instant.now().plusSeconds(30);
    while (!good.getAsBoolean()) {
      assertThat(Instant.now())
          .as(
              "%s; trunks: %s%n%s%n%s",
              what, appliance.api().get("/api/v1/trunks/status"), carrier.said(), appliance.log())
          .isBefore(end);
      Ear.pass(Duration.ofMillis(500));
    }
  }

  @Override
  public void close() {
    try (Carrier itsCarrier = carrier) {
      appliance.close();
    }
  }
}
