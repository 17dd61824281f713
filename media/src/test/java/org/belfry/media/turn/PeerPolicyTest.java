package org.belfry.media.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.belfry.media.ice.Subnet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerPolicyTest {
  private final PeerPolicy policy =
      PeerPolicy.of(
          List.of(Subnet.of("10.0.0.0/8")),
          Set.of(InetAddress.ofLiteral("10.0.0.5"), InetAddress.ofLiteral("127.0.0.1")),
          new PeerPolicy.Ports(30000, 39999),
          new PeerPolicy.Ports(50000, 50999));

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 53, true",
    "10.0.0.6, 30000, false",
    "10.0.0.5, 30000, true",
    "10.0.0.5, 39999, true",
    "10.0.0.5, 40000, false",
    "10.0.0.5, 50999, true",
    "10.0.0.5, 3306, false",
    "127.0.0.1, 30000, false",
    "::ffff:10.0.0.6, 30000, false",
    "::ffff:127.0.0.1, 30000, false",
    "64:ff9b::a00:6, 30000, false",
    "64:ff9b:1::a00:6, 30000, false",
    "203.0.113.7, 0, false"
  })
  void ourOwnAddressesAreReachedAtPortsOfMediaAlone(String address, int port, boolean allowed) {
    InetSocketAddress peer = new InetSocketAddress(InetAddress.ofLiteral(address), port);
    assertThat(policy.allows(peer)).isEqualTo(allowed);
  }
}
