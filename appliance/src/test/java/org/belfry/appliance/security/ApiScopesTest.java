package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.pbx.admin.AccountAdmin;
import org.belfry.pbx.admin.AccountAdmin.CreateApiToken;
import org.belfry.pbx.admin.AccountAdmin.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/** What tokens may, by every route that the API's description names. */
@Tag("database")
@Timeout(120)
@ExtendWith(SharedAppliance.class)
class ApiScopesTest {
  private LocalAppliance appliance;
  private AccountAdmin accounts;
  private ApiClient api;

  private record Route(String method, String path) {
    /** With numbers and names that nothing has. */
    String filled() {
      return path.replaceAll("\\{(id|slot)\\}", "999999").replaceAll("\\{[^}]*\\}", "nothing");
    }
  }

  @BeforeEach
  void use(LocalAppliance shared) {
    appliance = shared;
    accounts = shared.part(AccountAdmin.class);
    api = shared.api();
  }

  @Test
  void everyRouteOfTheDescriptionIsDeclared() {
    assertThat(routes()).hasSizeGreaterThan(150);
    assertThat(routes())
        .filteredOn(route -> !route.path().equals("/api/v1/turn"))
        .filteredOn(route -> !WebSecurity.OPEN.contains(route.path()))
        .filteredOn(route -> !ApiScopes.isDeclared(route.filled()))
        .as("routes without a line in ApiScopes")
        .isEmpty();
  }

  @Test
  void everyRouteIsShutToTokensWithoutItsScope() {
    Map<Scope, ApiClient> clients = clients();
    for (Route route : routes()) {
      if (route.path().equals("/api/v1/turn") || WebSecurity.OPEN.contains(route.path())) {
        continue;
      }
      Set<Scope> enough = ApiScopes.enough(route.method(), route.filled());
      for (Scope scope : List.of(Scope.READ, Scope.CALLS, Scope.MONITORING)) {
        if (!enough.contains(scope)) {
          assertThat(ask(clients.get(scope), route).status())
              .as("%s %s by %s", route.method(), route.path(), scope)
              .isEqualTo(403);
        }
      }
    }
  }

  @Test
  void everyReadingRouteIsOpenToTokensWithItsScope() {
    Map<Scope, ApiClient> clients = clients();
    for (Route route : routes()) {
      if (!route.method().equals("GET")
          || route.path().equals("/api/v1/turn")
          || route.path().endsWith("/events")) {
        continue; // the second never ends
      }
      for (Scope scope : ApiScopes.enough("GET", route.filled())) {
        assertThat(ask(clients.get(scope), route).status())
            .as("%s by %s", route.path(), scope)
            .isNotIn(401, 403);
      }
    }
  }

  @Test
  void readingShowsNothingThatOpensAnotherDoor() {
    ApiClient reader = clients().get(Scope.READ);
    for (String path :
        List.of(
            "/api/v1/phones",
            "/api/v1/phones/1/files",
            "/api/v1/users/1/turn",
            "/api/v1/mailboxes/1001/messages",
            "/api/v1/recordings/1/audio",
            "/api/v1/calls/x/ladder",
            "/api/v1/exports/voicemail.zip",
            "/api/v1/api-tokens",
            "/api/v1/webhooks",
            "/actuator/prometheus")) {
      assertThat(reader.get(path).status()).as(path).isEqualTo(403);
    }
    assertThat(reader.get("/api/v1/users").status()).isEqualTo(200);
    assertThat(reader.post("/api/v1/api-tokens", "{\"name\":\"more\"}").status()).isEqualTo(403);
  }

  /**
   * A backup says who the owners are and holds every secret: restoring one of one's own making, or
   * having one sent to a place and passphrase of one's own, makes an owner. No token does.
   */
  @Test
  void noTokenRestoresABackupOrSendsOneElsewhere() {
    ApiClient admin = clients().get(Scope.ADMIN);
    String elsewhere =
        "\"place\":{\"kind\":\"LOCAL\",\"path\":\"/nowhere/at/all\"},\"passphrase\":\"of-the-attacker\"";
    for (Answer answer :
        List.of(
            admin.post("/api/v1/backups/restore", "{\"snapshot\":\"latest\"," + elsewhere + "}"),
            admin.post("/api/v1/backups/restore", "{\"snapshot\":\"latest\"}"),
            admin.post("/api/v1/backups/snapshots", "{" + elsewhere + "}"),
            admin.put("/api/v1/backups", "{" + elsewhere + "}"))) {
      assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
      assertThat(answer.body().toString()).contains("only an owner can");
    }
  }

  /** Who has a moderator's PIN joins any conference by phone, hears it and leads it. */
  @Test
  void readingShowsNoPinsOfConferences() {
    Answer made =
        api.post(
            "/api/v1/conference-rooms",
            "{\"name\":\"secret\",\"number\":\"7431\",\"pin\":\"480217\",\"moderatorPin\":\"930164\"}");
    assertThat(made.status()).isEqualTo(201);
    try {
      Answer read = clients().get(Scope.READ).get("/api/v1/conference-rooms");
      assertThat(read.body().toString()).doesNotContain("480217").doesNotContain("930164");
    } finally {
      api.delete("/api/v1/conference-rooms/" + made.id());
    }
  }

