package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.SignInAdmin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Signing in with password and code, as a browser does. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class CodeTest {
  private static final String PASSWORD = "a-web-password";
  private static int last;

  private ApiClient web;
  private SignInAdmin signIns;
  private String extension;
  private String principal;
  private byte[] secret;

  @BeforeEach
  void aUserWithAnAuthenticator(LocalAppliance appliance) {
    ApiClient api = appliance.api();
    web = api.anonymous();
    signIns = appliance.part(SignInAdmin.class);
    extension = "79" + "%02d".formatted(++last);
    long id =
        api.post(
                "/api/v1/users",
                "{\"extension\":\"%s\",\"name\":\"Code User\"}".formatted(extension))
            .id();
    signIns.setPassword("admin", id, PASSWORD);
    principal = "user:" + id;
    String text = signIns.newSecondFactor(principal).secret();
    secret = Totp.bytes(text);
    // The code of the step before, so that the one of now is still good.
    signIns.startSecondFactor(principal, text, code(-1));
  }

  @Test
  void theCodeOpensTheDoorOnceAndLeadsOn() {
    String session = passwordTyped();
    String code = code(0);
    Answer wrong = typed(session, "0000000", "portal/voicemail");
    assertThat(location(wrong)).endsWith("/login/code?error&to=portal%2Fvoicemail");

    Answer right = typed(session, code, "portal/voicemail");
    assertThat(location(right)).endsWith("/portal/voicemail");
    assertThat(cookie(right)).isNotEqualTo(session); // as after a password

    assertThat(location(typed(passwordTyped(), code, ""))).contains("error"); // used up
  }

  @Test
  void manyWrongCodesHaveToWait() {
    String session = passwordTyped();
    for (int i = 0; i < 5; i++) {
      typed(session, "nonsense", "");
    }
    assertThat(location(typed(session, code(0), ""))).contains("error");
  }

  @Test
  void anotherAppTakesItsPlaceOnlyAfterThePasswordHasTurnedItOff() {
    String other = signIns.newSecondFactor(principal).secret();
    String right = code(Totp.bytes(other), 0);
    assertThatThrownBy(() -> signIns.startSecondFactor(principal, other, right))
        .isInstanceOf(InvalidCommand.class);

    signIns.stopSecondFactor(principal, PASSWORD);
    signIns.startSecondFactor(principal, other, right);
    assertThat(signIns.signedIn(principal).secondFactor()).isTrue();
  }

  @Test
  void noCodeIsTakenFromAnotherSiteNorFromNobody() {
    assertThat(
            web.send(
                    web.request("/login/code")
                        .header("Sec-Fetch-Site", "cross-site")
                        .POST(BodyPublishers.ofString("")))
                .status())
        .isEqualTo(403);
    assertThat(location(typed("JSESSIONID=none", code(0), ""))).endsWith("/login");
  }

  private String passwordTyped() {
    Answer led =
        web.send(
            web.request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=" + extension + "&password=" + PASSWORD)));
    assertThat(location(led)).doesNotContain("error");
    return cookie(led);
  }

  private Answer typed(String session, String code, String to) {
    return web.send(
        web.request("/login/code")
            .header("Cookie", session)
            .header("Sec-Fetch-Site", "same-origin")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("code=" + code + "&to=" + to)));
  }

  private static String location(Answer led) {
    assertThat(led.status()).isEqualTo(302);
    return led.raw().headers().firstValue("Location").orElseThrow();
  }

  private static String cookie(Answer answer) {
    return answer.raw().headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
  }

  private String code(int steps) {
    return code(secret, steps);
  }

  private static String code(byte[] secret, int steps) {
    long step = Totp.step(Instant.now()) + steps;
    return Totp.code(secret, step, Totp.DIGITS, "HmacSHA1");
  }
}
