package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Users sign in to the portal and call each other by the phone in the page. */
@Tag("realclients")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PortalIT {
  private static final String ALICE = "3201";
  private static final String BOB = "3202";
  private static final String PASSWORD = "portal-password";
  private static final double ALICE_TONE = 1030;
  private static final double BOB_TONE = 1310;

  @TempDir static Path shared;
  private static RunningAppliance appliance;

  @TempDir Path temp;

  @BeforeAll
  @Timeout(value = 150, unit = TimeUnit.SECONDS)
  static void start() {
    appliance = new RunningAppliance(shared.resolve("data"));
    for (String extension : new String[] {ALICE, BOB}) {
      String user =
          "{\"extension\":\"%s\",\"name\":\"User %s\",\"email\":\"u%s@example.org\"}"
              .formatted(extension, extension, extension);
      assertThat(appliance.api().post("/api/v1/users", user).statusCode()).isEqualTo(201);
      JsonNode made = appliance.api().get("/api/v1/users?extension=" + extension);
      assertThat(
              appliance
                  .api()
                  .patch(
                      "/api/v1/users/" + made.get(0).path("id").asLong() + "/web-access",
                      "{\"password\":\"" + PASSWORD + "\"}")
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @AfterAll
  static void stop() {
    appliance.close();
  }

  @Test
  void twoPortalsCallEachOther() {
    try (PortalBrowser alice = browser("alice", ALICE_TONE, "portal/contacts");
        PortalBrowser bob = browser("bob", BOB_TONE, "")) {
      alice.signsIn(ALICE, PASSWORD);
      bob.signsIn("u" + BOB + "@example.org", PASSWORD);
      alice.isAt("/portal/contacts"); // the place that was asked for before the log-in
      bob.isAt("/portal"); // the front door is the administrators'
      alice.phoneIs("ready");
      bob.phoneIs("ready");

      alice.dials(BOB);
      bob.callIs("incoming");
      bob.presses("Answer");
      alice.callIs("talking");
      bob.callIs("talking");
      alice.hears(BOB_TONE);
      bob.hears(ALICE_TONE);

      alice.goesTo("portal/settings");
      alice.hears(BOB_TONE); // the call goes on while pages change

      alice.presses("Hold");
      bob.callHas("c.heldByOther");
      bob.hearsMusicInsteadOf(ALICE_TONE);
      alice.presses("Resume");
      bob.callHas("!c.heldByOther");
      bob.hears(ALICE_TONE);

      alice.presses("Hang up");
      bob.callIs("over");
      alice.hasNoCall();
    }
  }

  @Test
  void aMessageIsLeftAndHeardInThePage() {
    try (PortalBrowser alice = browser("alice", ALICE_TONE, "portal")) {
      alice.signsIn(ALICE, PASSWORD);
      alice.phoneIs("ready");
      alice.dials("*98" + BOB); // straight into the mailbox
      alice.callIs("talking");
      recordingBegins();
      Ear.pass(Duration.ofSeconds(4));
      alice.presses("Hang up");
      alice.hasNoCall();
    }
    try (PortalBrowser bob = browser("bob", BOB_TONE, "portal/voicemail")) {
      bob.signsIn(BOB, PASSWORD);
      bob.isAt("/portal/voicemail");
      bob.until("the message", "!!document.querySelector('audio')");
      bob.evaluate("document.querySelector('audio').play().then(() => true)");
      bob.until(
          "sound that plays",
          "document.querySelector('audio')?.currentTime > 1 ||"
              + " document.querySelector('audio')?.ended");
      assertThat(bob.evaluate("document.querySelector('audio').duration").asDouble())
          .isBetween(2.0, 8.0);
    }
  }

  private static void recordingBegins() {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> {
          for (JsonNode call : appliance.api().get("/api/v1/calls")) {
            if (call.path("step").asString("").equals("recording")) {
              return true;
            }
          }
          return false;
        });
  }

  private PortalBrowser browser(String who, double tone, String path) {
    return new PortalBrowser(tone, temp.resolve(who), appliance.httpsPort(), path);
  }
}
