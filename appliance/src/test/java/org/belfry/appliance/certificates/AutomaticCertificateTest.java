package org.belfry.appliance.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.appliance.acme.OpenChallenges;
import org.belfry.appliance.acme.ScriptedAuthority;
import org.belfry.appliance.certificates.AutomaticCertificate.Here;
import org.belfry.appliance.system.Certificate;
import org.belfry.appliance.system.DataDirectory;
import org.belfry.pbx.admin.AcmeAdmin.AcmeView;
import org.belfry.pbx.admin.AcmeAdmin.ChangeAcme;
import org.belfry.pbx.admin.AcmeAdmin.DnsServer;
import org.belfry.pbx.admin.AcmeAdmin.Method;
import org.belfry.pbx.admin.AcmeAdmin.Reason;
import org.belfry.pbx.admin.CertificateAdmin.CertificateView;
import org.belfry.pbx.admin.CertificateAdmin.InstallCertificate;
import org.belfry.pbx.admin.CertificateAdmin.Source;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that fail, by a clock that is set by hand; AcmeIT has those that succeed. */
class AutomaticCertificateTest {
  @TempDir Path home;
  private ScriptedAuthority authority;
  private DataDirectory data;
  private Instant now = Instant.now();
  private final Map<String, String> kept = new ConcurrentHashMap<>();
  private final List<String> told = new ArrayList<>();
  private boolean owner = true;
  private InstalledCertificate installed;
  private AutomaticCertificate automatic;

  @BeforeEach
  void starts() throws Exception {
    authority = new ScriptedAuthority(home.resolve("authority"));
    data = DataDirectory.open(home.resolve("own"));
    Certificate certificate = Certificate.in(data, List.of("pbx.example.com"));
    CertificateAudit changes = (kind, before, after) -> told.add(kind);
    installed = new InstalledCertificate(certificate, () -> owner, changes);
    automatic =
        new AutomaticCertificate(
            installed,
            new AcmeStore(new Rows(kept), new Reversed(), "pbx.example.com"),
            new OpenChallenges(),
            changes,
            new Here(8080, 8443, Set.of()),
            () -> owner,
            () -> now);
  }

  @AfterEach
  void ends() {
    automatic.stop();
    authority.close();
    data.close();
  }

  private record Rows(Map<String, String> kept) implements AcmeStore.Kept {
    @Override
    public Optional<String> get(String name) {
      return Optional.ofNullable(kept.get(name));
    }

    @Override
    public void set(String name, String value) {
      kept.put(name, value);
    }
  }

  /** No cipher, but not readable either. */
  private record Reversed() implements AcmeStore.Sealing {
    @Override
    public byte[] seal(String secret) {
      return new StringBuilder(secret).reverse().toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String open(byte[] sealed) {
      return new StringBuilder(new String(sealed, StandardCharsets.UTF_8)).reverse().toString();
    }
  }

  private ChangeAcme on(boolean on) {
    return new ChangeAcme(
        on,
        authority.url("/dir"),
        "",
        List.of("pbx.example.com"),
        Method.HTTP_01,
        true,
        true,
        authority.trust(),
        null,
        null);
  }

  private AcmeView failed(int times) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .until(
            automatic::acme,
            view -> view.renewal().failures() == times && !view.progress().phase().isBusy());
  }

  @Test
  void aFailedRequestIsRepeatedWhenItIsTimeAndNotBefore() {
    authority.refuses("/order", 500, "serverInternal", Map.of());
    automatic.change(on(true));
    AcmeView first = failed(1);
    assertThat(first.progress().reason()).isEqualTo(Reason.SERVER);
    assertThat(first.renewal().due()).isEqualTo(now.plus(Duration.ofHours(1)));
    assertThat(first.renewal().failingSince()).isEqualTo(now);

    now = now.plus(Duration.ofMinutes(59));
    automatic.tick();
    assertThat(automatic.acme().progress().phase().isBusy()).isFalse();
    now = now.plus(Duration.ofMinutes(1));
    automatic.tick();
    AcmeView second = failed(2);
    assertThat(second.renewal().due()).isEqualTo(now.plus(Duration.ofHours(2)));
    assertThat(second.renewal().failingSince()).isEqualTo(first.renewal().failingSince());
  }

  private ChangeAcme elsewhere(@Nullable Boolean inside, @Nullable String trust) {
    return new ChangeAcme(
        null, authority.url("/dir"), null, null, null, null, inside, trust, null, null);
  }

