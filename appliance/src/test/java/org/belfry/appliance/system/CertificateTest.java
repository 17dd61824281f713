package org.belfry.appliance.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateTest {
  private static final List<String> NAMES =
      List.of("localhost", "PBX.example", "192.0.2.1", "::1", "[::1]");

  @TempDir Path home;

  private Certificate certificate(List<String> names) {
    try (DataDirectory data = DataDirectory.open(home)) {
      return Certificate.in(data, names);
    }
  }

  private Path tls(String file) {
    return home.resolve("tls").resolve(file);
  }

  @Test
  void theFirstOneIsMadeByAnAuthorityOfOurOwnForAllNames() throws Exception {
    Certificate made = certificate(NAMES);
    List<X509Certificate> chain = made.keyAndChain().chain();
    assertThat(chain).hasSize(2);
    assertThat(chain.get(1)).isEqualTo(made.authority());
    chain.get(0).verify(made.authority().getPublicKey());
    assertThat(made.authority().getBasicConstraints()).isNotNegative();
    assertThat(chain.get(0).getBasicConstraints()).isNegative();
    assertThat(KeyAndChain.names(chain.get(0)))
        .containsExactlyInAnyOrder("localhost", "pbx.example", "192.0.2.1", "0:0:0:0:0:0:0:1");
    try (Stream<Path> files = Files.list(home.resolve("tls"))) {
      assertThat(files)
          .hasSize(4)
          .allSatisfy(f ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void itStaysAsLongAsItIsForEveryNameAndIsMadeAnewByTheSameAuthorityAfterwards() {
    X509Certificate first = certificate(NAMES).keyAndChain().chain().getFirst();
    assertThat(certificate(List.of("localhost")).keyAndChain().chain().getFirst()).isEqualTo(first);
    Certificate renewed = certificate(List.of("localhost", "198.51.100.7"));
    X509Certificate second = renewed.keyAndChain().chain().getFirst();
    assertThat(second).isNotEqualTo(first);
    assertThat(second.getIssuerX500Principal()).isEqualTo(first.getIssuerX500Principal());
    assertThat(renewed.madeHere(second)).isTrue();
  }

  @Test
  void oneThatWasBroughtStaysWhateverItIsFor() throws IOException {
    bring(home.resolve("elsewhere"));
    byte[] brought = Files.readAllBytes(tls("certificate.pem"));
    Certificate certificate = certificate(List.of("another.example"));
    assertThat(Files.readAllBytes(tls("certificate.pem"))).isEqualTo(brought);
    assertThat(certificate.madeHere(certificate.keyAndChain().chain().getFirst())).isFalse();
  }

  @Test
  void oneThatCannotBeUsedEndsTheStartWithASentence() throws IOException {
    bring(home.resolve("elsewhere"));
    Path other = home.resolve("third");
    try (DataDirectory data = DataDirectory.open(other)) {
      Files.copy(
          Certificate.in(data, NAMES).key(),
          tls("key.pem"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    assertThatThrownBy(() -> certificate(NAMES))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("key.pem is not the key of the first certificate");
  }

  @Test
  void whatCannotBeReadIsSaid() throws Exception {
    KeyAndChain good = certificate(NAMES).keyAndChain();
    String chain = Files.readString(tls("certificate.pem"));
    String key = Files.readString(tls("key.pem"));
    Instant now = Instant.now();
    assertThat(KeyAndChain.of(chain, key, now)).isEqualTo(good);
    assertUnusable("hello", key, now, "chain holds no certificate in PEM form");
    assertUnusable(chain, "hello", now, "key holds no private key in PEM form");
    assertUnusable(chain, chain, now, "key holds no private key in PEM form");
    assertUnusable(chain.replaceFirst("MII", "!!!"), key, now, "chain cannot be read as PEM");
    assertUnusable(chain, key, now.plus(Duration.ofDays(1000)), "chain expired at ");
    assertUnusable(chain, key, now.minus(Duration.ofDays(1)), "chain is not valid before ");
    int second = chain.indexOf("-----BEGIN", 1);
    assertUnusable(
        chain.substring(0, second) + chain.substring(0, second),
        key,
        now,
        "chain must hold each certificate's issuer right behind it");
  }

  @Test
  void anExpiredOneIsPutAsideSoThatPagesOpen() throws Exception {
    bring(home.resolve("elsewhere"));
    expired(tls("certificate.pem"), tls("key.pem"));
    byte[] expired = Files.readAllBytes(tls("certificate.pem"));
    Certificate certificate = certificate(NAMES);
    assertThat(certificate.madeHere(certificate.shown())).isTrue();
    assertThat(Files.readAllBytes(tls("expired-certificate.pem"))).isEqualTo(expired);
    assertThat(certificate.keyAndChain().names()).contains("pbx.example");
  }

  @Test
  void oneThatAcmeBroughtIsKnownUntilAnotherIsPutInItsPlace() throws Exception {
    Path elsewhere = home.resolve("elsewhere");
    Certificate own = certificate(NAMES);
    assertThat(own.isToBeAutomatic()).isFalse();
    String chain;
    String key;
    try (DataDirectory data = DataDirectory.open(elsewhere)) {
      Certificate other = Certificate.in(data, List.of("acme.example"));
      chain = Files.readString(other.chain());
      key = Files.readString(other.key());
    }
    own.replaceAutomatic(chain, key);
    assertThat(own.isAutomatic(own.shown())).isTrue();
    assertThat(certificate(NAMES).isToBeAutomatic()).isTrue(); // after a restart
    own.replace(chain, key);
    assertThat(own.isToBeAutomatic()).isFalse();
    own.replaceAutomatic(chain, key);
    own.useOwn();
    assertThat(own.isToBeAutomatic()).isFalse();
    assertThat(own.madeHere(own.shown())).isTrue();
  }

  /** A certificate whose time was over yesterday. */
  private static void expired(Path chain, Path key) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    X500Name name = new X500Name("CN=expired");
    Instant end = Instant.now().minus(Duration.ofDays(1));
    X509Certificate made =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(end.minus(Duration.ofDays(90))),
                        Date.from(end),
                        name,
                        pair.getPublic())
                    .build(
                        new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    write(chain, "CERTIFICATE", made.getEncoded());
    write(key, "PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  private static void write(Path file, String label, byte[] content) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
  }

  private static void assertUnusable(String chain, String key, Instant now, String why) {
    assertThatThrownBy(() -> KeyAndChain.of(chain, key, now))
        .isInstanceOfSatisfying(
            KeyAndChain.Unusable.class,
            e -> assertThat(e.field() + " " + e.phrase()).startsWith(why));
  }

  /** Puts a certificate of another authority into place. */
  private void bring(Path elsewhere) throws IOException {
    certificate(NAMES);
    try (DataDirectory data = DataDirectory.open(elsewhere)) {
      Certificate other = Certificate.in(data, List.of("brought.example"));
      Files.copy(
          other.chain(), tls("certificate.pem"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Files.copy(other.key(), tls("key.pem"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
