package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnNamesTest {
  private final OwnNames names =
      new OwnNames(
          Set.of("192.0.2.5", "2001:db8::5", "pbx.example"),
          () -> List.of("*.phones.example"),
          "192.0.2.5",
          8443);

  @ParameterizedTest
  @CsvSource({
    "https://pbx.example:8443/users,       https://pbx.example:8443/",
    "https://PBX.example/users,            https://pbx.example/",
    "https://a.phones.example:443/,        https://a.phones.example/",
    "https://a.b.phones.example/,          https://192.0.2.5:8443/",
    "https://[2001:db8::5]:8443/,          https://[2001:db8::5]:8443/",
    "https://pbx.example:9999/,            https://pbx.example:8443/",
    "https://evil.example:8443/,           https://192.0.2.5:8443/",
    "https://pbx.example.evil.example/,    https://192.0.2.5:8443/",
    "https://pbx.example@evil.example/,    https://192.0.2.5:8443/",
    "http://pbx.example/,                  https://pbx.example/",
    "javascript:alert(1),                  https://192.0.2.5:8443/",
    "not a url,                            https://192.0.2.5:8443/",
  })
  void linksHaveNamesOfOursAlone(String given, String base) {
    assertThat(names.base(given)).isEqualTo(base);
  }

  @ParameterizedTest
  @CsvSource({"pbx.example, pbx.example", "evil.example, 192.0.2.5", "2001:db8::5, [2001:db8::5]"})
  void redirectsLeadToNamesOfOursAlone(String given, String host) {
    assertThat(names.host(given)).isEqualTo(host);
  }
}
