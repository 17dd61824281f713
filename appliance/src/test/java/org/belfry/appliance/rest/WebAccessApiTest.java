package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.pbx.admin.AccountAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.SignInAdmin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import tools.jackson.databind.JsonNode;

/** Users get access to the pages, sign in there, and lose it again. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class WebAccessApiTest {
  private static int last;

  private LocalAppliance appliance;
  private ApiClient api;
  private String extension;
  private long id;

  @BeforeEach
  void aUser(LocalAppliance shared) {
    appliance = shared;
    api = shared.api();
    extension = "59" + "%02d".formatted(++last);
    Answer made =
        api.post(
            "/api/v1/users",
            "{\"extension\":\"%s\",\"name\":\"Web User\",\"email\":\"web%s@example.org\"}"
                .formatted(extension, extension));
    id = made.id();
  }

  @Test
  void whoIsNewHasNoPasswordAndIsAnOrdinaryUser() {
    Answer access = api.get(path("web-access"));
    assertThat(access.text("role")).isEqualTo("USER");
    assertThat(access.body().path("password").asBoolean()).isFalse();
    assertThat(signIn(extension, "")).endsWith("/login?error");
  }

  @Test
  void anInvitationIsGoodForOnePassword() {
    Answer invitation = api.post(path("invitation?language=de"), "{}");
    assertThat(invitation.status()).isEqualTo(201);
    assertThat(invitation.text("mailedTo")).isEqualTo("web" + extension + "@example.org");
    String link = invitation.text("link");
    assertThat(link).startsWith("https://127.0.0.1:" + appliance.httpsPort() + "/welcome?token=");
    String token = link.substring(link.indexOf('=') + 1);

    SignInAdmin signIns = appliance.part(SignInAdmin.class);
    assertThat(signIns.invited(token)).hasValue("Web User");
    signIns.accept(token, "my-own-password");
    assertThat(signIns.invited(token)).isEmpty();

    assertThat(signIn(extension, "my-own-password")).doesNotContain("error");
    assertThat(signIn("WEB" + extension + "@example.org", "my-own-password"))
        .doesNotContain("error");
    assertThat(signIn(extension, "another-password")).endsWith("/login?error");
  }

  @Test
  void theChosenLanguageIsKept() {
    SignInAdmin signIns = appliance.part(SignInAdmin.class);
    assertThat(signIns.signedIn("user:" + id).language()).isNull();
    signIns.speak("user:" + id, "de");
    signIns.speak("admin", "en");
    assertThat(signIns.signedIn("user:" + id).language()).isEqualTo("de");
    assertThat(signIns.signedIn("admin").language()).isEqualTo("en");
    assertThatThrownBy(() -> signIns.speak("admin", "tlh")).isInstanceOf(InvalidCommand.class);
  }

  @Test
  void passwordsThatAreTooShortAreRefusedAtTheirField() {
    Answer refused = api.patch(path("web-access"), "{\"password\":\"short\"}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields()).containsExactly("password");
  }

  @Test
  void anAccountIsFoundByNoNameThatOnlyTheDatabaseTakesForIt() {
    assertThat(signIn("ADMIN", LocalAppliance.PASSWORD)).doesNotContain("error");
    assertThat(signIn("\u00e1dmin", LocalAppliance.PASSWORD)).endsWith("/login?error");
    assertThat(api.as("Admin", LocalAppliance.PASSWORD).get("/api/v1/users").status())
        .isEqualTo(200);
    assertThat(api.as("\u00e1dmin", LocalAppliance.PASSWORD).get("/api/v1/users").status())
        .isEqualTo(401);
  }

  @Test
  void whoGetsAnotherExtensionSignsInAnew() {
    api.patch(path("web-access"), "{\"password\":\"a-web-password\"}");
    Answer led = signIn(extension, "a-web-password", "same-origin");
    String session = led.raw().headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    api.patch("/api/v1/users/" + id, "{\"name\":\"Another Name\"}");
    assertThat(ledFromPortal(session)).isEmpty();

    api.patch("/api/v1/users/" + id, "{\"extension\":\"9" + extension + "\"}");
    assertThat(ledFromPortal(session)).endsWith("/login");
  }

  /** Empty for who is shown it. */
  private String ledFromPortal(String session) {
    return api.anonymous()
        .send(api.anonymous().request("/portal").header("Cookie", session).GET())
        .raw()
        .headers()
        .firstValue("Location")
        .orElse("");
  }

  @Test
  void anInvitationOfAnOrdinaryUserMakesNoAdministrator() {
    String link = api.post(path("invitation"), "{}").text("link");
    String token = link.substring(link.indexOf('=') + 1);
    SignInAdmin signIns = appliance.part(SignInAdmin.class);

    api.patch(path("web-access"), "{\"role\":\"SUPERVISOR\"}");
    assertThat(signIns.invited(token)).isPresent();
    appliance.https().patch(path("web-access"), "{\"role\":\"ADMIN\"}");
    assertThat(signIns.invited(token)).isEmpty();
  }

  @Test
  void accessCanBeWithdrawn() {
    api.patch(path("web-access"), "{\"password\":\"a-web-password\",\"role\":\"SUPERVISOR\"}");
    assertThat(signIn(extension, "a-web-password")).doesNotContain("error");
    assertThat(api.delete(path("web-access")).status()).isEqualTo(204);
    assertThat(signIn(extension, "a-web-password")).endsWith("/login?error");
  }

  @Test
  void usersDoNotGetIntoTheApiByTheirPassword() {
    Answer made =
        appliance
            .https()
            .patch(path("web-access"), "{\"password\":\"a-web-password\",\"role\":\"ADMIN\"}");
    assertThat(made.text("role")).isEqualTo("ADMIN");
    assertThat(api.as(extension, "a-web-password").get("/api/v1/users").status()).isEqualTo(401);
  }

  @Test
  void aPasswordThatAnotherMayKnowDoesNotComeAlongWhenAUserBecomesAnAdministrator() {
    ApiClient owner = appliance.https();
    assertThat(api.patch(path("web-access"), "{\"password\":\"known-to-another\"}").status())
        .isEqualTo(200);
    String led = signIn(extension, "known-to-another");
    assertThat(led).doesNotContain("error");

    owner.patch(path("web-access"), "{\"role\":\"OWNER\"}");

    assertThat(signIn(extension, "known-to-another")).endsWith("/login?error");
    assertThat(owner.get(path("web-access")).body().path("password").asBoolean()).isFalse();
    String link = owner.post(path("invitation"), "{}").text("link");
    SignInAdmin signIns = appliance.part(SignInAdmin.class);
    signIns.accept(link.substring(link.indexOf('=') + 1), "known-to-nobody-else");
    assertThat(signIn(extension, "known-to-nobody-else")).doesNotContain("error");

    owner.patch(path("web-access"), "{\"role\":\"ADMIN\"}");
    assertThat(signIn(extension, "known-to-nobody-else")).doesNotContain("error");
  }

  @Test
  void theLinkOfAnAdministratorIsNotMailed() {
    ApiClient owner = appliance.https();
    assertThat(owner.post(path("invitation"), "{}").text("mailedTo")).isNotEmpty();
    owner.patch(path("web-access"), "{\"role\":\"ADMIN\"}");
    Answer invitation = owner.post(path("invitation"), "{}");
    assertThat(invitation.status()).isEqualTo(201);
    assertThat(invitation.body().path("mailedTo").isNull()).isTrue();
    String link = invitation.text("link");
    assertThat(appliance.part(SignInAdmin.class).invited(link.substring(link.indexOf('=') + 1)))
        .hasValue("Web User");
  }

  @Test
  void noTokenMakesAdministratorsNorChangesThem() {
    Answer refused = api.patch(path("web-access"), "{\"role\":\"OWNER\"}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields()).containsExactly("role");

    appliance.https().patch(path("web-access"), "{\"role\":\"ADMIN\"}");
    assertThat(api.patch(path("web-access"), "{\"password\":\"a-web-password\"}").status())
        .isEqualTo(422);
    assertThat(api.post(path("invitation"), "{}").status()).isEqualTo(422);
  }

  @Test
  void anOwnersOpenPageChangesTheOwnersSignInOnlyWithTheOldPassword() {
    SignInAdmin signIns = appliance.part(SignInAdmin.class);
    signIns.change("admin", id, SignInAdmin.Role.OWNER, "the-old-password");
    String owner = "user:" + id;
    assertThatThrownBy(() -> signIns.setPassword(owner, id, "another-password"))
        .isInstanceOf(InvalidCommand.class);
    assertThatThrownBy(() -> signIns.invite(owner, id, "https://127.0.0.1/", "en"))
        .isInstanceOf(InvalidCommand.class);
    assertThatThrownBy(() -> signIns.dropSecondFactor(owner, id))
        .isInstanceOf(InvalidCommand.class);
    assertThatThrownBy(() -> signIns.changePassword(owner, "wrong", "another-password"))
        .isInstanceOf(InvalidCommand.class);
    assertThat(signIn(extension, "the-old-password")).doesNotContain("error");
    signIns.changePassword(owner, "the-old-password", "another-password");
    assertThat(signIn(extension, "another-password")).doesNotContain("error");
  }

  @Test
  void aRoleComesWithItsPasswordOrNotAtAll() {
    Answer refused =
        appliance.https().patch(path("web-access"), "{\"role\":\"ADMIN\",\"password\":\"short\"}");
    assertThat(refused.fields()).containsExactly("password");
    assertThat(api.get(path("web-access")).text("role")).isEqualTo("USER");
  }

  @Test
  void whoAdministersNoMoreHasNoTokensLeft() {
    appliance.https().patch(path("web-access"), "{\"role\":\"ADMIN\"}");
    ApiClient mine = api.withToken(tokenMadeBy("user:" + id));
    ApiClient itsOwn =
        api.withToken(mine.post("/api/v1/api-tokens", "{\"name\":\"second\"}").text("secret"));
    assertThat(mine.get("/api/v1/users").status()).isEqualTo(200);
    assertThat(itsOwn.get("/api/v1/users").status()).isEqualTo(200);

    appliance.https().patch(path("web-access"), "{\"role\":\"SUPERVISOR\"}");
    assertThat(mine.get("/api/v1/users").status()).isEqualTo(401);
    assertThat(itsOwn.get("/api/v1/users").status()).isEqualTo(401);
  }

  private String tokenMadeBy(String principal) {
    SecurityContextHolder.getContext()
        .setAuthentication(
            UsernamePasswordAuthenticationToken.authenticated(principal, null, List.of()));
    try {
      return appliance.part(AccountAdmin.class).createApiToken("first").secret();
    } finally {
      SecurityContextHolder.clearContext();
    }
  }

  @Test
  void onlyAnOwnerDeletesAnOwner() {
    appliance.https().patch(path("web-access"), "{\"role\":\"OWNER\"}");
    Answer refused = api.delete("/api/v1/users/" + id);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields()).containsExactly("role");
    assertThat(appliance.https().delete("/api/v1/users/" + id).status()).isEqualTo(204);
  }

  @Test
  void whoeverChangesAccessIsInTheAuditLog() {
    appliance
        .https()
        .patch(path("web-access"), "{\"role\":\"SUPERVISOR\",\"password\":\"a-web-password\"}");
    JsonNode newest =
        api.get("/api/v1/audit?limit=1&text=" + extension).body().path("entries").get(0);
    assertThat(newest.path("kind").asString()).isEqualTo("web_access");
    assertThat(newest.path("who").asString()).isEqualTo("admin");
    assertThat(newest.path("differences").toString())
        .isEqualTo(
            "[{\"field\":\"password\",\"before\":null,\"after\":\"•••\"},"
                + "{\"field\":\"role\",\"before\":\"USER\",\"after\":\"SUPERVISOR\"}]");
  }

  @Test
  void pagesTakeNothingFromElsewhere() {
    for (String path : List.of("/portal", "/login")) {
      takesNothingFromElsewhere(api.anonymous().get(path).raw());
    }
  }

  private static void takesNothingFromElsewhere(HttpResponse<String> page) {
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'");
    assertThat(page.headers().firstValue("Permissions-Policy").orElse(""))
        .contains("microphone=(self)");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    String cookie = page.headers().firstValue("Set-Cookie").orElse("");
    assertThat(cookie).contains("HttpOnly", "Secure", "SameSite=Lax");
  }

  @Test
  void aFormOfAnotherSiteDoesNotSignAnybodyIn() {
    api.patch(path("web-access"), "{\"password\":\"a-web-password\"}");
    Answer refused = signIn(extension, "a-web-password", "cross-site");
    assertThat(refused.status()).isEqualTo(403);
  }

  @Test
  void beforeTheLogInNothingIsReachableButTheLogIn() {
    for (String path : new String[] {"/", "/portal", "/users", "/portal/voicemail", "/nothing"}) {
      Answer led = api.anonymous().get(path);
      assertThat(led.status()).as(path).isEqualTo(302);
      assertThat(led.raw().headers().firstValue("Location").orElse("")).endsWith("/login");
    }
  }

  /** Where the browser is led after the form. */
  private String signIn(String name, String password) {
    Answer led = signIn(name, password, "same-origin");
    assertThat(led.status()).isEqualTo(302);
    return led.raw().headers().firstValue("Location").orElseThrow();
  }

  private Answer signIn(String name, String password, String site) {
    String body = "username=" + encoded(name) + "&password=" + encoded(password);
    return api.anonymous()
        .send(
            api.anonymous()
                .request("/login")
                .header("Sec-Fetch-Site", site)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
  }

  private String path(String what) {
    return "/api/v1/users/" + id + "/" + what;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
