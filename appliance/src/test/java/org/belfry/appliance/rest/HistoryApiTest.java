package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.belfry.pbx.cdr.CallRecord.Reason;
import org.belfry.pbx.cdr.CdrSink;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The call history over HTTPS. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class HistoryApiTest {
  private static final String CDRS = "/api/v1/cdrs";

  @Test
  void aCallSaysWhyItWentWhereItWent(LocalAppliance appliance) {
    Instant start = Instant.parse("2026-11-24T12:00:00Z");
    appliance
        .part(CdrSink.class)
        .append(
            new CallRecord(
                    "reasons@history",
                    "7841",
                    null,
                    "7842",
                    null,
                    null,
                    null,
                    start,
                    null,
                    null,
                    start.plusSeconds(3),
                    486,
                    Cause.BUSY,
                    List.of(),
                    List.of(),
                    null)
                .with(
                    List.of(
                        new Reason("DIALLED_USER", List.of("7842", "Bob"), "7842 is of Bob."),
                        new Reason("OF_A_LATER_VERSION", List.of(), "Something new decided."))));
    ApiClient api = appliance.api();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> api.get(CDRS + "?party=7841").body().path("total").asInt() == 1);

    JsonNode listed = api.get(CDRS + "?party=7841").body().path("cdrs").get(0);
    JsonNode call = api.get(CDRS + "/" + listed.path("id").asLong()).body();

    assertThat(call.path("reasons").toString())
        .isEqualTo(
            "[{\"code\":\"DIALLED_USER\",\"words\":[\"7842\",\"Bob\"],"
                + "\"sentence\":\"7842 is of Bob.\"},"
                + "{\"code\":\"OF_A_LATER_VERSION\",\"words\":[],"
                + "\"sentence\":\"Something new decided.\"}]");
  }
}
