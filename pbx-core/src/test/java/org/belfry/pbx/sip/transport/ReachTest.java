package org.belfry.pbx.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReachTest {
  private static final InetSocketAddress LAN = at("192.0.2.10");
  private static final InetSocketAddress VPN = at("198.51.100.10");
  private static final InetSocketAddress LOOPBACK = at("127.0.0.1");
  private static final InetSocketAddress V6 = at("2001:db8::10");
  private static final InetSocketAddress ALL_V4 = at("0.0.0.0");

  @Test
  void theListenerWithTheKernelsSourceAddressIsChosen() {
    Reach reach = reach("198.51.100.10", LAN, VPN, V6);
    assertThat(reach.localFor(address("203.0.113.1"))).isEqualTo(VPN);
  }

  @Test
  void withoutSuchAListenerTheFirstOfTheFamilyIsChosen() {
    assertThat(reach("203.0.113.77", V6, LAN, VPN).localFor(address("203.0.113.1"))).isEqualTo(LAN);
    assertThat(reach(null, LAN, VPN, V6).localFor(address("2001:db8::1"))).isEqualTo(V6);
  }

  @Test
  void aListenerOnLoopbackReachesOnlyLoopback() {
    assertThat(reach("192.0.2.10", LOOPBACK).localFor(address("203.0.113.1"))).isNull();
    assertThat(reach("127.0.0.1", LOOPBACK).localFor(address("127.0.0.1"))).isEqualTo(LOOPBACK);
    assertThat(reach("127.0.0.1", LAN, LOOPBACK).localFor(address("127.0.0.9")))
        .isEqualTo(LOOPBACK);
    assertThat(reach(null, LOOPBACK, LAN).localFor(address("203.0.113.1"))).isEqualTo(LAN);
  }

  @Test
  void anotherFamilyIsNotReached() {
    assertThat(reach("192.0.2.10", LAN).localFor(address("2001:db8::1"))).isNull();
  }

  @Test
  void aWildcardListenerSaysTheConcreteAddress() {
    assertThat(reach("192.0.2.10", ALL_V4).localFor(address("203.0.113.1"))).isEqualTo(LAN);
    assertThat(reach(null, ALL_V4).localFor(address("203.0.113.1"))).isNull();
  }

  @Test
  void theListenerBehindALocalAddressIsFound() {
    Reach reach = reach(null, LAN, ALL_V4);
    assertThat(reach.listener(LAN)).isEqualTo(LAN);
    assertThat(reach.listener(VPN)).isEqualTo(ALL_V4);
    assertThat(reach.listener(V6)).isNull();
    assertThat(reach.listener(new InetSocketAddress(LAN.getAddress(), 9))).isNull();
  }

  @Test
  void theKernelIsAskedOnceForARemoteUntilItsRoutesMayHaveChanged() {
    AtomicInteger asked = new AtomicInteger();
    Reach reach =
        new Reach(
            List.of(LAN, VPN),
            remote -> {
              asked.incrementAndGet();
              return VPN.getAddress();
            });
    reach.localFor(address("203.0.113.1"));
    reach.localFor(address("203.0.113.1"));
    assertThat(asked).hasValue(1);
    reach.forget();
    reach.localFor(address("203.0.113.1"));
    assertThat(asked).hasValue(2);
  }

  @Test
  void theOnlyListenerOfAFamilyIsNotLookedUp() {
    Reach reach =
        new Reach(
            List.of(LAN, V6),
            remote -> {
              throw new AssertionError("nothing to ask");
            });
    assertThat(reach.localFor(address("203.0.113.1"))).isEqualTo(LAN);
    assertThat(reach.localFor(address("2001:db8::1"))).isEqualTo(V6);
  }

  @Test
  void theKernelSendsToLoopbackFromLoopback() {
    assertThat(KernelSource.towards(address("127.0.0.1"))).isEqualTo(address("127.0.0.1"));
  }

  private static Reach reach(String source, InetSocketAddress... listeners) {
    return new Reach(List.of(listeners), remote -> source == null ? null : address(source));
  }

  private static InetSocketAddress at(String host) {
    return new InetSocketAddress(address(host), 5060);
  }

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }
}
