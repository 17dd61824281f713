package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;

/** Calls that ring at one phone and are taken at another. */
@Rfc("5359")
class PickupTest {

  @EachWeather
  @Rfc("2.16")
  void aCallOfTheOwnGroupIsPickedUp(World world) {
    groups(world, "office", "1002", "1003");
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> rings(bob), 40);
    PhoneCall pickup = carol.dials("*8");
    talk(world, call, pickup);
    world.advanceUntil(() -> bob.call().wasCancelled(), 60);
    assertThat(world.server().sounding()).isEmpty();
    pickup.hangsUp();
    world.advanceUntil(call::isEnded, 60);
    world.settles();
    assertThat(attempts(world, "1002")).contains("picked up by 1003");
  }

  @EachWeather
  @Rfc("2.16")
  void aCallOfAColleagueIsPickedUpByItsNumber(World world) {
    groups(world, "office", "1003");
    SimulatedPhone alice = world.phoneBehindNat("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phoneBehindNat("1003").registered();
    SimulatedPhone dave = world.phone("1004").registered();
    PhoneCall other = world.phone("1005").registered().dials("1004");
    world.advanceUntil(() -> rings(dave), 40);
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> rings(bob), 40);
    PhoneCall pickup = carol.dials("*81002"); // no group 002 is paged
    world.advanceUntil(call::isAnswered, 60);
    assertThat(dave.call().isAnswered()).isFalse();
    other.cancels();
    talk(world, call, pickup);
    call.hangsUp();
    world.advanceUntil(pickup::isEnded, 60);
    world.advanceUntil(other::isEnded, 60);
    world.settles();
  }

  @EachWeather
  void whoseGroupIsAnotherPicksUpNothing(World world) {
    groups(world, "office", "1002");
    groups(world, "store", "1003");
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> rings(bob), 40);
    PhoneCall pickup = carol.dials("*8");
    world.advanceUntil(pickup::isEnded, 60);
    assertThat(pickup.status()).isEqualTo(480);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    call.hangsUp();
    world.settles();
  }

  @EachWeather
  void whoIsCalledAnswersFirst(World world) {
    groups(world, "office", "1002", "1003");
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> rings(bob), 40);
    PhoneCall pickup = carol.dials("*8");
    bob.call().answers();
    world.advanceUntil(() -> call.isAnswered() || call.isEnded(), 60);
    world.advance(Duration.ofSeconds(40));
    if (!call.isEnded()) {
      call.hangsUp();
    }
    world.advanceUntil(() -> pickup.isEnded() || pickup.isAnswered(), 60);
    world.settlesUnlessSettled();
  }

  @EachWeather
  void theCallerGivesUpWhileItIsPickedUp(World world) {
    groups(world, "office", "1002", "1003");
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> rings(bob), 40);
    PhoneCall pickup = carol.dials("*8");
    call.cancels();
    world.advanceUntil(() -> call.isEnded() || call.isAnswered(), 60);
    if (!call.isEnded()) {
      call.hangsUp();
    }
    world.advanceUntil(pickup::isEnded, 60);
    world.settles();
  }

  private static void groups(World world, String group, String... members) {
    world.server().sounds();
    for (String member : members) {
      world.arranges(member, new Site.Settings().pickupGroup(group).done());
    }
  }

  private static void talk(World world, PhoneCall call, PhoneCall pickup) {
    world.advanceUntil(call::isAnswered, 60);
    world.advanceUntil(pickup::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    assertThat(pickup.changes()).isGreaterThanOrEqualTo(1);
  }

  private static List<String> attempts(World world, String callee) {
    return world.records().stream()
        .filter(each -> each.toString().contains(callee))
        .flatMap(each -> each.attempts().stream())
        .map(CallRecord.Attempt::step)
        .toList();
  }

  private static boolean rings(SimulatedPhone phone) {
    return !phone.calls().isEmpty() && phone.call().isRinging();
  }
}