  @Test
  void onlyAnOwnerInstallsACertificate() {
    owner = false;
    assertThatThrownBy(() -> installed.install(new InstallCertificate("chain", "key")))
        .hasMessageContaining("only an owner");
    assertThatThrownBy(() -> installed.useOwn()).hasMessageContaining("only an owner");
    owner = true;
    assertThat(installed.useOwn().source()).isEqualTo(Source.OWN);
  }

  @Test
  void onlyAnOwnerLeadsRequestsToAServerInsideOrToOneThatIsNotTrusted() {
    String directory = authority.url("/dir");
    owner = false;
    assertThatThrownBy(() -> automatic.change(elsewhere(true, null)))
        .hasMessageContaining("only an owner");
    assertThatThrownBy(() -> automatic.change(elsewhere(null, authority.trust())))
        .hasMessageContaining("only an owner");
    assertThatThrownBy(() -> automatic.terms(directory, true, null))
        .hasMessageContaining("only an owner");
    assertThatThrownBy(() -> automatic.terms(directory, false, authority.trust()))
        .hasMessageContaining("only an owner");
    assertThatThrownBy(() -> automatic.change(byUpdates("192.0.2.53")))
        .hasMessageContaining("only an owner");
    automatic.change(elsewhere(null, null));

    owner = true;
    automatic.change(elsewhere(true, authority.trust()));
    owner = false;
    automatic.change(elsewhere(null, null)); // as the owner said
    ChangeAcme another =
        new ChangeAcme(
            null, "https://192.0.2.1/dir", null, null, null, null, null, null, null, null);
    assertThatThrownBy(() -> automatic.change(another)).hasMessageContaining("only an owner");
  }

  private static ChangeAcme byUpdates(String server) {
    return new ChangeAcme(
        null,
        null,
        null,
        null,
        Method.DNS_01,
        null,
        null,
        null,
        new DnsServer(server, "example.com", "belfry", "hmac-sha256", 1),
        "c2VjcmV0");
  }

  @Test
  void aRateLimitIsWaitedForEvenWhenItIsLong() {
    authority.refuses("/order", 429, "rateLimited", Map.of("Retry-After", "90000"));
    automatic.change(on(true));
    AcmeView view = failed(1);
    assertThat(view.progress().reason()).isEqualTo(Reason.RATE_LIMITED);
    assertThat(view.renewal().due()).isAfter(now.plus(Duration.ofHours(24)));
  }

  @Test
  void aFailedTestCountsAsNoFailure() {
    authority.refuses("/order", 500, "serverInternal", Map.of());
    automatic.change(on(false));
    automatic.request(true);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> automatic.acme().progress().reason() == Reason.SERVER);
    assertThat(automatic.acme().renewal().failures()).isZero();
    assertThat(automatic.acme().renewal().due()).isNull();
  }

  @Test
  void settingsThatAreIncompleteAreRefusedFieldByField() {
    assertThatThrownBy(() ->
            automatic.change(
                new ChangeAcme(
                    true,
                    null,
                    "nobody",
                    List.of("localhost", "192.0.2.1", "*.example.com"),
                    null,
                    false,
                    null,
                    null,
                    null,
                    null)))
        .isInstanceOfSatisfying(
            InvalidCommand.class,
            e ->
                assertThat(e.problems().stream().map(FieldProblem::field))
                    .containsExactly("email", "names[0]", "names[1]", "names[2]", "agreed"));
    assertThatThrownBy(() ->
            automatic.change(
                new ChangeAcme(false, "ftp://a/", null, null, null, true, null, null, null, null)))
        .isInstanceOfSatisfying(
            InvalidCommand.class,
            e -> assertThat(e.problems().getFirst().field()).isEqualTo("directory"));
    assertThat(told).isEmpty();
  }

  @Test
  void changesAreToldOfAndSecretsKeptOnlyEncrypted() {
    authority.refuses("/order", 500, "serverInternal", Map.of());
    automatic.change(on(true));
    failed(1);
    assertThat(told).containsExactly("acme");
    assertThat(kept.get("acme.state"))
        .contains(authority.url("/dir"))
        .doesNotContain("BEGIN")
        .doesNotContain("MEECAQAw"); // as an EC key begins in Base64
  }

  @Test
  void ourOwnCertificateIsRenewedWhileWeRun() {
    CertificateView first = installed.certificate();
    now = first.notAfter().minus(Duration.ofDays(31));
    automatic.tick();
    assertThat(installed.certificate()).isEqualTo(first);
    now = first.notAfter().minus(Duration.ofDays(29));
    automatic.tick();
    assertThat(installed.certificate().sha256()).isNotEqualTo(first.sha256());
    assertThat(installed.certificate().ownAuthority()).isTrue();
  }
}
