package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls that a program asks for (RFC 3725). */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class CallApiTest {
  private ApiClient api;

  @BeforeEach
  void oneUserWithoutAPhone(LocalAppliance shared) {
    api = shared.api();
    shared.clear("app_user");
    api.post("/api/v1/users", "{\"extension\":\"1001\",\"name\":\"Alice\"}");
  }

  @Test
  void aCallIsMadeAndItsRecordSaysThatTheUserHasNoPhone() {
    Answer made = api.post("/api/v1/calls", "{\"from\":\"1001\",\"to\":\"1002\"}");
    assertThat(made.status()).as(made.raw().body()).isEqualTo(202);
    String callId = made.text("callId");
    await()
        .untilAsserted(() ->
            assertThat(api.get("/api/v1/cdrs?party=1001").body().path("cdrs").valueStream())
                .anySatisfy(record -> {
                  assertThat(record.path("callId").asString()).isEqualTo(callId);
                  assertThat(record.path("cause").asString()).isEqualTo("NOT_REGISTERED");
                }));
  }

  @Test
  void whatCannotBeIsSaidAtItsField() {
    assertThat(api.post("/api/v1/calls", "{\"from\":\"1009\",\"to\":\"1002\"}").status())
        .isEqualTo(404);
    Answer nobody = api.post("/api/v1/calls", "{\"from\":\"1001\"}");
    assertThat(nobody.status()).isEqualTo(422);
    assertThat(nobody.raw().body()).contains("to");
    assertThat(api.post("/api/v1/calls", "{\"from\":\"1001\",\"to\":\"<x>\"}").status())
        .isEqualTo(422);
    assertThat(api.post("/api/v1/calls/none@here/hold", "{\"held\":true}").status()).isEqualTo(404);
    assertThat(
            api.post("/api/v1/calls/none@here/transfer", "{\"who\":\"nobody\",\"to\":\"1\"}")
                .status())
        .isEqualTo(422);
  }
}
