package org.belfry.pbx.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.junit.jupiter.api.Test;

/** What one phone sends shares one hop. */
class KnownHopsTest {
  private static final InetSocketAddress US = new InetSocketAddress("10.0.0.1", 5060);

  private final KnownHops hops = new KnownHops();

  @Test
  void theSameEndsAreTheSameObject() {
    Hop first = hops.of(US, new InetSocketAddress("10.0.0.5", 5062));
    assertThat(hops.of(US, new InetSocketAddress("10.0.0.5", 5062))).isSameAs(first);
  }

  @Test
  void otherEndsAreOtherHops() {
    InetSocketAddress phone = new InetSocketAddress("10.0.0.5", 5062);
    InetSocketAddress us = new InetSocketAddress("10.9.9.1", 5060);
    hops.of(US, phone);
    assertThat(hops.of(us, phone)).isEqualTo(new Hop(Transport.UDP, us, phone, 0));
  }

  @Test
  void moreSendersThanThereIsRoomForGetTheirOwn() {
    for (int port = 1; port <= 65_535; port++) {
      assertThat(hops.of(US, new InetSocketAddress("10.0.0.5", port)).remote().getPort())
          .isEqualTo(port);
    }
  }
}
