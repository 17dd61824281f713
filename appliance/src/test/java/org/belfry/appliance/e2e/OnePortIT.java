package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.belfry.appliance.FreePorts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All browsers' media by one port, as a site with a strict firewall has it. */
@Tag("realclients")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OnePortIT {
  private static final String ONE = "3201";
  private static final String OTHER = "3202";
  private static final String PHONE = "3203";
  private static final String PASSWORD = "sound-password";
  private static final double TONE = 1030;
  private static final double OTHER_TONE = 1310;
  private static final double PHONES_TONE = 440;

  @TempDir static Path shared;
  private static RunningAppliance appliance;
  private static int port;

  @TempDir Path temp;

  @BeforeAll
  @Timeout(value = 150, unit = TimeUnit.SECONDS)
  static void start() {
    port = FreePorts.next();
    appliance =
        new RunningAppliance(
            shared.resolve("data"), FreePorts.next(), "--belfry.media.webrtc-port=" + port);
    for (String extension : List.of(ONE, OTHER, PHONE)) {
      String user =
          "{\"extension\":\"%s\",\"name\":\"User\",\"sipPassword\":\"%s\"}"
              .formatted(extension, PASSWORD);
      assertThat(appliance.api().post("/api/v1/users", user).statusCode()).isEqualTo(201);
    }
  }

  @AfterAll
  static void stop() {
    appliance.close();
  }

  @Test
  void browsersSeeAndHearEachOtherAndAPhone() {
    try (BrowserPhone one = BrowserPhone.hearing(TONE, temp.resolve("one"), appliance.httpsPort());
        BrowserPhone other = BrowserPhone.hiding(temp.resolve("other"), appliance.httpsPort());
        Baresip phone =
            new Baresip(
                temp.resolve("phone"),
                new Account(PHONE, PASSWORD, appliance.sipPort(), "udp", PHONES_TONE))) {
      one.registers(ONE, PASSWORD);
      other.registers(OTHER, PASSWORD);
      phone.registered();
      one.dials(OTHER, "{video: true}");
      other.says("call from " + ONE);
      other.answers("{tone: " + OTHER_TONE + "}");
      one.says("confirmed");
      eventually(() -> hears(one, OTHER_TONE));
      eventually(() -> hears(other, TONE));
      eventually(() -> other.figures().path("frames").asInt() > 10);
      assertThat(one.figures().path("port").asInt()).isEqualTo(port);
      assertThat(other.figures().path("port").asInt()).isEqualTo(port);
      other.hangsUp();
      one.says("ended remote");
      one.forgets();
      phone.dials(ONE);
      one.says("call from " + PHONE);
      one.answers();
      phone.talks();
      eventually(() -> hears(one, PHONES_TONE));
      assertThat(one.figures().path("port").asInt()).isEqualTo(port);
      phone.hangsUp();
      one.says("ended remote");
    }
  }

  private static boolean hears(BrowserPhone who, double hertz) {
    BrowserPhone.Heard heard = who.hears();
    return Math.abs(heard.hertz() - hertz) < 5 && heard.decibels() > -20;
  }

  private static void eventually(BooleanSupplier condition) {
    Instant deadline = Instant.now().plusSeconds(15);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("in time\n%s", appliance.log()).isBefore(deadline);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
