package org.belfry.appliance.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.belfry.appliance.host.AddressWatch.Move;
import org.junit.jupiter.api.Test;

/** Which changes of addresses matter. */
class AddressWatchTest {
  private static final InetAddress LOOP = address("127.0.0.1");
  private static final InetAddress OLD = address("192.168.1.20");
  private static final InetAddress NEW = address("192.168.1.77");

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  private static List<InetAddress> of(InetAddress... addresses) {
    return Stream.of(addresses).toList();
  }

  @Test
  void theFirstAddressThatComesAfterTheStart() {
    assertThat(AddressWatch.move(of(LOOP), of(LOOP), null)).isNull();
    assertThat(AddressWatch.move(of(LOOP), of(LOOP, NEW), null)).isEqualTo(new Move(NEW, true));
    assertThat(AddressWatch.move(of(LOOP), of(LOOP, NEW), NEW)).isEqualTo(new Move(NEW, true));
  }

  @Test
  void anotherOneFromTheRouter() {
    assertThat(AddressWatch.move(of(LOOP, OLD), of(LOOP, NEW), NEW)).isEqualTo(new Move(NEW, true));
  }

  @Test
  void noneAtAllIsAwaited() {
    assertThat(AddressWatch.move(of(LOOP, OLD), of(LOOP), null)).isNull();
    assertThat(AddressWatch.move(of(LOOP, OLD), of(LOOP, OLD), OLD)).isNull();
  }

  @Test
  void aBridgeOfContainersIsNoMoveButTheWayOutIs() {
    InetAddress bridge = address("172.17.0.1");
    assertThat(AddressWatch.move(of(LOOP, OLD), of(LOOP, OLD, bridge), OLD)).isNull();
    assertThat(AddressWatch.move(of(LOOP, bridge), of(LOOP, bridge, NEW), NEW))
        .isEqualTo(new Move(NEW, false));
  }

  @Test
  void theNextTemporaryAddressOfIpv6IsNoMove() {
    InetAddress stable = address("2001:db8::20");
    InetAddress temporary = address("2001:db8::a1b2");
    assertThat(AddressWatch.move(of(LOOP, stable), of(LOOP, stable, temporary), temporary))
        .isNull();
    assertThat(AddressWatch.move(of(LOOP), of(LOOP, stable), null))
        .isEqualTo(new Move(stable, true));
  }

  @Test
  void aWayOutThatNoStartServesIsNone() {
    InetAddress selfGiven = address("169.254.7.7"); // RFC 3927, not among those that are served
    assertThat(AddressWatch.move(of(LOOP, OLD), of(LOOP, OLD), selfGiven)).isNull();
    assertThat(AddressWatch.move(of(LOOP, OLD), of(LOOP, OLD), LOOP)).isNull();
  }
}