  /** They may be all that a web server asks for. */
  @Test
  void readingShowsNoKeysInTheAddressesThatAttendantsAsk() {
    Answer made = api.post("/api/v1/attendants", asking("https://crm.example/k3y-in-path?k3y=1"));
    assertThat(made.status()).isEqualTo(201);
    String own = "/api/v1/attendants/" + made.id();
    try {
      assertThat(api.get(own).body().toString()).contains("https://crm.example/k3y-in-path?k3y=1");
      ApiClient reader = clients().get(Scope.READ);
      for (String path : List.of("/api/v1/attendants", own, "/api/v1/audit?text=asking")) {
        assertThat(reader.get(path).body().toString())
            .as(path)
            .contains("https://crm.example/")
            .doesNotContain("k3y");
      }
      assertThat(reader.post("/api/v1/attendants/asking/try", "{}").body().toString())
          .doesNotContain("k3y");
      assertThat(api.put(own, asking("https://crm.example/n3w")).status()).isEqualTo(200);
      assertThat(reader.get("/api/v1/audit?text=asking").body().toString()).doesNotContain("n3w");
    } finally {
      api.delete(own);
    }
    assertThat(clients().get(Scope.READ).get("/api/v1/deleted-items").body().toString())
        .doesNotContain("n3w");
  }

  private static String asking(String url) {
    return """
    {"name":"asking","start":"x","nodes":{"x":{"ask":{"url":"%s","otherwise":"y"}},
     "y":{"hangUp":{"lines":["Goodbye."]}}}}
    """
        .formatted(url);
  }

  @Test
  void aPathWrittenInAnotherWayIsNotAnotherRoute() {
    ApiClient reader = clients().get(Scope.READ);
    for (String path :
        List.of(
            "/api/v1/phones/",
            "/api/v1//phones",
            "/api/v1/users/../phones",
            "/api/v1/users/%2e%2e/phones",
            "/api/v1/ph%6fnes",
            "/api/v1/phones;x=/api/v1/users",
            "/API/v1/phones")) {
      assertThat(reader.get(path).status()).as(path).isIn(302, 400, 401, 403, 404);
    }
  }

  @Test
  void aTokenEndsAndWhatItMadeEndsWithIt() {
    Answer made =
        api.post(
            "/api/v1/api-tokens",
            "{\"name\":\"short\",\"scopes\":[\"ADMIN\"],\"expiresAt\":\"%s\"}"
                .formatted(Instant.now().plusSeconds(3600)));
    assertThat(made.status()).isEqualTo(201);
    ApiClient brief = api.withToken(made.text("secret"));
    assertThat(brief.get("/api/v1/users").status()).isEqualTo(200);
    Answer its = brief.post("/api/v1/api-tokens", "{\"name\":\"longer\"}");
    assertThat(its.body().path("token").path("expiresAt"))
        .isEqualTo(made.body().path("token").path("expiresAt"));
    assertThat(
            accounts.apiTokens().stream()
                .filter(token -> token.name().equals("short"))
                .findFirst()
                .orElseThrow()
                .lastUsedAt())
        .isNotNull();

    appliance
        .part(JdbcTemplate.class)
        .update("update api_token set expires_at = '2020-01-01' where name in ('short', 'longer')");
    assertThat(brief.get("/api/v1/users").status()).isEqualTo(401);
    assertThat(api.withToken(its.text("secret")).get("/api/v1/users").status()).isEqualTo(401);
  }

  @Test
  void aTokenThatHasEndedAlreadyIsNotMade() {
    Answer refused =
        api.post("/api/v1/api-tokens", "{\"name\":\"\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields()).containsExactly("name", "expiresAt");
  }

  @Test
  void aTokenFromBeforeThereWereScopesMayEverything() {
    String secret = accounts.createApiToken("from before").secret();
    appliance
        .part(JdbcTemplate.class)
        .update("update api_token set scopes = default where name = 'from before'");
    assertThat(api.withToken(secret).get("/api/v1/api-tokens").status()).isEqualTo(200);
  }

  private Map<Scope, ApiClient> clients() {
    Map<Scope, ApiClient> clients = new EnumMap<>(Scope.class);
    for (Scope scope : Scope.values()) {
      clients.put(
          scope,
          api.withToken(
              accounts
                  .createApiToken(new CreateApiToken("only " + scope, Set.of(scope), null))
                  .secret()));
    }
    return clients;
  }

  private Answer ask(ApiClient client, Route route) {
    return client.send(
        client
            .request(route.filled())
            .header("Content-Type", "application/json")
            .method(route.method(), BodyPublishers.noBody()));
  }

  private List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    api.get("/api/v1/openapi.json")
        .body()
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .propertyNames()
                .forEach(method ->
                    routes.add(new Route(method.toUpperCase(Locale.ROOT), path.getKey()))));
    return routes;
  }
}
