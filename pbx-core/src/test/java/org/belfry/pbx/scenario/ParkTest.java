package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.app.park.ParkedCall;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.PhoneSubscription;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;

/** Calls that wait in a slot until somebody fetches them. */
@Rfc("5359")
class ParkTest {

  @EachWeather
  @Rfc("2.15")
  void whoIsTransferredToASlotWaitsThereUntilAnybodyDialsIt(World world) {
    world.server().sounds();
    SimulatedPhone desk = world.phone("1004").registered();
    PhoneSubscription lamp = desk.lampFor("*51");
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = parks(world, alice, bob, "*51");
    world.advanceUntil(() -> lamp.lamp().equals("on"), 60);
    assertThat(world.server().parking().parked())
        .extracting(ParkedCall::parkedBy)
        .containsExactly("1002");
    PhoneCall fetched = carol.dials("*51");
    world.advanceUntil(fetched::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    assertThat(alice.call().isAnswered()).isTrue();
    assertThat(alice.call().changes()).isGreaterThanOrEqualTo(1);
    assertThat(world.server().sounding()).isEmpty();
    world.advanceUntil(() -> lamp.lamp().equals("dark"), 60);
    fetched.hangsUp();
    world.advanceUntil(() -> alice.call().isEnded() && call.isEnded(), 60);
    world.settles();
  }

  @EachWeather
  void theFirstFreeSlotIsToldToWhoTransfersToTheCodeAlone(World world) {
    world.server().sounds();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phoneBehindNat("1002").registered();
    parks(world, alice, bob, "*5");
    world.advanceUntil(() -> bob.texts().contains("Parked at *51."), 60);
    world.advance(Duration.ofSeconds(40));
    alice.call().hangsUp();
    world.advanceUntil(() -> world.server().parking().parked().isEmpty(), 60);
    world.settles();
  }

  @EachWeather
  void aCallThatNobodyFetchesComesBackToWhoParkedIt(World world) {
    world.server().sounds();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    parks(world, alice, bob, "*57");
    int before = bob.calls().size();
    world.advance(Duration.ofSeconds(115));
    assertThat(bob.calls()).hasSize(before);
    world.advanceUntil(() -> bob.calls().size() > before && bob.call().isRinging(), 60);
    assertThat(world.server().parking().parked()).hasSize(1);
    PhoneCall back = bob.call();
    back.answers();
    world.advanceUntil(() -> world.server().parking().parked().isEmpty(), 60);
    world.advance(Duration.ofSeconds(40));
    assertThat(alice.call().isAnswered()).isTrue();
    alice.call().hangsUp();
    world.advanceUntil(back::isEnded, 60);
    world.settles();
  }

  @EachWeather
  void whoeverFetchesItWhileItComesBackHasIt(World world) {
    world.server().sounds();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    parks(world, alice, bob, "*51");
    int before = bob.calls().size();
    world.advanceUntil(() -> bob.calls().size() > before && bob.call().isRinging(), 200);
    PhoneCall fetched = carol.dials("*51");
    world.advanceUntil(fetched::isAnswered, 60);
    world.advanceUntil(() -> bob.call().wasCancelled() || bob.call().isEnded(), 60);
    world.advance(Duration.ofSeconds(40));
    alice.call().hangsUp();
    world.advanceUntil(fetched::isEnded, 60);
    world.settles();
  }

  @EachWeather
  void aFreeSlotGivesNothingAndATakenOneTakesNobodyElse(World world) {
    world.server().sounds();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    SimulatedPhone dave = world.phone("1004").registered();
    PhoneCall nothing = carol.dials("*51");
    world.advanceUntil(nothing::isEnded, 60);
    assertThat(nothing.status()).isEqualTo(480);
    parks(world, alice, bob, "*51");
    PhoneCall second = talk(world, dave, carol);
    PhoneCall carols = carol.call();
    carols.refers("sip:*51@pbx.example");
    world.advanceUntil(() -> carols.told().contains("SIP/2.0 486 No"), 60);
    assertThat(world.server().parking().parked()).hasSize(1);
    alice.call().hangsUp();
    second.hangsUp();
    world.advanceUntil(() -> world.server().parking().parked().isEmpty(), 60);
    world.settlesUnlessSettled();
  }

  private static PhoneCall parks(
      World world, SimulatedPhone caller, SimulatedPhone callee, String slot) {
    PhoneCall call = talk(world, caller, callee);
    callee.call().refers("sip:" + slot + "@pbx.example");
    world.advanceUntil(() -> !world.server().parking().parked().isEmpty(), 60);
    world.advanceUntil(() -> call.isEnded() && callee.call().isEnded(), 60);
    world.advanceUntil(() -> !world.server().sounding().isEmpty(), 60);
    return call;
  }

  private static PhoneCall talk(World world, SimulatedPhone from, SimulatedPhone to) {
    PhoneCall call = from.dials(to.extension());
    world.advanceUntil(() -> !to.calls().isEmpty() && to.call().isRinging(), 60);
    to.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    return call;
  }
}
