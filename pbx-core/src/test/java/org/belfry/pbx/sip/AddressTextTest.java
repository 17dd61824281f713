package org.belfry.pbx.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5952 §4. */
class AddressTextTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,                               192.0.2.1",
    "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
    "2001:DB8::ABCD,                          2001:db8::abcd",
    "2001:db8:0:1:1:1:1:1,                    2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1,                      2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1,                    2001:db8::1:0:0:1",
    "0:0:0:0:0:0:0:0,                         ::",
    "::1,                                     ::1",
    "fe80:0:0:0:0:0:0:0,                      fe80::",
    "0:0:1:0:0:0:0:0,                         0:0:1::",
  })
  void isWrittenInTheRecommendedForm(String written, String recommended) {
    InetAddress address = InetAddress.ofLiteral(written);
    assertThat(AddressText.of(address)).isEqualTo(recommended);
    assertThat(InetAddress.ofLiteral(recommended)).isEqualTo(address);
    assertThat(AddressText.inUri(address))
        .isEqualTo(recommended.contains(":") ? "[" + recommended + "]" : recommended);
  }

  @Test
  void aZoneIsLeftOut() throws UnknownHostException {
    byte[] bytes = InetAddress.ofLiteral("fe80::1").getAddress();
    InetAddress zoned = java.net.Inet6Address.getByAddress(null, bytes, 1);
    assertThat(AddressText.of(zoned)).isEqualTo("fe80::1");
  }

  @ParameterizedTest
  @CsvSource({
    "[2001:DB8:0:0::1], [2001:db8::1]",
    "2001:DB8:0:0::1,   2001:db8::1",
    "pbx.example,       pbx.example",
    "[::x],             [::x]",
  })
  void aHostOfAUriIsComparedInOneForm(String host, String canonical) {
    assertThat(AddressText.canonical(host)).isEqualTo(canonical);
  }
}
