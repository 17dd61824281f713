package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.belfry.appliance.LocalAppliance;
import org.belfry.pbx.admin.AcmeAdmin;
import org.belfry.pbx.admin.AcmeAdmin.AcmeView;
import org.belfry.pbx.admin.AcmeAdmin.ChangeAcme;
import org.belfry.pbx.admin.AcmeAdmin.DnsServer;
import org.belfry.pbx.admin.AcmeAdmin.Method;
import org.belfry.pbx.admin.AcmeAdmin.Phase;
import org.belfry.pbx.admin.AcmeAdmin.ProgressView;
import org.belfry.pbx.admin.AcmeAdmin.Reason;
import org.belfry.pbx.admin.AuditLog;
import org.belfry.pbx.admin.CertificateAdmin;
import org.belfry.pbx.admin.CertificateAdmin.Source;
import org.belfry.pbx.admin.InvalidCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * Certificates of an authority that speaks ACME: Pebble, which refuses every third nonce, and BIND
 * for its names. Ordered, because the last test ends the authority.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AcmeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir static Path home;

  private static LocalAppliance appliance;
  private static Pebble pebble;
  private static AcmeAdmin acme;
  private static CertificateAdmin certificates;

  @BeforeAll
  static void starts() throws IOException, InterruptedException {
    appliance = LocalAppliance.on(home.resolve("data"));
    pebble = new Pebble(home.resolve("pebble"), appliance.httpPort(), appliance.httpsPort());
    acme = appliance.part(AcmeAdmin.class);
    certificates = appliance.part(CertificateAdmin.class);
  }

  @AfterAll
  static void ends() throws InterruptedException {
    if (pebble != null) {
      pebble.close();
    }
    if (appliance != null) {
      appliance.close();
    }
  }

  private static ChangeAcme wanted(boolean on, Method method, String... names) throws IOException {
    return wanted(on, method, Pebble.SECRET, 0, names);
  }

  private static ChangeAcme wanted(
      boolean on, Method method, String secret, int wait, String... names) throws IOException {
    DnsServer dns = new DnsServer(pebble.dnsServer(), "belfry.test", "belfry", "hmac-sha256", wait);
    return new ChangeAcme(
        on,
        pebble.directory(),
        "admin@belfry.test",
        List.of(names),
        method,
        true,
        true,
        pebble.trust(),
        method == Method.DNS_01 ? dns : null,
        method == Method.DNS_01 ? secret : null);
  }

  private static AcmeView ended() {
    return reaches(progress -> !progress.phase().isBusy() && progress.phase() != Phase.NONE);
  }

  private static AcmeView reaches(Predicate<ProgressView> state) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(acme::acme, now -> state.test(now.progress()));
  }

  /** Without a request that it would start: the settings only. */
  private static ProgressView tested(ChangeAcme command) {
    acme.change(command);
    acme.request(true);
    return ended().progress();
  }

  private static X509Certificate shownAt(int port) throws Exception {
    try (SSLSocket socket =
        (SSLSocket) Api.trustAll().getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(5000);
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  @Order(1)
  void aCertificateByHttp01IsUsedByPagesAndPhonesWithoutARestart() throws Exception {
    assertThat(certificates.certificate().source()).isEqualTo(Source.OWN);
    acme.change(wanted(true, Method.HTTP_01, "pbx.belfry.test", "sip.belfry.test"));
    AcmeView view = ended();
    assertThat(view.progress().phase()).as(view.progress().toString()).isEqualTo(Phase.DONE);
    assertThat(view.on()).isTrue();
    assertThat(view.renewal().failures()).isZero();
    assertThat(certificates.certificate().source()).isEqualTo(Source.AUTOMATIC);
    assertThat(certificates.certificate().names())
        .containsExactlyInAnyOrder("pbx.belfry.test", "sip.belfry.test");
    // At two thirds of its life.
    Instant from = certificates.certificate().notBefore();
    Duration life = Duration.between(from, certificates.certificate().notAfter());
    assertThat(view.renewal().due()).isEqualTo(from.plus(life.dividedBy(3).multipliedBy(2)));

    for (int port : new int[] {appliance.httpsPort(), appliance.sipTlsPort()}) {
      Awaitility.await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> shownAt(port).getIssuerX500Principal().getName().contains("Pebble"));
    }
    assertThat(
            appliance
                .part(AuditLog.class)
                .find(new AuditLog.Filter("certificate", null, null), 0, 10)
                .entries())
        .isNotEmpty();
  }

  @Test
  @Order(2)
  void theAccountsKeyIsNowhereInTheDatabaseAsItIs() {
    var jdbc = appliance.part(JdbcTemplate.class);
    String state =
        jdbc.queryForObject("select value from setting where name = 'acme.state'", String.class);
    assertThat(state).contains(pebble.directory());
    // PKCS #8 of an EC key of P-256 begins so in Base64.
    assertThat(state).doesNotContain("MIGHAgEAMBMGByqGSM49").doesNotContain("MEECAQAwEwYHKoZIzj0");
  }

  @Test
  @Order(3)
  void aTestByTlsAlpn01IsDiscarded() throws IOException {
    String before = certificates.certificate().sha256();
    ProgressView end = tested(wanted(false, Method.TLS_ALPN_01, "pbx.belfry.test"));
    assertThat(end.phase()).as(end.toString()).isEqualTo(Phase.DONE);
    assertThat(end.test()).isTrue();
    assertThat(certificates.certificate().sha256()).isEqualTo(before);
  }

  @Test
  @Order(4)
  void aWildcardIsValidatedByDns01AndTheRecordRemoved() throws Exception {
    ProgressView end =
        tested(wanted(false, Method.DNS_01, "*.office.belfry.test", "office.belfry.test"));
    assertThat(end.phase()).as(end.toString()).isEqualTo(Phase.DONE);
    SimpleResolver asked =
        new SimpleResolver(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(),
                Integer.parseInt(pebble.dnsServer().split(":")[1])));
    var question =
        Message.newQuery(
            Record.newRecord(
                Name.fromString("_acme-challenge.office.belfry.test."), Type.TXT, DClass.IN));
    assertThat(asked.send(question).getSection(Section.ANSWER)).isEmpty();
  }

  @Test
  @Order(5)
  void anUpdateSignedByAnotherKeyIsRefused() throws IOException {
    ProgressView end = tested(wanted(false, Method.DNS_01, "b3RoZXI=", 0, "pbx.belfry.test"));
    assertThat(end.reason()).isEqualTo(Reason.DNS_UPDATE);
    assertThat(end.name()).isEqualTo("pbx.belfry.test");
  }

  @Test
  @Order(6)
  void aNameThatTheAuthorityDoesNotServeIsSaid() throws IOException {
    ProgressView end = tested(wanted(false, Method.HTTP_01, "refused.belfry.test"));
    assertThat(end.reason()).as(end.toString()).isEqualTo(Reason.NAME_REFUSED);
  }

  @Test
  @Order(7)
  void aPortThatIsClosedIsSaidWithTheName() throws IOException {
    ProgressView end = tested(wanted(false, Method.HTTP_01, "closed.belfry.test"));
    assertThat(end.reason()).as(end.toString()).isEqualTo(Reason.NO_CONNECTION);
    assertThat(end.name()).isEqualTo("closed.belfry.test");
  }

  @Test
  @Order(8)
  void aNameThatDoesNotExistIsSaidInTheAuthoritysWords() throws IOException {
    ProgressView end = tested(wanted(false, Method.HTTP_01, "missing.belfry.test"));
    // Pebble calls it a connection that failed, Let's Encrypt an error of DNS.
    assertThat(end.reason()).as(end.toString()).isIn(Reason.NO_CONNECTION, Reason.DNS);
    assertThat(end.detail()).contains("resolve");
  }

  @Test
  @Order(9)
  void aDirectoryInsideOrWithAnUnknownCertificateIsAskedOnlyWhenTheOwnerSaysSo()
      throws IOException {
    ChangeAcme good = wanted(false, Method.HTTP_01, "pbx.belfry.test");
    assertThat(tested(but(good, false, good.trust())).reason()).isEqualTo(Reason.INSIDE);
    assertThat(tested(but(good, true, "")).reason()).isEqualTo(Reason.UNTRUSTED);
    assertThat(acme.terms(pebble.directory(), true, pebble.trust())).startsWith("data:text/plain");
    assertThatThrownBy(() -> acme.terms("http://127.0.0.1/dir", true, ""))
        .isInstanceOf(InvalidCommand.class);
  }

  private static ChangeAcme but(ChangeAcme good, boolean inside, String trust) {
    return new ChangeAcme(
        good.on(),
        good.directory(),
        good.email(),
        good.names(),
        good.method(),
        good.agreed(),
        inside,
        trust,
        null,
        null);
  }

  @Test
  @Order(10)
  void noChallengeThatIsNotOpenIsAnswered() throws Exception {
    var client = HttpClient.newHttpClient();
    var uri =
        URI.create("http://127.0.0.1:" + appliance.httpPort() + "/.well-known/acme-challenge/any");
    assertThat(
            client
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(308);
  }

  @Test
  @Order(11)
  void anAuthorityThatGoesDownInTheMiddleIsAskedAgainLaterAndTheCertificateStays()
      throws Exception {
    String before = certificates.certificate().sha256();
    acme.change(wanted(true, Method.DNS_01, Pebble.SECRET, 1, "pbx.belfry.test"));
    reaches(progress -> progress.phase() == Phase.VALIDATION);
    pebble.dies();
    AcmeView down = ended();
    assertThat(down.progress().reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(down.renewal().failures()).isEqualTo(1);
    assertThat(Duration.between(Instant.now(), down.renewal().due()))
        .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
    assertThat(certificates.certificate().sha256()).isEqualTo(before);

    pebble.start(); // knows nothing of our account
    acme.request(false);
    AcmeView up = ended();
    assertThat(up.progress().phase()).as(up.progress().toString()).isEqualTo(Phase.DONE);
    assertThat(up.renewal().failures()).isZero();
    assertThat(certificates.certificate().sha256()).isNotEqualTo(before);
  }

  @Test
  @Order(12)
  void anUploadTurnsAutomaticCertificatesOff() throws IOException {
    certificates.install(
        new CertificateAdmin.InstallCertificate(
            Files.readString(home.resolve("pebble/cert.pem")),
            Files.readString(home.resolve("pebble/key.pem"))));
    assertThat(certificates.certificate().source()).isEqualTo(Source.UPLOADED);
    assertThat(acme.acme().on()).isFalse();
    certificates.useOwn();
    assertThat(certificates.certificate().source()).isEqualTo(Source.OWN);
    assertThat(acme.acme().renewal().due()).isNull();
  }
}
