package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.CallSettings.Permissions;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.FeatureCode;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every target of a REFER is checked, whatever else it names. */
class SentElsewhereTest {
  private static final Peer GATEWAY =
      new Peer(
          1,
          "gateway",
          List.of(),
          0,
          "gateway.example",
          new NumberPattern("00*"),
          Hop.to(Transport.UDP, new InetSocketAddress("203.0.113.30", 5060)),
          null);

  /** A user without permission to call abroad names a dialog of their own. */
  @Test
  void aDialogOfTheSendersOwnIsNoLeaveToSendAPhoneAbroad() {
    World world = World.seeded(9501);
    SimulatedPhone provider = InAnothersNameTest.provider(world, 0);
    world.arranges("1002", abroad());
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = Talk.between(world, alice, bob);
    for (String abroad : List.of("sip:0033140000000@pbx.example", "sip:0033140000000@10.0.0.1")) {
      call.refers(abroad + "?Replaces=" + call.replaces());
      world.advance(Duration.ofSeconds(10));
    }
    assertThat(provider.calls().stream().filter(c -> c.received() != null)).isEmpty();
    assertThat(call.heard()).containsExactly("REFER 403", "REFER 403");
  }

  /** A peer's domain is no other domain's own business: behind it is the telephone network. */
  @Test
  void whoIsCalledElsewhereSendsNoCallerToThePeersNumbers() {
    World world = World.withPeers(GATEWAY.costing());
    SimulatedPhone gateway = world.foreign("gateway", "gateway.example", "203.0.113.30");
    SimulatedPhone eve = world.foreign("eve", "evil.example", "203.0.113.66");
    world.dns().srv("_sip._udp.evil.example", 1, 1, 5060, "gw.evil.example");
    world.dns().a("gw.evil.example", "203.0.113.66");
    world.arranges("1002", abroad());
    SimulatedPhone bob = world.phone("1002").registered();
    Talk.dialling(world, bob, "eve@evil.example", eve);
    eve.call().refers("sip:0033140000000@gateway.example");
    world.advance(Duration.ofSeconds(10));
    assertThat(gateway.calls()).isEmpty();
    assertThat(eve.call().heard()).containsExactly("REFER 403");
  }

  /** By its own name an application needs no code, and changes as much of whoever calls it. */
  @Test
  void aTransferToAnApplicationByItsNameChangesNothingOfTheTransferees() {
    World world = World.seeded(9502);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = Talk.between(world, alice, bob);
    List<String> named = List.of("~queue-login", "%7Equeue-pause", "~feature");
    for (String application : named) {
      call.refers("sip:" + application + "@" + World.DOMAIN);
      world.advance(Duration.ofSeconds(5));
    }
    assertThat(call.heard()).hasSize(named.size()).containsOnly("REFER 403");
    assertThat(bob.calls()).hasSize(1);
  }

  /** Phones follow a redirect by themselves, and dial as their own user. */
  @ParameterizedTest
  @ValueSource(strings = {"0033140000000", "*720900123456", "77", "*6777", "~queue-login"})
  void aRedirectNamesNothingThatWhoRedirectsMayNotDial(String number) {
    World world = World.seeded(9503);
    SimulatedPhone provider = InAnothersNameTest.provider(world, 0);
    world.arranges(codes(world));
    world.arranges("1002", abroad());
    SimulatedPhone thief = world.phone("1001").registered().forwardsTo(number);
    PhoneCall call = world.phone("1002").registered().dials("1001");
    world.advanceUntil(call::isEnded, 20);
    assertThat(call.status()).isEqualTo(480);
    assertThat(call.answer().header(HeaderName.CONTACT)).isNull();
    assertThat(thief.calls()).hasSize(1);
    assertThat(provider.calls().stream().filter(c -> c.received() != null)).isEmpty();
  }

  @Test
  void aRedirectToWhatTheCalleeMayDialGoesBackToTheCaller() {
    World world = World.seeded(9504);
    InAnothersNameTest.provider(world, 0);
    world.arranges(codes(world));
    world.arranges("1001", abroad());
    world.phone("1001").registered().forwardsTo("0033140000000");
    PhoneCall call = world.phone("1002").registered().dials("1001");
    world.advanceUntil(call::isEnded, 20);
    assertThat(call.status()).isEqualTo(302);
    assertThat(call.answer().header(HeaderName.CONTACT))
        .isEqualTo("<sip:0033140000000@pbx.example>");
  }

  /** Whoever is called in another domain has no rights here at all. */
  @ParameterizedTest
  @ValueSource(strings = {"0033140000000", "*720900123456", "77"})
  void aRedirectFromElsewhereNamesNothingHereButExtensions(String number) {
    World world = World.federating(Federation.OUT);
    InAnothersNameTest.provider(world, 0);
    world.arranges(codes(world));
    world.arranges("1002", abroad());
    SimulatedPhone eve = world.foreign("eve", "evil.example", "203.0.113.66").forwardsTo(number);
    world.dns().srv("_sip._udp.evil.example", 1, 1, 5060, "gw.evil.example");
    world.dns().a("gw.evil.example", "203.0.113.66");
    PhoneCall call = world.phone("1002").registered().dials("eve@evil.example");
    world.advanceUntil(call::isEnded, 20);
    assertThat(eve.calls()).hasSize(1);
    assertThat(call.status()).isEqualTo(480);
  }

  private static DialPlan codes(World world) {
    return DialPlan.EMPTY
        .edit()
        .trunks(world.server().directory().dialPlan().trunks())
        .routes(world.server().directory().dialPlan().routes())
        .country("DE")
        .areaCode("30")
        .features(Map.of("*72", FeatureCode.FORWARD_ALWAYS, "*67", FeatureCode.ANONYMOUS_CALL))
        .done();
  }

  private static CallSettings abroad() {
    Site.Settings settings = new Site.Settings();
    settings.permissions =
        new Permissions(Set.of(NumberClass.NATIONAL, NumberClass.INTERNATIONAL), Set.of());
    settings.speedDials = Map.of("77", "0033140000000");
    return settings.done();
  }
}
