package org.belfry.provisioning.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipAccountTest {
  private static final SipAccount ALICE =
      new SipAccount(
          "1001",
          "k7Qw-mZ4x-Tb9e",
          "pbx.example.com",
          "pbx.example.com",
          5060,
          SipTransport.UDP,
          "Alice Berger");

  @Test
  void theReadableAccountIsTheGoldenOne() throws IOException {
    assertThat(ALICE.readable()).isEqualTo(golden("account.txt"));
  }

  @Test
  void unusualNamesAddressesAndPortsAreWrittenAsRfc3261Wants() throws IOException {
    SipAccount account =
        new SipAccount(
            "jürgen müßig#1",
            "pass%word with spaces",
            "2001:db8::10",
            "2001:db8::10",
            15061,
            SipTransport.TLS,
            "Jürgen Müßig");

    assertThat(account.readable()).isEqualTo(golden("account-ipv6-tls.txt"));
  }

  @ParameterizedTest
  @CsvSource({
    "5060, UDP, pbx.example.com",
    "5060, TCP, pbx.example.com",
    "5061, TLS, pbx.example.com",
    "5061, UDP, pbx.example.com:5061",
    "5060, TLS, pbx.example.com:5060"
  })
  void thePortIsNamedWhenItIsNotTheTransportsOwn(int port, SipTransport transport, String server) {
    assertThat(new SipAccount("1", "secret", "d", "pbx.example.com", port, transport, "A").server())
        .isEqualTo(server);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "two\nlines"})
  void aPasswordIsOneLine(String password) {
    assertThatThrownBy(() -> new SipAccount("1", password, "d", "h", 5060, SipTransport.UDP, "A"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("password");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65536})
  void aPortOutOfRangeIsRefused(int port) {
    assertThatThrownBy(() -> new SipAccount("1", "secret", "d", "h", port, SipTransport.UDP, "A"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thePasswordStaysOutOfLogs() {
    assertThat(ALICE.toString()).doesNotContain("k7Qw");
  }

  private static String golden(String name) throws IOException {
    try (var in = SipAccountTest.class.getResourceAsStream("/profile/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
