package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What strangers can use up, and what is left for the others. */
@Tag("database")
@Timeout(120)
class StrangersTest {

  @Test
  void sessionsOfStrangersAreFewAndThoseWhoSignedInGoOn(@TempDir Path data) {
    // Without the loopback network on the allow-list, which is there by default.
    try (LocalAppliance appliance = LocalAppliance.on(data, "--belfry.guard.allow=192.0.2.0/24")) {
      ApiClient browser = appliance.https().anonymous();
      ApiClient api = appliance.api();
      String signedIn = signIn(browser);
      assertThat(api.get("/api/v1/users").status()).isEqualTo(200);

      Map<Integer, Integer> answers = new HashMap<>();
      for (int i = 0; i < 300; i++) {
        answers.merge(browser.get("/login").status(), 1, Integer::sum);
      }
      // A build that has no pages yet sends elsewhere.
      assertThat(answers).containsKey(429);
      assertThat(answers.keySet()).isSubsetOf(200, 302, 429);
      assertThat(appliance.part(Sessions.class).strangers())
          .isLessThanOrEqualTo(Sessions.OF_STRANGERS_MAX)
          .isLessThan(200);
      assertGoesOn(page(browser, signedIn));
      assertThat(api.get("/api/v1/users").status()).isEqualTo(200);

      for (int i = 0; i < 1500; i++) {
        answers.merge(browser.get("/api/v1/peers").status(), 1, Integer::sum);
        if (answers.get(429) > 300) {
          break;
        }
      }
      assertGoesOn(page(browser, signedIn));
      assertThat(api.get("/api/v1/users").status()).isEqualTo(200);

      Answer large =
          browser.send(
              browser
                  .request("/login")
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString("username=" + "x".repeat(100_000))));
      assertThat(large.status()).isEqualTo(413);
      Answer click =
          browser.send(
              browser
                  .request("/?v-r=uidl&v-uiId=0")
                  .header("Cookie", signedIn)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("x".repeat(3_000_000))));
      assertThat(click.status()).isEqualTo(413);
    }
  }

  private static void assertGoesOn(Answer page) {
    // What a page answers depends on the build, which may have none yet; that it is not turned away
    // does not.
    assertThat(page.status()).isNotIn(401, 403, 413, 429, 503);
    assertThat(page.raw().headers().firstValue("Location").orElse("")).doesNotContain("login");
  }

  private static Answer page(ApiClient browser, String session) {
    return browser.send(browser.request("/").header("Cookie", session).GET());
  }

  private static String signIn(ApiClient browser) {
    Answer led =
        browser.send(
            browser
                .request("/login")
                .header("Sec-Fetch-Site", "same-origin")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString("username=admin&password=" + LocalAppliance.PASSWORD)));
    return led.raw().headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
  }
}
