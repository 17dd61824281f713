package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.belfry.appliance.ApiClient;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.pbx.app.feature.FeatureSwitches;
import org.belfry.pbx.app.feature.FeatureSwitches.CannotSwitch;
import org.belfry.pbx.app.feature.FeatureSwitches.When;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What phones switch by codes is what the API shows; and parked calls by API. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class FeatureCodeApiTest {
  private static final String CALLS = "/api/v1/users/1001/calls";
  private ApiClient api;
  private FeatureSwitches switches;

  @BeforeEach
  void twoUsers(LocalAppliance shared) {
    api = shared.api();
    switches = shared.part(FeatureSwitches.class);
    shared.clear("app_user");
    api.post(
        "/api/v1/users",
        "[{\"extension\":\"1001\",\"name\":\"Alice\"},{\"extension\":\"1002\",\"name\":\"Bob\"}]");
  }

  @Test
  void doNotDisturbIsTurnedOver() throws CannotSwitch {
    assertThat(switches.doNotDisturb("1001")).isTrue();
    assertThat(api.get(CALLS).body().path("doNotDisturb").asBoolean()).isTrue();
    assertThat(switches.doNotDisturb("1001")).isFalse();
    assertThat(api.get(CALLS).body().path("doNotDisturb").asBoolean()).isFalse();
  }

  @Test
  void aForwardTakesTheOldOnesPlaceAndLeavesOtherRules() throws CannotSwitch {
    api.patch(
        CALLS,
        "{\"rules\":[{\"on\":\"BUSY\",\"forwardTo\":\"dial:1002\"},"
            + "{\"from\":\"ANONYMOUS\",\"forwardTo\":\"refuse:anonymous\"}]}");
    switches.forward("1001", When.ALWAYS, "1002");
    switches.forward("1001", When.BUSY, "0301234567");
    assertThat(
            api.get(CALLS)
                .body()
                .path("rules")
                .valueStream()
                .map(r -> r.path("forwardTo").asString()))
        .containsExactly("dial:0301234567", "dial:1002", "refuse:anonymous");
    switches.forward("1001", When.ALWAYS, null);
    assertThat(
            api.get(CALLS)
                .body()
                .path("rules")
                .valueStream()
                .map(r -> r.path("forwardTo").asString()))
        .containsExactly("dial:0301234567", "refuse:anonymous");
  }

  @Test
  void whatTheApiRefusesTheCodeRefuses() {
    assertThatThrownBy(() -> switches.forward("1001", When.ALWAYS, "1001"))
        .isInstanceOf(CannotSwitch.class);
    assertThatThrownBy(() -> switches.night("there is none")).isInstanceOf(CannotSwitch.class);
  }

  @Test
  void parkedCallsAreListedAndFetched() {
    assertThat(api.get("/api/v1/parked").body().isEmpty()).isTrue();
    assertThat(api.post("/api/v1/parked/1/fetch", "{\"extension\":\"1001\"}").status())
        .isEqualTo(404);
    assertThat(api.post("/api/v1/parked/1/fetch", "{}").fields()).containsExactly("extension");
  }
}
