package org.belfry.media.srtp.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.belfry.media.srtp.SrtpKeys;
import org.belfry.media.srtp.SrtpSuite;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.jspecify.annotations.Nullable;

/**
 * What both roles check and take from a handshake: the certificate, the SRTP suite, the keys. Lives
 * on the handshake's thread.
 */
final class Agreement {
  private final List<SrtpSuite> order;
  private final List<Fingerprint> announced;
  private @Nullable SrtpSuite suite;
  private @Nullable Keys keys;
  private @Nullable String complaint;

  Agreement(List<SrtpSuite> order, List<Fingerprint> announced) {
    this.order = order;
    this.announced = announced;
  }

  /** What we did not like, once a method here has thrown. */
  @Nullable String complaint() {
    return complaint;
  }

  /** What came of the handshake. */
  record Keys(SrtpKeys sending, SrtpKeys receiving) {}

  /** Present after the handshake. */
  Optional<Keys> keys() {
    return Optional.ofNullable(keys);
  }

  /** All our profiles (RFC 5764 §4.1.2). */
  int[] profiles() {
    return order.stream().mapToInt(SrtpSuite::dtlsProfile).toArray();
  }

  /** The chosen one. */
  int profile() {
    return suite == null ? 0 : suite.dtlsProfile();
  }

  /** RFC 5764 §4.1.1: the server chooses one of the client's; we by our order. */
  void choose(int[] offered) throws IOException {
    suite =
        order.stream()
            .filter(s -> Arrays.stream(offered).anyMatch(p -> p == s.dtlsProfile()))
            .findFirst()
            .orElseThrow(() ->
                refusal(
                    AlertDescription.handshake_failure,
                    "the other side offers none of our SRTP profiles"));
  }

  /** RFC 5764 §4.1.1: the answer holds exactly one of our profiles, and the MKI as we sent it. */
  void chosen(int[] answered, byte[] mki) throws IOException {
    if (answered.length != 1 || mki.length != 0) {
      throw refusal(AlertDescription.illegal_parameter, "the other side's use_srtp is no answer");
    }
    choose(answered);
  }

  /** RFC 7627 §5.4: without it, keys must not be exported. */
  void requireExtendedMasterSecret(boolean there) throws IOException {
    if (!there) {
      throw refusal(
          AlertDescription.handshake_failure,
          "the other side does not know the extended master secret (RFC 7627)");
    }
  }

  /** RFC 5763 §5: the fingerprint in the session description is all that proves who speaks. */
  void check(@Nullable Certificate chain) throws IOException {
    if (chain == null || chain.isEmpty()) {
      throw refusal(AlertDescription.bad_certificate, "the other side shows no certificate");
    }
    if (!Fingerprint.anyMatches(announced, chain.getCertificateAt(0).getEncoded())) {
      throw refusal(
          AlertDescription.bad_certificate,
          "the other side's certificate is not the one of its session description");
    }
  }

  /** RFC 5764 §4.2: keys of client and server, then salts of client and server. */
  void export(TlsContext context, boolean asClient) throws IOException {
    SrtpSuite agreed = suite;
    if (agreed == null) {
      throw refusal(AlertDescription.handshake_failure, "the other side does not know use_srtp");
    }
    int key = agreed.keyLength();
    int salt = agreed.saltLength();
    byte[] material = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
    SrtpKeys client =
        new SrtpKeys(
            agreed,
            Arrays.copyOf(material, key),
            Arrays.copyOfRange(material, 2 * key, 2 * key + salt));
    SrtpKeys server =
        new SrtpKeys(
            agreed,
            Arrays.copyOfRange(material, key, 2 * key),
            Arrays.copyOfRange(material, 2 * key + salt, 2 * (key + salt)));
    Arrays.fill(material, (byte) 0);
    keys = asClient ? new Keys(client, server) : new Keys(server, client);
  }

  TlsFatalAlert refusal(short alert, String why) {
    complaint = why;
    return new TlsFatalAlert(alert);
  }
}
