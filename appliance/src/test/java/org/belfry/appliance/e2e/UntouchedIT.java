package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.FreePorts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two SIPp phones speak extensions of SIP that are between the two of them, through the running
 * appliance: what arrives is, to the byte, what was sent. The scenarios are in {@code
 * src/test/sipp/<feature>/}.
 */
@Tag("realclients")
class UntouchedIT {
  private static final String CALLER = "2001";
  private static final String CALLEE = "2002";
  private static final String PASSWORD = "sipp-password";

  @TempDir static Path shared;
  private static RunningAppliance appliance;
  private static int calleePort;

  @TempDir Path temp;

  @BeforeAll
  static void start() {
    // Descriptions are ours when media is led through us; here they must arrive as they were said.
    appliance =
        new RunningAppliance(
            shared.resolve("data"), FreePorts.next(), "--belfry.media.anchor=false");
    for (String extension : List.of(CALLER, CALLEE)) {
      String user =
          "{\"extension\":\"%s\",\"name\":\"User %s\",\"sipPassword\":\"%s\"}"
              .formatted(extension, extension, PASSWORD);
      assertThat(appliance.api().post("/api/v1/users", user).statusCode()).isEqualTo(201);
    }
    calleePort = FreePorts.next();
    try (Sipp registration =
        sipp(shared.resolve("register"), "register", calleePort, "-s", CALLEE, "-au", CALLEE)) {
      registration.succeeds();
    }
  }

  @AfterAll
  static void stop() {
    appliance.close();
  }

  @ParameterizedTest
  @CsvSource({
    "prack, PRACK 2",
    "update, PRACK 1 UPDATE 3",
    "session-timers, UPDATE 1",
    "in-dialog, INFO 2 MESSAGE 2 FROBNICATE 2"
  })
  void whatPhonesSayToEachOtherArrivesAsItWasSaid(String feature, String requests) {
    try (Sipp callee = sipp(temp.resolve("callee"), feature + "/uas", calleePort, "-s", CALLEE);
        Sipp caller =
            sipp(
                temp.resolve("caller"),
                feature + "/uac",
                FreePorts.next(),
                "-s",
                CALLEE,
                "-au",
                CALLER,
                "-key",
                "caller",
                CALLER)) {
      try {
        caller.succeeds();
        callee.succeeds();
      } catch (AssertionError e) {
        e.addSuppressed(new AssertionError("The callee:\n" + callee.said()));
        throw e;
      }
      List<SippMessage> fromCaller = caller.messages();
      List<SippMessage> fromCallee = callee.messages();
      assertArrived(requests, fromCaller, fromCallee);
      assertUntouched(fromCaller, fromCallee);
      assertUntouched(fromCallee, fromCaller);
    }
  }

  /**
   * That the scenario had in it what it is about: each method so many times, both ways together.
   */
  private static void assertArrived(String requests, List<SippMessage> a, List<SippMessage> b) {
    List<SippMessage> all = new ArrayList<>(a);
    all.addAll(b);
    String[] words = requests.split(" ");
    for (int i = 0; i < words.length; i += 2) {
      String method = words[i];
      assertThat(
              all.stream()
                  .filter(m -> !m.sent() && m.isRequest() && m.method().equals(method))
                  .map(SippMessage::identity)
                  .distinct())
          .as("%s that arrived", method)
          .hasSize(Integer.parseInt(words[i + 1]));
    }
  }

  private static void assertUntouched(List<SippMessage> sender, List<SippMessage> receiver) {
    int compared = 0;
    for (SippMessage received : receiver) {
      if (received.sent() || isOfTheServer(received)) {
        continue;
      }
      SippMessage sent =
          sender.stream()
              .filter(m -> m.sent() && m.identity().equals(received.identity()))
              .findFirst()
              .orElseThrow(() -> new AssertionError("nobody sent this: " + received));
      assertThat(received.untouchable())
          .as("header of %s", sent.identity())
          .isEqualTo(sent.untouchable());
      assertThat(received.body()).as("body of %s", sent.identity()).isEqualTo(sent.body());
      // Only the request that begins a dialog gets another Request-URI, §16.6 step 2.
      if (!received.isRequest() || received.isInDialog()) {
        assertThat(received.start()).isEqualTo(sent.start());
      }
      compared++;
    }
    assertThat(compared).as("messages that were compared").isGreaterThan(2);
  }

  /** What the server says for itself, hop by hop: 100, the challenge, the ACK of a refusal. */
  private static boolean isOfTheServer(SippMessage message) {
    return message.status() == 100
        || message.status() == 407
        || (message.isRequest()
            && message.method().equals("ACK")
            && message.headers().stream().noneMatch(h -> h.startsWith("X-Name:")));
  }

  private static Sipp sipp(Path home, String scenario, int port, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-ap", PASSWORD));
    return new Sipp(home, scenario, port, appliance.sipPort(), all.toArray(String[]::new));
  }
}
