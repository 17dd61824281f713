package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.SimulatedPhone.Reaction;
import org.belfry.pbx.sim.World;

/** Calls that are made and led by a third party (RFC 3725). */
@Rfc("3725")
class ClickToCallTest {

  @EachWeather
  @Rfc("4.4")
  void theUsersPhoneRingsThenTheTargetsAndTheyTalk(World world) {
    world.server().sounds();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    talk(world, alice, bob);
    assertThat(world.server().sounding()).isEmpty();
    assertThat(alice.call().changes()).isGreaterThanOrEqualTo(1);
    bob.call().hangsUp();
    world.advanceUntil(() -> alice.call().isEnded(), 60);
    world.settles();
  }

  @EachWeather
  @Rfc("4.1")
  void withoutASoundForTheWaitTheFirstAnswerWaitsForTheSecond(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    talk(world, alice, bob);
    alice.call().hangsUp();
    world.advanceUntil(() -> bob.call().isEnded(), 60);
    world.settles();
  }

  @EachWeather
  void aBusyTargetEndsTheCall(World world) {
    world.server().sounds();
    SimulatedPhone alice = world.phone("1001").registered();
    world.phone("1002").reacts(Reaction.BUSY).registered();
    world.server().call("1001", "1002");
    world.advanceUntil(() -> ringing(alice), 40);
    alice.call().answers();
    world.advanceUntil(() -> alice.call().isEnded(), 60);
    world.settles();
  }

  @EachWeather
  void aUserWhoDoesNotTakeItIsLeftAlone(World world) {
    world.server().sounds();
    world.phone("1001").reacts(Reaction.DECLINE).registered();
    SimulatedPhone bob = world.phone("1002").registered();
    world.server().call("1001", "1002");
    world.advance(Duration.ofSeconds(60));
    assertThat(bob.calls()).isEmpty();
    world.settles();
  }

  @EachWeather
  void theUserHangsUpWhileTheTargetRings(World world) {
    world.server().sounds();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    world.server().call("1001", "1002");
    world.advanceUntil(() -> ringing(alice), 40);
    alice.call().answers();
    world.advanceUntil(() -> ringing(bob), 60);
    alice.call().hangsUp();
    world.advanceUntil(() -> bob.call().isEnded(), 60);
    world.settles();
  }

  @EachWeather
  void aCallIsHungUpByWhoeverLeadsIt(World world) {
    world.server().sounds();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    String call = talk(world, alice, bob);
    world.server().command(call, new CallEvent.HangUp("by the test"));
    world.advanceUntil(() -> alice.call().isEnded() && bob.call().isEnded(), 60);
    world.settles();
  }

  @EachWeather
  void oneWaitsWithMusicAndIsFetchedBack(World world) {
    world.server().sounds();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    String call = talk(world, alice, bob);
    world.server().command(call, new CallEvent.Hold(true));
    world.advanceUntil(() -> !world.server().sounding().isEmpty(), 60);
    world.advance(Duration.ofSeconds(40));
    world.server().command(call, new CallEvent.Hold(false));
    world.advanceUntil(() -> world.server().sounding().isEmpty(), 60);
    world.advance(Duration.ofSeconds(40));
    assertThat(alice.call().isAnswered()).isTrue();
    assertThat(bob.call().isAnswered()).isTrue();
    bob.call().hangsUp();
    world.advanceUntil(() -> alice.call().isEnded(), 60);
    world.settles();
  }

  @EachWeather
  void oneIsSentToAnotherByWhoeverLeadsTheCall(World world) {
    world.server().sounds();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    String call = talk(world, alice, bob);
    world.server().command(call, new CallEvent.Transfer(0, "sip:1003@pbx.example"));
    world.advanceUntil(() -> ringing(carol), 60);
    carol.call().answers();
    world.advanceUntil(() -> alice.call().isEnded(), 60);
    world.advance(Duration.ofSeconds(40));
    assertThat(bob.call().isAnswered()).isTrue();
    carol.call().hangsUp();
    world.advanceUntil(() -> bob.call().isEnded(), 60);
    world.settles();
  }

  private static String talk(World world, SimulatedPhone alice, SimulatedPhone bob) {
    String call = world.server().call("1001", "1002");
    world.advanceUntil(() -> ringing(alice), 40);
    alice.call().answers();
    world.advanceUntil(() -> ringing(bob), 60);
    bob.call().answers();
    world.advance(Duration.ofSeconds(40));
    assertThat(alice.call().isAnswered()).isTrue();
    assertThat(bob.call().isAnswered()).isTrue();
    return call;
  }

  private static boolean ringing(SimulatedPhone phone) {
    return !phone.calls().isEmpty() && phone.call().isRinging();
  }
}
