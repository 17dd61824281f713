package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything of the API but the users. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class ApiTest {
  private LocalAppliance appliance;
  private ApiClient api;

  @BeforeEach
  void use(LocalAppliance shared) {
    appliance = shared;
    api = shared.api();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/users",
        "/api/v1/calls",
        "/api/v1/cdrs",
        "/api/v1/peers",
        "/api/v1/registrations",
        "/api/v1/bans",
        "/api/v1/allow-list",
        "/api/v1/api-tokens",
        "/api/v1/users/1001/calls",
        "/api/v1/groups",
        "/api/v1/attendants",
        "/api/v1/queues",
        "/api/v1/conference-rooms",
        "/api/v1/conferences",
        "/api/v1/schedules",
        "/api/v1/trunks",
        "/api/v1/routes",
        "/api/v1/inbound-numbers",
        "/api/v1/dial-plan",
        "/api/v1/feature-codes",
        "/api/v1/emergency/locations",
        "/api/v1/emergency/preview",
        "/api/v1/users/1001/emergency-location",
        "/api/v1/events",
        "/api/v1/webhooks",
        "/api/v1/cdrs/csv",
        "/api/v1/log",
        "/api/v1/storage",
        "/api/v1/failed-log-ins",
        "/api/v1/log/file",
        "/api/v1/nothing",
        "/actuator/metrics",
        "/actuator/prometheus",
        "/actuator/info"
      })
  void nobodyGetsInWithoutLoggingIn(String path) {
    for (ApiClient who :
        List.of(api.anonymous(), api.as("nobody at " + path, "x"), api.withToken("x"))) {
      Answer refused = who.get(path);
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.type()).isEqualTo("application/problem+json");
      assertThat(refused.raw().headers().allValues("Set-Cookie")).isEmpty();
    }
  }

  @Test
  void anAdministratorLogsInWithNameAndPassword() {
    assertThat(appliance.https().get("/api/v1/users").status()).isEqualTo(200);
    assertThat(api.as("admin", "wrong").get("/api/v1/users").status()).isEqualTo(401);
  }

  @Test
  void healthIsPublicAndTellsDetailsToAdministratorsOnly() {
    Answer open = api.anonymous().get("/actuator/health");
    assertThat(open.status()).isEqualTo(200);
    assertThat(open.raw().body()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(
            api.get("/actuator/health")
                .body()
                .path("components")
                .path("sip")
                .path("status")
                .asString())
        .isEqualTo("UP");
  }

  @Test
  void countersOfTheSipServerAreMetrics() {
    Answer requests = api.get("/actuator/metrics/sip.requests");
    assertThat(requests.status()).isEqualTo(200);
    assertThat(requests.body().path("measurements")).isNotEmpty();
  }

  @Test
  void theApiIsDescribed() {
    Answer description = api.anonymous().get("/api/v1/openapi.json");
    assertThat(description.status()).isEqualTo(200);
    assertThat(description.body().path("paths").propertyNames())
        .contains(
            "/api/v1/users",
            "/api/v1/users/{id}",
            "/api/v1/users/{id}/sip-password",
            "/api/v1/registrations",
            "/api/v1/calls",
            "/api/v1/cdrs",
            "/api/v1/peers",
            "/api/v1/bans",
            "/api/v1/bans/{address}",
            "/api/v1/allow-list",
            "/api/v1/api-tokens");
  }

  @Test
  void theCallHistoryIsAlsoATable() {
    Answer table = api.get("/api/v1/cdrs/csv?party=nobody-has-this-name");
    assertThat(table.status()).isEqualTo(200);
    assertThat(table.type()).isEqualTo("text/csv");
    assertThat(table.raw().body()).startsWith("id,callId,startedAt,").hasLineCount(1);
    assertThat(api.get("/api/v1/cdrs/csv?answered=perhaps").status()).isEqualTo(400);
  }

  @Test
  void theLogIsSearchedAndDownloadedWithoutSecrets() throws IOException {
    Path log = Files.createDirectories(appliance.data().resolve("log")).resolve("belfry.log");
    Files.writeString(
        log,
        "2026-11-20T12:00:00.000Z  INFO 1 --- [belfry] [main] o.b.A : GET /p/0123456789abcdef/x\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    Answer found = api.get("/api/v1/log?level=INFO&text=GET&to=2026-11-21T00:00:00Z&limit=1");
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.body().path("entries").get(0).path("text").asString())
        .isEqualTo("GET /p/•••/x");
    Answer file = api.get("/api/v1/log/file");
    assertThat(file.type()).isEqualTo("text/plain");
    assertThat(file.raw().body()).contains(" INFO ").doesNotContain("0123456789abcdef");
  }

  @Test
  void whatTakesTheDiskIsTold() {
    Answer storage = api.get("/api/v1/storage");
    assertThat(storage.status()).isEqualTo(200);
    assertThat(storage.body().path("total").asLong()).isPositive();
    assertThat(storage.raw().body()).contains("DATABASE", "belfry.history.keep");
  }

  @Test
  void failedLogInsAreListedAndAnAddressIsUnblocked() {
    ApiClient guesser = api.as("listed-account", "wrong");
    int status = 0;
    for (int i = 0; i < 20 && status != 429; i++) {
      status = guesser.get("/api/v1/users").status();
    }
    assertThat(status).isEqualTo(429);
    // The block may be over by then.
    assertThat(api.delete("/api/v1/failed-log-ins/127.0.0.1/block").status()).isIn(204, 404);
    assertThat(guesser.get("/api/v1/users").status()).isEqualTo(401);

    api.withToken("x").get("/api/v1/users");
    api.anonymous().get("/p/zyxwvutsrqponmlkjihgf/000413aabbcc.cfg");
    assertThat(api.get("/api/v1/failed-log-ins").raw().body())
        .contains("\"API_TOKEN\"", "\"PHONE_FILES\"", "listed-account");
  }

  @Test
  void aParameterThatIsNoUtf8IsTheSendersFault() {
    assertThat(api.get("/api/v1/cdrs?party=%C0%AF").status()).isEqualTo(400);
    assertThat(api.get("/api/v1/recordings?party=%FF").status()).isEqualTo(400);
    assertThat(api.get("/api/v1/cdrs/csv?party=%FF").status()).isEqualTo(400);
    assertThat(api.get("/api/v1/calls/ladder?callId=%FF").status()).isEqualTo(400);
  }

  @Test
  void thePlainPortOnlyLeadsToHttps() {
    Answer moved =
        api.anonymous().get("http://127.0.0.1:" + appliance.httpPort() + "/api/v1/users?x=1");
    assertThat(moved.status()).isEqualTo(308);
    assertThat(moved.raw().headers().firstValue("Location"))
        .hasValue("https://127.0.0.1:" + appliance.httpsPort() + "/api/v1/users?x=1");
    assertThat(moved.raw().headers().allValues("Set-Cookie")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /api/v1/nothing,                     404,",
    "DELETE, /api/v1/users,                       405,",
    "GET,    /api/v1/users/abc,                   400, id",
    "GET,    /api/v1/cdrs?limit=x,                400, limit",
    "GET,    /api/v1/cdrs?limit=501,              422, limit",
    "GET,    /api/v1/cdrs?offset=-1,              422, offset",
    "GET,    /api/v1/cdrs?answered=perhaps,       400, answered",
    "GET,    /api/v1/cdrs?from=yesterday,         400, from",
    "GET,    /api/v1/log?limit=501,               422, limit",
    "DELETE, /api/v1/failed-log-ins/x/block,      422, address",
    "DELETE, /api/v1/failed-log-ins/192.0.2.99/block, 404,",
    "GET,    /api/v1/log?level=LOUD,              400, level",
    "GET,    /api/v1/cdrs/999999,                 404,",
    "DELETE, /api/v1/registrations?extension=9,   400, contact",
    "DELETE, /api/v1/registrations?extension=9&contact=sip:x, 404,",
    "GET,    /api/v1/calls/nothing/media,         404,",
    "GET,    /api/v1/calls/media?callId=nothing,  404,",
    "GET,    /api/v1/calls/media,                 400, callId",
    "DELETE, /api/v1/calls/nothing,               404,",
    "DELETE, /api/v1/calls?callId=nothing,        404,",
    "DELETE, /api/v1/calls,                       400, callId",
    "DELETE, /api/v1/peers/999999,                404,",
    "DELETE, /api/v1/api-tokens/999999,           404,",
  })
  void whatCannotBeAnsweredIsAProblemThatNamesTheField(
      String method, String path, int status, String field) {
    Answer problem = api.send(api.request(path).method(method, BodyPublishers.noBody()));
    assertThat(problem.status()).as(problem.raw().body()).isEqualTo(status);
    assertThat(problem.type()).isEqualTo("application/problem+json");
    assertThat(problem.body().path("status").asInt()).isEqualTo(status);
    if (field != null) {
      assertThat(problem.fields()).containsExactly(field);
    }
  }

  @Test
  void aBodyThatIsNotJsonIsRefused() {
    Answer refused =
        api.send(
            api.request("/api/v1/users")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("x")));
    assertThat(refused.status()).isEqualTo(415);
    assertThat(refused.type()).isEqualTo("application/problem+json");
  }

  @Test
  void aPeerLivesFromCreationToDeletion() {
    Answer created =
        api.post(
            "/api/v1/peers",
            """
            {"name":"office","address":"192.0.2.7:5080","domain":"Office.example","pattern":"2XXX",
             "nextHop":"sip:192.0.2.7:5060;transport=tcp"}
            """);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.text("domain")).isEqualTo("office.example");
    String path = "/api/v1/peers/" + created.id();
    Answer replaced = api.put(path, "{\"name\":\"office\",\"address\":\"[2001:db8::7]:5060\"}");
    assertThat(replaced.text("address")).isEqualTo("[2001:db8::7]:5060");
    assertThat(replaced.body().path("pattern").isNull()).isTrue();
    assertThat(api.get("/api/v1/peers").body()).hasSize(1);
    assertThat(api.delete(path).status()).isEqualTo(204);
    assertThat(api.get(path).status()).isEqualTo(404);
  }

  @Test
  void aPeerThatCostsMoneyDoesSoUntilSomebodySaysOtherwise() {
    String plain = "\"name\":\"gateway\",\"pattern\":\"0*\",\"nextHop\":\"sip:192.0.2.8\"";
    Answer created = api.post("/api/v1/peers", "{" + plain + ",\"costs\":true}");
    String path = "/api/v1/peers/" + created.id();
    assertThat(created.body().path("costs").asBoolean()).isTrue();
    assertThat(api.put(path, "{" + plain + "}").body().path("costs").asBoolean()).isTrue();
    Answer free = api.put(path, "{" + plain + ",\"costs\":false}");
    assertThat(free.body().path("costs").asBoolean(true)).isFalse();
    assertThat(api.delete(path).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"name":"p","address":"not an address"}                                   | address
          {"name":"p","address":"192.0.2.7:70000"}                                  | address
          {"name":"p","address":"192.0.2.7","nextHop":"tel:123"}                    | nextHop
          {"name":"p","pattern":"2*3","nextHop":"sip:192.0.2.7"}                    | pattern
          {"name":"p","pattern":"2*"}                                               | nextHop
          {"name":"p"}                                                              | address
          {"address":"192.0.2.7"}                                                   | name
          {"name":"p","address":"192.0.2.7","domain":"a b"}                         | domain
          """)
  void aPeerThatCannotBeIsRefusedAtTheField(String body, String field) {
    Answer refused = api.post("/api/v1/peers", body);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields()).contains(field);
  }

  @Test
  void aTokenOpensTheApiUntilItIsDeleted() {
    Answer created = api.post("/api/v1/api-tokens", "{\"name\":\"accounting\"}");
    assertThat(created.status()).isEqualTo(201);
    ApiClient program = api.withToken(created.text("secret"));
    assertThat(program.get("/api/v1/cdrs").status()).isEqualTo(200);
    assertThat(api.get("/api/v1/api-tokens").raw().body())
        .contains("accounting")
        .doesNotContain(created.text("secret"));
    long id = created.body().path("token").path("id").asLong();
    assertThat(api.delete("/api/v1/api-tokens/" + id).status()).isEqualTo(204);
    assertThat(program.get("/api/v1/cdrs").status()).isEqualTo(401);
  }

  @Test
  void guessingAPasswordIsSlowedDown() {
    ApiClient guesser = api.as("guessed-account", "wrong");
    for (int i = 0; i < 5; i++) {
      assertThat(guesser.get("/api/v1/users").status()).isEqualTo(401);
    }
    Answer slowed = guesser.get("/api/v1/users");
    assertThat(slowed.status()).isEqualTo(429);
    assertThat(slowed.raw().headers().firstValue("Retry-After")).isPresent();
    assertThat(api.get("/api/v1/users").status()).as("others are not held up").isEqualTo(200);
  }
}
