package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transfers between phones: the proxy carries REFER, NOTIFY and Replaces from end to end. */
@Rfc("5589")
class TransferTest {

  @EachWeather
  @Rfc("6.1")
  void aPhoneSendsItsCallerToAColleague(World world) {
    SimulatedPhone alice = world.phoneBehindNat("1001").registered();
    SimulatedPhone bob = world.phoneBehindNat("1002").registered();
    SimulatedPhone carol = world.phoneBehindNat("1003").registered();
    PhoneCall call = Talk.between(world, alice, bob);
    PhoneCall bobs = bob.call();
    bobs.refers("sip:1003@pbx.example");
    world.advanceUntil(() -> Talk.rings(carol), 60);
    world.advanceUntil(() -> bobs.told().contains("SIP/2.0 100 Trying"), 60);
    carol.call().answers();
    world.advanceUntil(() -> bobs.told().contains("SIP/2.0 200 OK"), 60);
    world.advanceUntil(() -> call.isEnded() && bobs.isEnded(), 60);
    assertThat(alice.call().isAnswered()).isTrue();
    world.advance(Duration.ofSeconds(40));
    alice.call().hangsUp();
    world.advanceUntil(() -> carol.call().isEnded(), 60);
    world.settles();
  }

  @EachWeather
  @Rfc("7")
  void aPhoneThatHasAskedItsColleagueFirstJoinsTheTwo(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = Talk.between(world, alice, bob);
    PhoneCall bobs = bob.call();
    PhoneCall consultation = Talk.between(world, bob, carol);
    PhoneCall carols = carol.call();
    bobs.refers("sip:1003@pbx.example?Replaces=" + consultation.replaces());
    world.advanceUntil(() -> call.isEnded() && consultation.isEnded() && carols.isEnded(), 60);
    assertThat(alice.call().isAnswered()).isTrue();
    assertThat(carol.call().isAnswered()).isTrue();
    world.advance(Duration.ofSeconds(40));
    carol.call().hangsUp();
    world.advanceUntil(() -> alice.call().isEnded(), 60);
    world.settles();
  }

  /** RFC 5589 §7 has the Contact in Refer-To, and that of a phone behind NAT leads nowhere. */
  @EachWeather
  @Rfc("7.3")
  void theContactOfAColleagueBehindNatLeadsToIt(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phoneBehindNat("1003").registered();
    PhoneCall call = Talk.between(world, alice, bob);
    PhoneCall bobs = bob.call();
    PhoneCall consultation = Talk.between(world, bob, carol);
    PhoneCall carols = carol.call();
    bobs.refers(consultation.target() + "?Replaces=" + consultation.replaces());
    world.advanceUntil(() -> call.isEnded() && consultation.isEnded() && carols.isEnded(), 60);
    assertThat(carol.call().isAnswered()).isTrue();
    world.advance(Duration.ofSeconds(40));
    carol.call().hangsUp();
    world.advanceUntil(() -> alice.call().isEnded(), 60);
    world.settles();
  }

  /** Browsers, phones with random user parts behind NAT, and phones on an address of ours. */
  @ParameterizedTest
  @Rfc(value = "5589 7.3", other = true)
  @ValueSource(
      strings = {"hjgv2i4v.invalid", "192.168.77.50", "192.168.77.50:5062", "10.0.0.1:40005"})
  void aContactWithAnyUserPartLeadsToThePhoneThatHasIt(String host) {
    World world = World.seeded(631);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol =
        world.phoneBehindNat("1003").contactUser("mn8vuavh").namedInContact(host).registered();
    PhoneCall call = Talk.between(world, alice, bob);
    PhoneCall bobs = bob.call();
    PhoneCall consultation = Talk.between(world, bob, carol);
    bobs.refers(consultation.target() + "?Replaces=" + consultation.replaces());
    world.advanceUntil(() -> call.isEnded() && consultation.isEnded(), 60);
    assertThat(alice.call().isAnswered()).isTrue();
    assertThat(carol.call().isAnswered()).isTrue();
    assertThat(bobs.told()).contains("SIP/2.0 200 OK");
    world.advance(Duration.ofSeconds(40));
    carol.call().hangsUp();
    world.advanceUntil(() -> alice.call().isEnded(), 60);
    world.settles();
  }
}
