package org.belfry.pbx.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostAddressTest {
  private static final String[] SOURCES = {
    "10.0.0.1", "10.0.0.10", "192.0.2.255", "0.0.0.0", "255.255.255.255", "2001:db8::1", "::1"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "10.0.0.10",
        "10.0.0.01",
        "010.0.0.1",
        "10.0.0",
        "10.0.0.",
        ".10.0.0.1",
        "10..0.1",
        "10.0.0.1.",
        "10.0.0.1.1",
        "10.0.0.256",
        "10.0.0.0001",
        "10.0.0.1x",
        "192.0.2.255",
        "0.0.0.0",
        "255.255.255.255",
        "[2001:db8::1]",
        "2001:db8:0:0:0:0:0:1",
        "[::1]",
        "::ffff:10.0.0.1",
        "pbx.example",
        "1and1.example",
        "",
        "["
      })
  void aHostSpellsAnAddressWhenItReadsAsThatAndOnlyThen(String host) {
    InetAddress said = HostAddress.address(host);
    for (String source : SOURCES) {
      InetAddress address = InetAddress.ofLiteral(source);
      assertThat(HostAddress.spells(host, address))
          .as("%s and %s", host, source)
          .isEqualTo(address.equals(said));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "0.0.0.0", "2001:db8::1"})
  void anAddressIsSpelledAsItIsWritten(String text) {
    assertThat(HostAddress.spells(text, InetAddress.ofLiteral(text))).isTrue();
  }
}
