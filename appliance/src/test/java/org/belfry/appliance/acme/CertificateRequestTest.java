package org.belfry.appliance.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.belfry.appliance.acme.AcmeDirectory.Window;
import org.belfry.appliance.acme.CertificateRequest.Wanted;
import org.belfry.appliance.outgoing.OutgoingHttp;
import org.belfry.appliance.system.Certificate;
import org.belfry.appliance.system.DataDirectory;
import org.belfry.pbx.admin.AcmeAdmin.Method;
import org.belfry.pbx.admin.AcmeAdmin.Phase;
import org.belfry.pbx.admin.AcmeAdmin.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an authority may answer; AcmeIT has one that issues certificates. */
class CertificateRequestTest {
  private static final KeyPair ACCOUNT = CertificateRequest.newKey();

  @TempDir Path home;
  private ScriptedAuthority authority;
  private final List<Phase> phases = new ArrayList<>();

  @BeforeEach
  void starts() throws Exception {
    authority = new ScriptedAuthority(home.resolve("authority"));
  }

  @AfterEach
  void ends() {
    authority.close();
  }

  private AcmeDirectory directory(String url) {
    return new AcmeDirectory(url, true, authority.trust(), new OutgoingHttp());
  }

  private AcmeFailure failure(boolean agreed) {
    Wanted wanted =
        new Wanted(ACCOUNT, "", agreed, List.of("pbx.example.com"), Method.HTTP_01, null, null);
    CertificateRequest request =
        new CertificateRequest(directory(authority.url("/dir")), new OpenChallenges(), wanted);
    return catchThrowableOfType(AcmeFailure.class, () -> request.run(phases::add));
  }

  @Test
  void aRateLimitSaysWhenTheNextRequestIsTaken() {
    authority.refuses("/order", 429, "rateLimited", Map.of("Retry-After", "7200"));
    AcmeFailure failure = failure(true);
    assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
    assertThat(failure.detail()).isEqualTo("said rateLimited");
    assertThat(Duration.between(Instant.now(), failure.retryAfter()))
        .isBetween(Duration.ofMinutes(118), Duration.ofMinutes(121));
    assertThat(phases).containsExactly(Phase.ACCOUNT, Phase.ORDER);
  }

  @Test
  void eachErrorHasItsReason() {
    Map<String, Reason> reasons =
        Map.of(
            "rejectedIdentifier", Reason.NAME_REFUSED,
            "caa", Reason.CAA,
            "invalidContact", Reason.ACCOUNT,
            "externalAccountRequired", Reason.EXTERNAL_ACCOUNT,
            "serverInternal", Reason.SERVER,
            "unheardOf", Reason.SERVER);
    reasons.forEach((error, reason) -> {
      authority.refuses("/order", 400, error, Map.of());
      assertThat(failure(true).reason()).as(error).isEqualTo(reason);
    });
  }

  @Test
  void aNonceThatIsAlwaysBadEndsTheRequest() {
    authority.refuses("/account", 400, "badNonce", Map.of());
    assertThat(failure(true).reason()).isEqualTo(Reason.SERVER);
  }

  @Test
  void termsOfServiceThatWereNotAcceptedEndItBeforeThereIsAnAccount() throws AcmeFailure {
    authority.meta("\"termsOfService\":\"https://example.com/terms\"");
    AcmeFailure failure = failure(false);
    assertThat(failure.reason()).isEqualTo(Reason.TERMS);
    assertThat(failure.detail()).isEqualTo("https://example.com/terms");
    assertThat(directory(authority.url("/dir")).terms()).isEqualTo("https://example.com/terms");
  }

  @Test
  void anAuthorityThatWantsAnAccountMadeElsewhereIsSaid() {
    authority.meta("\"externalAccountRequired\":true");
    assertThat(failure(true).reason()).isEqualTo(Reason.EXTERNAL_ACCOUNT);
  }

  @Test
  void whatIsNoDirectoryIsSaid() {
    authority.says("/dir", "{\"hello\":1}");
    assertThat(failure(true).reason()).isEqualTo(Reason.NOT_ACME);
    authority.says("/dir", "hello");
    assertThat(failure(true).reason()).isEqualTo(Reason.NOT_ACME);
  }

  @Test
  void aDirectoryThatNamesAnAddressWithoutTlsIsNotFollowed() {
    authority.says(
        "/dir",
        """
        {"newNonce":"http://127.0.0.1:9/nonce","newAccount":"http://127.0.0.1:9/account",
         "newOrder":"http://127.0.0.1:9/order"}
        """);
    AcmeFailure failure = failure(true);
    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failure.detail()).contains("is not https");
  }

  @Test
  void theWindowOfARenewalIsTheAuthoritys() throws AcmeFailure {
    authority.says(
        "/ari",
        """
        {"suggestedWindow":{"start":"2026-12-01T00:00:00Z","end":"2026-12-02T00:00:00Z"}}
        """);
    try (DataDirectory data = DataDirectory.open(home.resolve("own"))) {
      X509Certificate own =
          Certificate.in(data, List.of("pbx.example.com")).keyAndChain().chain().getFirst();
      assertThat(directory(authority.url("/dir")).window(ACCOUNT, own))
          .contains(
              new Window(
                  Instant.parse("2026-12-01T00:00:00Z"), Instant.parse("2026-12-02T00:00:00Z")));
    }
  }
}
