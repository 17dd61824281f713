package org.belfry.media.srtp.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8122 §5. */
class FingerprintTest {
  private static final byte[] CERTIFICATE = {1, 2, 3};
  private static final byte[] OTHER = {1, 2, 4};

  @ParameterizedTest
  @ValueSource(strings = {"sha-1", "sha-256", "sha-384", "sha-512"})
  void whatIsPrintedIsRead(String hash) {
    Fingerprint one = Fingerprint.of(hash, CERTIFICATE);
    assertThat(Fingerprint.parse(one.toWire())).contains(one);
    assertThat(Fingerprint.parse(one.toWire().toLowerCase())).contains(one);
    assertThat(Fingerprint.parse(one.toWire().replace("sha", "SHA"))).contains(one);
    assertThat(Fingerprint.anyMatches(List.of(one), CERTIFICATE)).isTrue();
    assertThat(Fingerprint.anyMatches(List.of(one), OTHER)).isFalse();
  }

  @Test
  void theWireFormIsUpperCaseWithColons() {
    assertThat(Fingerprint.of("sha-1", CERTIFICATE).toWire())
        .isEqualTo("sha-1 70:37:80:71:98:C2:2A:7D:2B:08:07:37:1D:76:37:79:A8:4F:DF:CF");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha-256",
        "sha-256 ",
        "sha-256 AB:CD",
        "md5 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B",
        "sha-1 7037807198C22A7D2B0807371D763779A84FDFCF",
        "sha-1 70:37:80:71:98:C2:2A:7D:2B:08:07:37:1D:76:37:79:A8:4F:DF:XX",
        "sha-1 70:37:80:71:98:C2:2A:7D:2B:08:07:37:1D:76:37:79:A8:4F:DF:CF x"
      })
  void whatIsNoneIsNotRead(String value) {
    assertThat(Fingerprint.parse(value)).isEmpty();
  }

  @Test
  void theStrongestHashDecides() {
    List<Fingerprint> announced =
        List.of(Fingerprint.of("sha-1", CERTIFICATE), Fingerprint.of("sha-256", OTHER));
    assertThat(Fingerprint.anyMatches(announced, CERTIFICATE)).isFalse();
    assertThat(Fingerprint.anyMatches(announced, OTHER)).isTrue();
  }

  @Test
  void ofSeveralCertificatesOneIsEnough() {
    List<Fingerprint> announced =
        List.of(Fingerprint.of("sha-256", CERTIFICATE), Fingerprint.of("sha-256", OTHER));
    assertThat(Fingerprint.anyMatches(announced, CERTIFICATE)).isTrue();
    assertThat(Fingerprint.anyMatches(announced, OTHER)).isTrue();
    assertThat(Fingerprint.anyMatches(announced, new byte[] {9})).isFalse();
  }
}
