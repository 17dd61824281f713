package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Health in words over HTTPS. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class HealthApiTest {

  @Test
  void everythingThatIsLookedAtIsToldTheWorstFirst(LocalAppliance appliance) {
    JsonNode health = appliance.api().get("/api/v1/health").body();
    Set<String> about = new TreeSet<>();
    health.path("checks").forEach(each -> about.add(each.path("about").asString()));
    assertThat(about)
        .contains("database", "disk", "memory", "certificate", "trunks", "mail", "backup");
    List<String> levels =
        health.path("checks").valueStream().map(each -> each.path("level").asString()).toList();
    assertThat(health.path("level").asString()).isEqualTo(levels.getFirst());
    assertThat(levels.indexOf("OK")).isGreaterThanOrEqualTo(levels.lastIndexOf("BAD"));
  }

  @Test
  void theTextForTerminalsBeginsWithTheWorst(LocalAppliance appliance) {
    String text = appliance.api().get("/api/v1/health/text").raw().body();
    assertThat(text.lines().findFirst().orElse("")).isIn("OK", "WARNING", "BAD");
    assertThat(text).containsPattern("(?m)^ok +database +the database responds in [0-9]+ ms\\.$");
  }

  @Test
  void whoIsToldOfAlarmsIsCheckedAndKept(LocalAppliance appliance) {
    ApiClient api = appliance.api();
    assertThat(api.put("/api/v1/alarms/mail", "{\"to\":[\"nobody\"]}").fields())
        .containsExactly("to");
    assertThat(
            api.put("/api/v1/alarms/mail", "{\"to\":[\"it@example.org\",\" it@example.org \"]}")
                .body()
                .path("to")
                .size())
        .isEqualTo(1);
    assertThat(api.get("/api/v1/alarms/mail").raw().body()).contains("it@example.org");
    assertThat(api.put("/api/v1/alarms/mail", "{\"to\":[]}").body().path("to").size()).isZero();
    assertThat(api.anonymous().get("/api/v1/health").status()).isEqualTo(401);
  }
}
