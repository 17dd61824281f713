package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.appliance.ApiClient;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.Edit;
import org.belfry.appliance.directory.Owner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The audit log, kept plans, alarms and the look at the network over HTTPS. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class UpkeepApiTest {
  private static final String API = "/api/v1/";

  private ApiClient api;
  private LocalAppliance appliance;
  private DirectoryStore store;

  @BeforeEach
  void twoUsers(LocalAppliance shared) {
    api = shared.api();
    appliance = shared;
    store = shared.part(DirectoryStore.class);
    nothing();
    api.post(
        API + "users",
        """
        [{"extension":"1001","name":"Alice"},{"extension":"1002","name":"Bob"}]
        """);
  }

  @AfterEach
  void nothing() {
    appliance.clear("ring_group", "plan_check", "app_user", "audit_entry");
    store.change(Edit.of(Owner.Kind.USER, "", "extension"), () -> 0);
  }

  @Test
  void aChangeIsToldWithBeforeAndAfterAndWithoutSecrets() {
    long group =
        api.post(
                API + "groups",
                """
                {"number":"600","name":"Sales","members":[{"extension":"1001"}],"ringSeconds":60}
                """)
            .body()
            .get("id")
            .asLong();
    api.put(
        API + "groups/" + group,
        """
        {"number":"600","name":"Sales","members":[{"extension":"1001"}],"ringSeconds":45}
        """);

    JsonNode newest = api.get(API + "audit?limit=1").body().get("entries").get(0);
    assertThat(newest.get("action").asString()).isEqualTo("CHANGED");
    assertThat(newest.get("kind").asString()).isEqualTo("ring_group");
    assertThat(newest.get("who").asString()).isNotEmpty();
    assertThat(newest.get("differences").toString())
        .isEqualTo("[{\"field\":\"ringSeconds\",\"before\":\"60\",\"after\":\"45\"}]");

    String users = api.get(API + "audit?text=user").body().toString();
    assertThat(users).contains("Alice", "•••");
  }

  @Test
  void whatIsRefusedIsNotTold() {
    long before = api.get(API + "audit").body().get("total").asLong();

    assertThat(api.post(API + "groups", "{\"number\":\"1001\",\"name\":\"Sales\"}").status())
        .isEqualTo(422);

    assertThat(api.get(API + "audit").body().get("total").asLong()).isEqualTo(before);
  }

  @Test
  void aKeptPlanTellsWhenTheCallGoesElsewhere() {
    api.post(
        API + "groups",
        """
        {"number":"600","name":"Sales","members":[{"extension":"1001"}]}
        """);
    long check =
        api.post(API + "plans/checks", "{\"from\":\"1002\",\"to\":\"600\"}")
            .body()
            .get("id")
            .asLong();
    assertThat(api.get(API + "plans/checks").body().get(0).get("good").asBoolean()).isTrue();

    JsonNode group = api.get(API + "groups").body().get(0);
    api.put(
        API + "groups/" + group.get("id").asLong(),
        """
        {"number":"600","name":"Sales","members":[{"extension":"1002"},{"extension":"1001"}]}
        """);
    JsonNode changed = api.get(API + "plans/checks").body().get(0);
    assertThat(changed.get("good").asBoolean()).isFalse();
    assertThat(changed.get("changedAt").isNull()).isFalse();
    assertThat(api.get(API + "alarms").body().toString()).contains("\"code\":\"checks\"");

    api.post(API + "plans/checks/" + check + "/accept", "{}");
    assertThat(api.get(API + "plans/checks").body().get(0).get("good").asBoolean()).isTrue();
    assertThat(api.delete(API + "plans/checks/" + check).status()).isEqualTo(204);
  }

  @Test
  void theNetworkIsLookedAtAndAServerThatIsNoneIsRefused() {
    assertThat(api.get(API + "network").body().toString()).contains("sip_ports", "media_ports");
    assertThat(api.post(API + "network/ask", "{\"servers\":\"no server!\"}").status())
        .isEqualTo(422);
    assertThat(api.post(API + "network/ask", "{\"servers\":\"127.0.0.1:1\"}").body().toString())
        .contains("silent");
  }
}
