package org.belfry.pbx.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,      10.255.1.2,   true",
    "10.0.0.0/8,      11.0.0.0,     false",
    "172.16.0.0/12,   172.31.9.9,   true",
    "172.16.0.0/12,   172.32.0.0,   false",
    "192.0.2.128/25,  192.0.2.200,  true",
    "192.0.2.128/25,  192.0.2.127,  false",
    "0.0.0.0/0,       203.0.113.1,  true",
    "0.0.0.0/0,       ::1,          false",
    "192.0.2.1,       192.0.2.1,    true",
    "192.0.2.1,       192.0.2.2,    false",
    "2001:db8::/33,   2001:db8:7fff::, true",
    "2001:db8::/33,   2001:db8:8000::, false",
    "[fe80::]/10,     febf::1,      true",
  })
  void containsWhatBeginsWithTheSameBits(String network, String address, boolean contained) {
    assertThat(IpNetwork.of(network).contains(InetAddress.ofLiteral(address))).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "host/8", "10.0.0.0/x"})
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> IpNetwork.of(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
