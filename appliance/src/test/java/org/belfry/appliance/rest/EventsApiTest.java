package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.appliance.cdr.CallEnded;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Call events over HTTPS, as a stream and to a webhook. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class EventsApiTest {
  private static final String HOOKS = "/api/v1/webhooks";
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private LocalAppliance appliance;
  private ApiClient api;
  private HttpServer crm;

  @BeforeEach
  void use(LocalAppliance shared) throws IOException {
    appliance = shared;
    api = shared.api();
    crm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    crm.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    crm.start();
  }

  @AfterEach
  void nothing() {
    api.get(HOOKS)
        .body()
        .valueStream()
        .forEach(hook -> api.delete(HOOKS + "/" + hook.path("id").asLong()));
    crm.stop(0);
  }

  private void aCallEnds(String callId) {
    Instant t0 = Instant.parse("2026-01-01T00:00:00Z");
    CallRecord record =
        new CallRecord(
            callId,
            "1001",
            "Alice",
            "1002",
            null,
            null,
            null,
            t0,
            null,
            null,
            t0,
            486,
            Cause.BUSY,
            List.of(),
            List.of(),
            null);
    appliance.parts(CallEnded.class).forEach(each -> each.ended(record));
  }

  @Test
  void whoeverListensHearsOfACall() throws Exception {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(api.stream("/api/v1/events"), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).startsWith(":");
      aCallEnds("heard");
      assertThat(lines.readLine()).isEmpty();
      assertThat(lines.readLine()).startsWith("id: ");
      assertThat(lines.readLine()).isEqualTo("event: ended");
      assertThat(lines.readLine())
          .startsWith("data: {")
          .contains("\"callId\":\"heard\"", "\"cause\":\"BUSY\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/events", "/api/v1/conferences/events"})
  void whoseTokenIsDeletedHearsNoMore(String path) throws Exception {
    Answer made = api.post("/api/v1/api-tokens", "{\"name\":\"crm\",\"scopes\":[\"CALLS\"]}");
    ApiClient listener = api.withToken(made.text("secret"));
    try (var lines =
        new BufferedReader(new InputStreamReader(listener.stream(path), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).startsWith(":");
      long id = made.body().path("token").path("id").asLong();
      assertThat(api.delete("/api/v1/api-tokens/" + id).status()).isEqualTo(204);
      while (lines.readLine() != null) {
        Thread.onSpinWait(); // signs of life; the time-out of the test is the limit
      }
    }
  }

  @Test
  void aWebhookIsToldAndItsSecretIsShownOnce() {
    String url = "http://127.0.0.1:" + crm.getAddress().getPort() + "/calls";
    String wanted = "{\"url\":\"" + url + "\",\"events\":[\"ENDED\"],\"inside\":true}";
    Answer refused = api.post(HOOKS, wanted);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields()).containsExactly("inside"); // a token is no owner
    Answer created = appliance.https().post(HOOKS, wanted);
    assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
    assertThat(created.text("secret")).hasSizeGreaterThan(40);
    String path = HOOKS + "/" + created.body().path("webhook").path("id").asLong();
    assertThat(created.raw().headers().firstValue("Location")).hasValue(path);
    assertThat(api.get(path).raw().body()).doesNotContain("secret");
    aCallEnds("told");
    await().until(() -> !bodies.isEmpty());
    assertThat(bodies.getFirst()).contains("\"callId\":\"told\"");
    await().until(() -> api.get(path).body().path("delivered").asInt() == 1);

    assertThat(api.put(path, "{\"url\":\"" + url + "\",\"enabled\":false}").status())
        .isEqualTo(200);
    aCallEnds("not told");
    assertThat(api.get(path).body().path("waiting").asInt()).isZero();
    assertThat(api.delete(path).status()).isEqualTo(204);
    assertThat(api.get(path).status()).isEqualTo(404);
    assertThat(
            appliance
                .part(JdbcTemplate.class)
                .queryForObject("select count(*) from webhook", Integer.class))
        .isZero();
  }

  @Test
  void theAuditLogNamesTheServerOfAWebhookAndNoMore() {
    String url = "https://crm.example/calls?key=very-secret";
    long id =
        api.post(HOOKS, "{\"url\":\"" + url + "\"}").body().path("webhook").path("id").asLong();
    String other = "{\"url\":\"" + url.replace("calls", "others") + "\"}";
    assertThat(api.put(HOOKS + "/" + id, other).status()).isEqualTo(200);
    assertThat(api.delete(HOOKS + "/" + id).status()).isEqualTo(204);
    Answer told = api.get("/api/v1/audit?limit=3&text=webhook");
    assertThat(told.raw().body())
        .contains("CREATED", "CHANGED", "DELETED", "crm.example")
        .doesNotContain("very-secret", "/calls");
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    for (String url : List.of("", "ftp://x.example/", "https://", "https://u:p@x.example/", "x")) {
      Answer refused = api.post(HOOKS, "{\"url\":\"" + url + "\"}");
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.fields()).containsExactly("url");
    }
  }
}
