package org.belfry.pbx.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.pbx.Rfc;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Rfc("5922")
class ServerNamesTest {
  private static final TestCa CA = new TestCa();

  @Rfc("7.1")
  @ParameterizedTest
  @CsvSource({
    "dns:example.org,                         example.org,     true",
    "dns:example.org,                         EXAMPLE.org,     true",
    "dns:*.example.org,                       sip.example.org, false",
    "dns:sip.example.org,                     example.org,     false",
    "dns:host.example.org uri:sip:example.org, example.org,     true",
    "dns:host.example.org uri:sip:example.org, host.example.org, false",
    "uri:sip:bob@example.org,                 example.org,     false",
    "uri:sip:example.org:5061;transport=tls,  example.org,     true",
    "uri:https://example.org dns:a.example,   a.example,       true",
    "ip:127.0.0.1,                            127.0.0.1,       true",
    "ip:127.0.0.1,                            127.0.0.2,       false",
    "ip:2001:db8::1,                          2001:db8:0::1,   true",
    "dns:127.0.0.1,                           127.0.0.1,       false",
    "ip:127.0.0.1,                            commonname,      false",
    "'',                                      commonname,      true",
  })
  void certificate(String names, String expected, boolean matches) {
    String[] all = names.isEmpty() ? new String[0] : names.split(" ");
    assertThat(ServerNames.match(CA.identity("commonname", all).chain().getFirst(), expected))
        .isEqualTo(matches);
  }
}
