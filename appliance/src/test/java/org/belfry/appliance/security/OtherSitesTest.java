package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.pbx.admin.AccountAdmin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a web page that somebody in the office has open can make a browser do here. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class OtherSitesTest {
  private LocalAppliance appliance;

  @BeforeEach
  void use(LocalAppliance shared) {
    appliance = shared;
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, same-site, 403",
    "Sec-Fetch-Site, same-origin, 422",
    "Sec-Fetch-Site, none, 422",
    "Origin, https://evil.example, 403",
    "Origin, null, 403",
    "Accept, */*, 422",
  })
  void aPageOfAnotherSiteDoesNotUseTheCredentialsThatTheBrowserKeeps(
      String header, String value, int status) {
    ApiClient browser = appliance.https(); // with Basic
    for (String method : new String[] {"POST", "PUT", "PATCH"}) {
      String path = method.equals("POST") ? "/api/v1/groups" : "/api/v1/allow-list";
      if (method.equals("PATCH")) {
        path = "/api/v1/dial-plan";
      }
      Answer answer =
          browser.send(
              browser
                  .request(path)
                  .header(header, value)
                  .header("Content-Type", "application/json")
                  .method(method, BodyPublishers.ofString("{\"country\":\"xx\"}")));
      if (status == 403) {
        assertThat(answer.status()).as(method).isEqualTo(403);
        assertThat(answer.type()).isEqualTo("application/problem+json");
      } else {
        assertThat(answer.status()).as(method).isIn(400, 422);
      }
    }
  }

  @Test
  void ourOwnOriginAndProgramsWithTokensGoOn() {
    ApiClient browser = appliance.https();
    String own = "https://127.0.0.1:" + appliance.httpsPort();
    assertThat(made(browser, own).status()).isIn(400, 422);
    assertThat(made(appliance.api(), "https://crm.example").status()).isIn(400, 422);
  }

  private static Answer made(ApiClient client, String origin) {
    return client.send(
        client
            .request("/api/v1/groups")
            .header("Origin", origin)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}")));
  }

  @Test
  void theRedirectToHttpsLeadsToNobodyElse() throws IOException {
    assertThat(redirected("evil.example"))
        .contains("Location: https://127.0.0.1:" + appliance.httpsPort() + "/setup?token=x");
    assertThat(redirected("localhost"))
        .contains("Location: https://localhost:" + appliance.httpsPort() + "/setup?token=x");
  }

  private String redirected(String host) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", appliance.httpPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET /setup?token=x HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void theLinkOfTheFirstStartEnds(@TempDir Path data) {
    try (LocalAppliance fresh = LocalAppliance.on(data, "--belfry.admin-password=")) {
      Accounts accounts = fresh.part(Accounts.class);
      assertThat(accounts.setupNeeded()).isTrue();
      String late = accounts.newFirstSetupToken(Duration.ofSeconds(-1));
      assertThat(accounts.setupTokenValid(late)).isFalse();
      String first = accounts.newFirstSetupToken(Duration.ofHours(1));
      assertThat(accounts.setupTokenValid(first)).isTrue();
      accounts.completeSetup(first, "owner", "a long password");
      assertThat(fresh.part(AccountAdmin.class).setupTokenValid(first)).isFalse();
      String second = accounts.newFirstSetupToken(Duration.ofHours(1));
      assertThat(accounts.setupTokenValid(second)).isFalse(); // somebody administers already
    }
  }
}
