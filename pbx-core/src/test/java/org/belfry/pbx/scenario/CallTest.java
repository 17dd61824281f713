package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.belfry.pbx.sim.CalmOnly;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.SimulatedPhone.Reaction;
import org.belfry.pbx.sim.World;

/** Calls between users, told as stories; most of them in every weather. */
class CallTest {

  @EachWeather
  void aliceCallsBobTheyTalkAndAliceHangsUp(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(bob), 40);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    world.advance(Duration.ofSeconds(60));
    call.hangsUp();
    world.settles();
    assertThat(bob.call().isEnded()).isTrue();
    CallRecord record = only(world);
    assertThat(record.caller()).isEqualTo("1001");
    assertThat(record.callee()).isEqualTo("1002");
    assertThat(record.status()).isEqualTo(200);
    assertThat(record.cause()).isEqualTo(Cause.CALLER_HUNG_UP);
    assertThat(record.talkTime()).isGreaterThan(Duration.ofSeconds(55));
    assertThat(record.callerAgent()).isEqualTo("SimulatedPhone/1001");
    assertThat(record.calleeAgent()).isEqualTo("SimulatedPhone/1002");
    assertThat(record.attempts())
        .singleElement()
        .satisfies(a -> assertThat(a.status()).isEqualTo(200));
  }

  @EachWeather
  void theCalledSideMayHangUpToo(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(bob), 40);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    world.advance(Duration.ofSeconds(10));
    bob.call().hangsUp();
    world.settles();
    assertThat(call.endedBy()).isEqualTo("other");
    assertThat(only(world).cause()).isEqualTo(Cause.CALLEE_HUNG_UP);
  }

  @EachWeather
  void aCancelledCallStopsRinging(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(bob), 40);
    world.advance(Duration.ofSeconds(3));
    call.cancels();
    world.settles();
    assertThat(bob.call().wasCancelled()).isTrue();
    assertThat(call.status()).isEqualTo(487);
    assertThat(only(world).cause()).isEqualTo(Cause.CANCELLED);
  }

  @EachWeather
  void cancelAndAnswerMayCross(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(bob) && call.isRinging(), 40);
    bob.call().answers();
    call.cancels();
    world.settles();
    // Whoever wins, both know the same in the end: either it was cancelled, or answered and hung
    // up.
    assertThat(call.isEnded()).isTrue();
    assertThat(bob.call().isEnded()).isTrue();
    assertThat(only(world).cause()).isIn(Cause.CANCELLED, Cause.CALLER_HUNG_UP);
  }

  @EachWeather
  void theFirstOfThreePhonesToAnswerGetsTheCallAndTheOthersStop(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone desk = world.phone("1002").registered();
    SimulatedPhone mobile = world.phone("1002").register(3600);
    SimulatedPhone home = world.phone("1002").register(3600);
    world.advanceUntil(() -> world.server().bindings("1002").size() == 3, 40);
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(desk) && ringing(mobile) && ringing(home), 40);
    mobile.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    world.advance(Duration.ofSeconds(40));
    assertThat(desk.call().wasCancelled()).isTrue();
    assertThat(home.call().wasCancelled()).isTrue();
    call.hangsUp();
    world.settles();
    assertThat(only(world).attempts()).hasSize(3);
  }

  @CalmOnly("the two answers must cross: neither may be late or lost")
  void theCallerWhoGotTwoAnswersEndsTheSecond(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone desk = world.phone("1002").registered();
    SimulatedPhone mobile = world.phone("1002").register(3600);
    world.advanceUntil(() -> world.server().bindings("1002").size() == 2, 40);
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(desk) && ringing(mobile), 40);
    desk.call().answers();
    mobile.call().answers(); // in the same moment: both 2xx go upstream, RFC 3261 §16.7 step 5
    world.advance(Duration.ofSeconds(5));
    assertThat(call.twoHundreds()).isEqualTo(2);
    assertThat(desk.call().isAnswered() ^ mobile.call().isAnswered()).isTrue();
    // The BYE for the second answer is not the end of the call.
    assertThat(world.server().liveCalls()).hasSize(1);
    world.advance(Duration.ofSeconds(30));
    call.hangsUp();
    world.settles();
    assertThat(only(world).talkTime()).isGreaterThan(Duration.ofSeconds(30));
  }

  @EachWeather
  void aBusyPhoneSaysSo(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    world.phone("1002").reacts(Reaction.BUSY).registered();
    PhoneCall call = alice.dials("1002");
    world.settles();
    assertThat(call.status()).isEqualTo(486);
    assertThat(only(world).cause()).isEqualTo(Cause.BUSY);
  }

  @EachWeather
  void aDeclineStopsTheOtherPhonesToo(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone desk = world.phone("1002").registered();
    SimulatedPhone mobile = world.phone("1002").register(3600);
    world.advanceUntil(() -> world.server().bindings("1002").size() == 2, 40);
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(desk) && ringing(mobile), 40);
    desk.call().declines(603);
    world.settles();
    assertThat(mobile.call().wasCancelled()).isTrue();
    assertThat(call.status()).isEqualTo(603);
    assertThat(only(world).cause()).isEqualTo(Cause.DECLINED);
  }

  @EachWeather
  void oneBusyPhoneDoesNotEndTheCallForTheOther(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    world.phone("1002").reacts(Reaction.BUSY).registered();
    SimulatedPhone mobile = world.phone("1002").register(3600);
    world.advanceUntil(() -> world.server().bindings("1002").size() == 2, 40);
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(mobile), 40);
    mobile.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    call.hangsUp();
    world.settles();
    assertThat(only(world).cause()).isEqualTo(Cause.CALLER_HUNG_UP);
  }

  @EachWeather
  void aUserWithoutPhonesIsUnavailable(World world) {
    PhoneCall call = world.phone("1001").registered().dials("1003");
    world.settles();
    assertThat(call.status()).isEqualTo(480);
    assertThat(only(world).cause()).isEqualTo(Cause.NOT_REGISTERED);
  }

  @EachWeather
  void anUnknownNumberIsNotFound(World world) {
    PhoneCall call = world.phone("1001").registered().dials("7777");
    world.settles();
    assertThat(call.status()).isEqualTo(404);
    assertThat(only(world).cause()).isEqualTo(Cause.UNKNOWN_NUMBER);
  }

  @EachWeather
  void aPhoneThatVanishedIsGivenUpAfterTimerB(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    bob.vanishes();
    PhoneCall call = alice.dials("1002");
    world.settles();
    assertThat(call.status()).isEqualTo(408);
    assertThat(only(world).cause()).isEqualTo(Cause.NO_ANSWER);
  }

  @EachWeather
  void aPhoneThatRingsForeverIsStoppedByTimerC(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(bob), 40);
    world.settles();
    assertThat(bob.call().wasCancelled()).isTrue();
    assertThat(call.status()).isEqualTo(408);
    assertThat(only(world).cause()).isEqualTo(Cause.NO_ANSWER);
  }

  @EachWeather
  void aPhoneThatVanishesWhileRingingIsGivenUpToo(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(bob), 40);
    bob.vanishes();
    call.cancels();
    world.settles();
    assertThat(call.status()).isEqualTo(487);
    assertThat(only(world).cause()).isEqualTo(Cause.CANCELLED);
  }

  @EachWeather
  void aCallWhoseEndNobodySawIsClosedAsLost(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(bob), 40);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    alice.vanishes();
    bob.vanishes();
    world.settles();
    assertThat(only(world).cause()).isEqualTo(Cause.LOST);
  }

  @EachWeather
  void phonesBehindNatCallEachOther(World world) {
    SimulatedPhone alice = world.phoneBehindNat("1001").registered();
    SimulatedPhone bob = world.phoneBehindNat("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(bob), 40);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    world.advance(Duration.ofSeconds(40));
    bob.call().hangsUp();
    world.settles();
    assertThat(call.endedBy()).isEqualTo("other");
    assertThat(only(world).cause()).isEqualTo(Cause.CALLEE_HUNG_UP);
  }

  @EachWeather
  void nobodyCallsWithoutAPassword(World world) {
    world.phone("1002").registered();
    PhoneCall call = world.phoneWithPassword("1001", "wrong").dials("1002");
    world.settles();
    assertThat(call.status()).isEqualTo(403);
    assertThat(world.server().refused()).containsExactly("1001: the password is wrong");
    assertThat(world.records()).isEmpty();
  }

  @EachWeather
  void manyCallsAtOnceLeaveNothingBehind(World world) {
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone alice = world.phone("1001").registered();
    for (int i = 0; i < 50; i++) {
      alice.dials("1002");
    }
    world.advance(Duration.ofSeconds(40));
    bob.calls().forEach(PhoneCall::answers);
    world.advance(Duration.ofSeconds(40));
    alice.calls().forEach(PhoneCall::hangsUp);
    bob.calls().forEach(PhoneCall::hangsUp);
    world.settles();
    assertThat(world.records().size()).isBetween(45, 50);
  }

  private static boolean ringing(SimulatedPhone phone) {
    return !phone.calls().isEmpty() && phone.call().isRinging();
  }

  private static CallRecord only(World world) {
    assertThat(world.records())
        .withFailMessage(
            () -> world.failure("one record is expected: " + world.records()).getMessage())
        .hasSize(1);
    return world.records().getFirst();
  }
}
