package org.belfry.pbx.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.app.trunk.TrunkStates;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Grammar;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReservedAddressesTest {
  private final ReservedAddresses reserved =
      new ReservedAddresses(
          () -> Directory.of(1, "pbx.example", Set.of("pbx.example"), List.of(), List.of()),
          new TrunkStates());

  @ParameterizedTest
  @CsvSource({
    "TCP, 10.9.9.9, 25, true",
    "TCP, 192.168.7.7, 6379, true",
    "TLS, 172.16.0.1, 443, true",
    "TCP, fd00::7, 25, true",
    "TCP, 10.9.9.9, 5060, false",
    "TLS, 10.9.9.9, 5061, false",
    "UDP, 10.9.9.9, 5070, false",
    "TCP, 198.51.100.1, 8060, false",
    "UDP, 169.254.169.254, 5060, true",
    "TCP, fe80::1, 5060, true",
    "TCP, 127.0.0.1, 5070, false"
  })
  void aStreamInsideGoesWhereSipIsSpoken(Transport transport, String host, int port, boolean shut) {
    Hop hop = Hop.to(transport, new InetSocketAddress(host, port));
    assertThat(reserved.isShut(hop, Grammar.uri("sip:x@evil.example"))).isEqualTo(shut);
  }

  /** The next request of the dialog would go there, its body with it. */
  @ParameterizedTest
  @CsvSource({
    "sip:x@10.9.9.9:6379;transport=tcp, true",
    "sips:x@10.9.9.9:443, true",
    "sip:x@169.254.169.254:80, true",
    "sip:x@10.9.9.9:5060;transport=tcp, false",
    "sip:x@10.9.9.9:5070, false",
    "sip:x@198.51.100.7:49152;transport=tcp, false",
    "sip:x@10.0.0.7:49152;transport=tcp, false"
  })
  void nobodySaysToBeWhereAServiceInsideIs(String contact, boolean refused) {
    Hop from = Hop.to(Transport.TCP, new InetSocketAddress("10.0.0.7", 51000));
    assertThat(reserved.named(Grammar.uri(contact), from))
        .isEqualTo(refused ? "a service's" : null);
  }
}
