package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Asking over HTTPS where a call would go. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class PlanApiTest {
  private static final String EXPLAIN = "/api/v1/plans/explain";
  private ApiClient api;

  @BeforeEach
  void twoUsers(LocalAppliance shared) {
    api = shared.api();
    shared.clear("app_user");
    api.post(
        "/api/v1/users",
        "[{\"extension\":\"1001\",\"name\":\"Alice\"},{\"extension\":\"1002\",\"name\":\"Bob\"}]");
  }

  @Test
  void aCallIsExplainedStepByStep() {
    api.patch("/api/v1/users/1002/calls", "{\"rules\":[{\"forwardTo\":\"dial:1001\"}]}");
    Answer answer =
        api.post(
            EXPLAIN, "{\"from\":\"1001\",\"to\":\"1002\",\"at\":\"2026-12-24T20:00:00+01:00\"}");
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    assertThat(answer.text("at")).isEqualTo("2026-12-24T19:00:00Z");
    assertThat(answer.body().path("reasons").valueStream().map(r -> r.path("code").asString()))
        .contains("DIALLED_USER", "FORWARDED");
    assertThat(answer.text("tree")).contains("1001");
  }

  @Test
  void usersAreAskedForByNameAndANameThatNobodyHasIsNoOutsideCaller() {
    Answer answer = api.post(EXPLAIN, "{\"from\":\"alice\",\"to\":\"Bob\"}");
    assertThat(answer.text("tree")).startsWith("ring phones 1002");
    Answer nobody = api.post(EXPLAIN, "{\"from\":\"Carla\",\"to\":\"1002\"}");
    assertThat(nobody.status()).isEqualTo(422);
    assertThat(nobody.fields()).containsExactly("from");
  }

  @Test
  void anUnassignedExtensionOfANewSiteIsNoPremiumNumber() {
    Answer answer = api.post(EXPLAIN, "{\"from\":\"1001\",\"to\":\"7777\"}");
    assertThat(answer.text("tree")).startsWith("refuse with 404");
    assertThat(answer.body().path("reasons").valueStream().map(r -> r.path("code").asString()))
        .contains("DIALLED_NOTHING")
        .doesNotContain("DIALLED_OUTSIDE");
  }

  @Test
  void aQuestionThatIsNoneIsRefusedAtItsField() {
    assertThat(api.post(EXPLAIN, "{\"to\":\"1002\"}").fields()).containsExactly("from");
    assertThat(api.post(EXPLAIN, "{\"from\":\"1001\"}").fields()).containsExactly("to");
    Answer when = api.post(EXPLAIN, "{\"from\":\"1001\",\"to\":\"1002\",\"at\":\"tomorrow\"}");
    assertThat(when.status()).isEqualTo(400);
    assertThat(when.fields()).containsExactly("at");
  }
}
