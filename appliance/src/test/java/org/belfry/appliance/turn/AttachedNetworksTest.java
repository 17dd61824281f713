package org.belfry.appliance.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.belfry.media.ice.Subnet;
import org.belfry.media.turn.PeerPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttachedNetworksTest {
  private static final InetAddress OURS = InetAddress.ofLiteral("2001:db8:1::5");

  /** A neighbour with a public address is as much inside as one with a private address. */
  @ParameterizedTest
  @CsvSource({
    "2001:db8:1::6, 161, false",
    "2001:db8:1::5, 30000, true",
    "2001:db8:1::5, 3306, false",
    "2001:db8:2::6, 161, true"
  })
  void nothingIsRelayedToANeighbourOfThisMachine(String address, int port, boolean allowed) {
    Subnet office = AttachedNetworks.network(OURS, 64);
    assertThat(office).isNotNull();
    PeerPolicy policy =
        PeerPolicy.of(List.of(office), Set.of(OURS), new PeerPolicy.Ports(30000, 39999));
    var peer = new InetSocketAddress(InetAddress.ofLiteral(address), port);
    assertThat(policy.allows(peer)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1::5, 64, 2001:db8:1:0:ffff::1, true",
    "2001:db8:1::5, 64, 2001:db8:1:1::1, false",
    "2001:db8:1::5, 128, 2001:db8:1::5, ",
    "2001:db8:1::5, 0, 2001:db8:2::1, ",
    "192.0.2.5, 24, 192.0.2.200, ",
    "fe80::1, 64, fe80::2, ",
    "127.0.0.1, 8, 127.0.0.2, "
  })
  void aNetworkIsWhatAnAddressAndItsPrefixSay(
      String ours, int bits, String other, @Nullable Boolean within) {
    Subnet network = AttachedNetworks.network(InetAddress.ofLiteral(ours), bits);
    assertThat(network == null ? null : network.contains(InetAddress.ofLiteral(other)))
        .isEqualTo(within);
  }

  @Test
  void thoseOfThisMachineCanBeTold() {
    assertThat(AttachedNetworks.now()).doesNotContainNull();
  }
}
