package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.FreePorts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phones written by others watch users of the built appliance: lamps, mailbox, presence. */
@Tag("realclients")
class WatchingIT {
  private static final String ALICE = "2001";
  private static final String BOB = "2002";
  private static final String DESK = "2003";
  private static final String PASSWORD = "watching-password";

  @TempDir static Path shared;
  private static RunningAppliance appliance;

  @TempDir Path temp;
  private final List<RealPhone> phones = new ArrayList<>();

  @BeforeAll
  static void start() {
    appliance = new RunningAppliance(shared.resolve("data"));
    for (String extension : List.of(ALICE, BOB, DESK)) {
      String user =
          "{\"extension\":\"%s\",\"name\":\"User %s\",\"sipPassword\":\"%s\"}"
              .formatted(extension, extension, PASSWORD);
      assertThat(appliance.api().post("/api/v1/users", user).statusCode()).isEqualTo(201);
    }
  }

  @AfterAll
  static void stop() {
    appliance.close();
  }

  @AfterEach
  void switchOff() {
    phones.forEach(RealPhone::close);
  }

  @Test
  void aLampFollowsACallFromRingingToItsEnd() {
    Baresip bob = phone(new Baresip(temp.resolve("bob"), account(BOB, 440)));
    Linphone alice = phone(new Linphone(temp.resolve("alice"), account(ALICE, 700)));
    bob.registered();
    alice.registered();
    try (Sipp lamp =
        new Sipp(
            temp.resolve("lamp"),
            "dialog-info/watcher",
            FreePorts.next(),
            appliance.sipPort(),
            "-s",
            BOB,
            "-au",
            DESK,
            "-ap",
            PASSWORD,
            "-key",
            "watcher",
            DESK)) {
      lamp.received("NOTIFY", 1);
      alice.dials(BOB);
      bob.rings();
      lamp.received("NOTIFY", 2);
      bob.answers();
      alice.talks();
      lamp.received("NOTIFY", 3);
      alice.hangsUp();
      lamp.succeeds();
    }
  }

  @Test
  void baresipKnowsItsMailboxAndThatItsColleagueIsOnThePhone() {
    Linphone alice = phone(new Linphone(temp.resolve("alice"), account(ALICE, 700)));
    alice.registered();
    Baresip bob = phone(Baresip.watching(temp.resolve("bob"), account(BOB, 440), ALICE));
    bob.registered();
    bob.says("Messages-Waiting: no");
    bob.seesColleague("Online");
    alice.dials(BOB);
    bob.rings();
    bob.seesColleague("Busy");
    alice.hangsUp();
    bob.seesColleague("Online");
  }

  private <P extends RealPhone> P phone(P phone) {
    phones.add(phone);
    return phone;
  }

  private static Account account(String extension, double tone) {
    return new Account(extension, PASSWORD, appliance.sipPort(), "udp", tone);
  }
}
