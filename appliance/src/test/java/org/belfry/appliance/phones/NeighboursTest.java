package org.belfry.appliance.phones;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeighboursTest {

  @ParameterizedTest
  @CsvSource({
    "192.168.1.1, 24, 192.168.1.254, true",
    "192.168.1.1, 24, 192.168.2.1, false",
    "192.168.1.1, 23, 192.168.0.1, true",
    "10.0.0.1, 8, 10.255.255.255, true",
    "192.0.2.1, 32, 192.0.2.1, true",
    "192.0.2.1, 32, 192.0.2.2, false",
    "2001:db8::1, 64, 2001:db8::ffff, true",
    "2001:db8::1, 64, 2001:db8:0:1::1, false",
    "2001:db8::1, 64, 192.0.2.1, false"
  })
  void networksAreSharedByTheirFirstBits(String ours, int bits, String other, boolean shared) {
    assertThat(
            Neighbours.shares(
                InetAddress.ofLiteral(ours).getAddress(),
                bits,
                InetAddress.ofLiteral(other).getAddress()))
        .isEqualTo(shared);
  }

  @Test
  void thisMachineIsItsOwnNeighbourAndThePublicNetworkIsNot() throws SocketException {
    assertThat(Neighbours.isOne(InetAddress.getLoopbackAddress())).isTrue();
    assertThat(Neighbours.isOne(InetAddress.ofLiteral("198.51.100.7"))).isFalse();
  }
}
