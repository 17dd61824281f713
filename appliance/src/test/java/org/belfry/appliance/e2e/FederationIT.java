package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.belfry.appliance.FreePorts;
import org.belfry.pbx.sip.locate.dns.Dnsmasq;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Debian's Kamailio as another domain that is found through SRV, and calls both ways. Each is on a
 * loopback address of its own; the name server is a dnsmasq with a zone of its own.
 */
@Tag("realclients")
class FederationIT {
  private static final String USER = "2001";
  private static final String SILENT = "127.0.0.4";

  @TempDir static Path temp;
  private static Dnsmasq dns;
  private static RunningAppliance appliance;
  private static ForeignDomain far;
  private static Baresip phone;

  @BeforeAll
  static void start() throws IOException {
    int sipPort = FreePorts.next();
    far = new ForeignDomain(Files.createDirectories(temp.resolve("far")), sipPort);
    dns =
        Dnsmasq.serving(
            Files.createDirectories(temp.resolve("dns")),
            List.of(
                "naptr-record=far.example,10,10,s,SIP+D2U,,_sip._udp.far.example",
                "srv-host=_sip._udp.far.example,dead.far.example," + far.port() + ",10,1",
                "srv-host=_sip._udp.far.example,alive.far.example," + far.port() + ",20,1",
                "host-record=dead.far.example," + SILENT,
                "host-record=alive.far.example," + ForeignDomain.ADDRESS));
    appliance =
        new RunningAppliance(
            temp.resolve("data"),
            sipPort,
            "--belfry.sip.domain=belfry.example, 127.0.0.1",
            "--belfry.sip.federation=both",
            "--belfry.dns.servers=127.0.0.1:" + dns.address().getPort());
    assertThat(
            appliance
                .api()
                .post(
                    "/api/v1/users",
                    "{\"extension\":\"2001\",\"name\":\"Alice\",\"sipPassword\":\"bare-password\"}")
                .statusCode())
        .isEqualTo(201);
    phone =
        new Baresip(
            temp.resolve("baresip"),
            new Account(USER, "bare-password", appliance.sipPort(), "udp", 440),
            ";outbound=\"sip:127.0.0.1:" + appliance.sipPort() + "\"");
    phone.registered();
  }

  @AfterAll
  static void stop() {
    try (Dnsmasq itsDns = dns;
        ForeignDomain itsFar = far;
        RunningAppliance itsAppliance = appliance;
        Baresip itsPhone = phone) {
      assertThat(itsDns).isNotNull();
    }
  }

  @Test
  void aUserCallsSomebodyOfTheOtherDomainThoughItsFirstServerIsDead() {
    Process bob = far.answers();
    phone.dialsUri("sip:bob@far.example");
    phone.talks();
    phone.hangsUp();
    assertThat(ForeignDomain.wasContent(bob)).as(far.said()).isTrue();
    JsonNode cdr = recordOf("bob@far.example");
    assertThat(cdr.path("status").asInt()).isEqualTo(200);
    assertThat(cdr.path("caller").asString()).isEqualTo(USER);
    assertThat(cdr.path("cause").asString()).isEqualTo("CALLER_HUNG_UP");
  }

  @Test
  void somebodyOfTheOtherDomainCallsAUser() {
    Process carol = far.calls(USER);
    phone.rings();
    phone.answers();
    assertThat(ForeignDomain.wasContent(carol)).as(far.said()).isTrue();
    JsonNode cdr = recordOf("carol@far.example");
    assertThat(cdr.path("status").asInt()).isEqualTo(200);
    assertThat(cdr.path("cause").asString()).isEqualTo("CALLER_HUNG_UP");
  }

  @Test
  void aDomainThatIsNotThereIsNotFound() {
    phone.dialsUri("sip:bob@nowhere.example");
    assertThat(recordOf("bob@nowhere.example").path("status").asInt()).isEqualTo(404);
  }

  private static JsonNode recordOf(String party) {
    Instant end = Instant.now().plus(Duration.ofSeconds(15));
    while (Instant.now().isBefore(end)) {
      for (JsonNode cdr : appliance.api().get("/api/v1/cdrs?limit=50").path("cdrs")) {
        if (cdr.toString().contains("\"" + party + "\"")) {
          return cdr;
        }
      }
      LockSupport.parkNanos(100_000_000);
    }
    throw new AssertionError("no record of " + party + "\n" + phone.said() + appliance.log());
  }
}
