package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.FreePorts;
import org.belfry.appliance.LocalAppliance;
import org.belfry.pbx.admin.SettingsAdmin;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.pbx.admin.SignInAdmin.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Administration at a port of its own, and the portal at the other. */
@Tag("database")
@Timeout(120)
class AdminDoorTest {
  private static final String USER_PASSWORD = "ten or more characters";

  @TempDir Path data;

  /** What no page answers that may be seen; without the packed pages none can be drawn here. */
  private static final Object[] TURNED_AWAY = {302, 401, 403, 404};

  private static final String DRAWN = "led to the page";

  @Test
  void administrationAnswersAtItsOwnPortOnlyAndThePortalAtBoth() throws Exception {
    int port = FreePorts.next();
    try (LocalAppliance appliance = LocalAppliance.on(data, "--belfry.admin-port=" + port)) {
      ApiClient admin = appliance.https(port);
      ApiClient outside = appliance.https();
      long boss = admin.post("/api/v1/users", "{\"extension\":\"1001\",\"name\":\"Boss\"}").id();
      SignInAdmin signIns = appliance.part(SignInAdmin.class);
      signIns.change("admin", boss, Role.ADMIN, USER_PASSWORD);

      api(admin, outside);
      accounts(admin, outside);
      sessions(admin, outside);
      assertThat(Files.readString(data.resolve("local-api"))).contains(":" + port);
    }
  }

  private static void api(ApiClient admin, ApiClient outside) {
    for (String path : new String[] {"/api/v1/users", "/api/v1/local", "/actuator/prometheus"}) {
      assertThat(outside.get(path).status()).as(path).isEqualTo(404);
      assertThat(outside.anonymous().get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(admin.get("/api/v1/users").status()).isEqualTo(200);
    assertThat(outside.anonymous().get("/actuator/health").status()).isEqualTo(200);
    assertThat(outside.anonymous().get("/api/v1/turn").status())
        .as("phones ask for it with their own password")
        .isEqualTo(401);
    Answer around = outside.get("/api/v1/openapi.json/../users");
    assertThat(around.status()).as("to no page but the one to sign in").isEqualTo(302);
    assertThat(location(around)).isEqualTo("/login");
  }

  private static void accounts(ApiClient admin, ApiClient outside) {
    assertThat(location(signIn(outside, "admin", LocalAppliance.PASSWORD))).contains("error");
    assertThat(location(signIn(admin, "admin", LocalAppliance.PASSWORD))).doesNotContain("error");
  }

  private static void sessions(ApiClient admin, ApiClient outside) {
    String inside = cookie(signIn(admin, "1001", USER_PASSWORD));
    assertThat(page(admin, "/users", inside).status()).as(DRAWN).isNotIn(TURNED_AWAY);
    assertThat(page(outside, "/portal", inside).status()).isEqualTo(403);
    Answer message =
        outside.send(request(outside, "/?v-r=uidl", inside).POST(BodyPublishers.noBody()));
    assertThat(message.status()).isEqualTo(403);

    Answer user = signIn(outside, "1001", USER_PASSWORD);
    assertThat(location(user)).as("an administrator is a user there").doesNotContain("error");
    assertThat(page(outside, "/portal", cookie(user)).status()).as(DRAWN).isNotIn(TURNED_AWAY);
  }

  private static Answer page(ApiClient web, String path, String session) {
    return web.send(request(web, path, session).GET());
  }

  private static HttpRequest.Builder request(ApiClient web, String path, String session) {
    return web.anonymous()
        .request(path)
        .header("Cookie", session)
        .header("Sec-Fetch-Site", "same-origin");
  }

  private static Answer signIn(ApiClient web, String name, String password) {
    ApiClient stranger = web.anonymous();
    return stranger.send(
        stranger
            .request("/login")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "username=" + name + "&password=" + password.replace(" ", "+"))));
  }

  private static String location(Answer led) {
    assertThat(led.status()).isEqualTo(302);
    return led.raw().headers().firstValue("Location").orElseThrow();
  }

  private static String cookie(Answer led) {
    return led.raw().headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
  }

  @Test
  void aPortOfAdministrationIsOnTrialUntilAnAdministratorHasSignedInThere() throws Exception {
    int port = FreePorts.next();
    Path settings = Files.createDirectories(data.resolve("settings"));
    Files.writeString(settings.resolve("wanted"), "belfry.admin-port=" + port + "\n");
    try (LocalAppliance appliance = LocalAppliance.on(data)) {
      SettingsAdmin admin = appliance.part(SettingsAdmin.class);
      assertThat(admin.settings().confirmBy()).isNotNull();
      assertThat(appliance.https().get("/api/v1/settings").status()).isEqualTo(404);
      assertThat(admin.settings().confirmBy()).as("not at the other port").isNotNull();
      assertThat(appliance.https(port).get("/api/v1/settings").status()).isEqualTo(200);
      assertThat(admin.settings().confirmBy()).isNull();
    }
  }

  @Test
  void anAddressThatIsNotThisMachinesLeavesBelfryRunningAsBefore() throws Exception {
    Path settings = Files.createDirectories(data.resolve("settings"));
    Files.writeString(
        settings.resolve("wanted"),
        "belfry.admin-port=" + FreePorts.next() + "\nbelfry.admin-address=192.0.2.77\n");
    try (LocalAppliance appliance = LocalAppliance.on(data)) {
      SettingsAdmin admin = appliance.part(SettingsAdmin.class);
      assertThat(admin.settings().refused()).isNotNull();
      assertThat(admin.settings().refused().reason()).contains("belfry.admin-address");
      assertThat(appliance.https().get("/api/v1/settings").status()).isEqualTo(200);
    }
  }
}
