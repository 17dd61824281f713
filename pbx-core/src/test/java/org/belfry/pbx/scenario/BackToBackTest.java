package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.belfry.pbx.call.Relay;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.SimulatedPhone.Reaction;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;

/** Calls through a user agent of ours behind the proxy: both phones talk to us. */
class BackToBackTest {
  private static final String RELAY = "~relay";

  private static void relay(World world) {
    world.server().install(new Relay("relay", "sip:1002@" + World.DOMAIN));
  }

  @EachWeather
  void twoPhonesTalkThroughAnApplicationAndTheCallerHangsUp(World world) {
    relay(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials(RELAY);
    world.advanceUntil(() -> ringing(bob), 40);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    world.advance(Duration.ofSeconds(5));
    call.hangsUp();
    world.advanceUntil(() -> bob.call().isEnded(), 40);
    world.settles();
  }

  @EachWeather
  void theCalleeHangsUp(World world) {
    relay(world);
    SimulatedPhone alice = world.phoneBehindNat("1001").registered();
    SimulatedPhone bob = world.phoneBehindNat("1002").registered();
    PhoneCall call = alice.dials(RELAY);
    world.advanceUntil(() -> ringing(bob), 40);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    world.advance(Duration.ofSeconds(5));
    bob.call().hangsUp();
    world.advanceUntil(call::isEnded, 40);
    world.settles();
  }

  @EachWeather
  void theCallerGivesUpWhileItRings(World world) {
    relay(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials(RELAY);
    world.advanceUntil(() -> ringing(bob), 40);
    call.cancels();
    world.advanceUntil(() -> call.status() != 0 && bob.call().isEnded(), 60);
    world.settles();
  }

  @EachWeather
  void aBusyCalleeIsBusyForTheCaller(World world) {
    relay(world);
    SimulatedPhone alice = world.phone("1001").registered();
    world.phone("1002").reacts(Reaction.BUSY).registered();
    PhoneCall call = alice.dials(RELAY);
    world.advanceUntil(() -> call.status() != 0, 60);
    assertThat(call.status()).isEqualTo(486);
    world.settles();
  }

  @EachWeather
  void ofTwoPhonesOneAnswersAndTheOtherStopsRinging(World world) {
    relay(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone desk = world.phone("1002").registered();
    SimulatedPhone mobile = world.phone("1002").register(3600);
    world.advanceUntil(() -> world.server().bindings("1002").size() == 2, 40);
    PhoneCall call = alice.dials(RELAY);
    world.advanceUntil(() -> ringing(desk) && ringing(mobile), 40);
    mobile.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    world.advance(Duration.ofSeconds(40));
    assertThat(desk.call().isEnded()).isTrue();
    call.hangsUp();
    world.settles();
  }

  @EachWeather
  void aPhoneThatVanishesIsNoticedByTheSessionTimer(World world) {
    relay(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials(RELAY);
    world.advanceUntil(() -> ringing(bob), 40);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    world.advance(Duration.ofSeconds(5));
    bob.vanishes();
    world.advance(Duration.ofMinutes(32));
    assertThat(call.isEnded()).isTrue();
    world.settles();
  }

  @EachWeather
  void nothingOfTheCallersDeviceIsToldToTheCallee(World world) {
    relay(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials(RELAY);
    world.advanceUntil(() -> ringing(bob), 40);
    assertThat(bob.call().received().toString())
        .doesNotContain("10.0.0.10")
        .doesNotContain(call.callId())
        .doesNotContain("SimulatedPhone/1001")
        .contains("\"The relay\" <sip:relay@pbx.example>");
    assertThat(bob.call().received().header(HeaderName.MAX_FORWARDS)).isNotEqualTo("70");
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    assertThat(call.answer().toString())
        .doesNotContain("10.0.0.11")
        .doesNotContain("SimulatedPhone/1002");
    call.hangsUp();
    world.settles();
  }

  @EachWeather
  void bothSidesChangeTheSessionWithoutKnowingOfEachOther(World world) {
    relay(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = talk(world, alice, bob);
    call.changes("v=0\r\na=sendonly\r\n");
    world.advanceUntil(() -> call.changed() != 0, 60);
    assertThat(call.changed()).isEqualTo(200);
    assertThat(bob.call().changes()).isGreaterThanOrEqualTo(1);
    world.advance(Duration.ofSeconds(40));
    bob.call().changes("v=0\r\na=inactive\r\n");
    world.advanceUntil(() -> bob.call().changed() != 0, 60);
    assertThat(bob.call().changed()).isEqualTo(200);
    world.advance(Duration.ofSeconds(40));
    // RFC 3264 §5 with the parts exchanged: an INVITE without an offer asks for one.
    call.changes("");
    world.advanceUntil(() -> call.changed() != 0, 60);
    assertThat(call.changed()).isEqualTo(200);
    world.advance(Duration.ofSeconds(40));
    call.hangsUp();
    world.settles();
  }

  @EachWeather
  void bothChangeTheSessionAtOnceAndTheCallGoesOn(World world) {
    relay(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = talk(world, alice, bob);
    call.changes("v=0\r\na=sendonly\r\n");
    bob.call().changes("v=0\r\na=inactive\r\n");
    world.advanceUntil(() -> call.changed() != 0 && bob.call().changed() != 0, 60);
    world.advance(Duration.ofSeconds(40));
    assertThat(call.isAnswered()).isTrue();
    call.hangsUp();
    world.advanceUntil(() -> bob.call().isEnded(), 40);
    world.settles();
  }

  @EachWeather
  void digitsInInfoReachTheOtherSide(World world) {
    relay(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = talk(world, alice, bob);
    call.informs("Signal=5");
    world.advanceUntil(() -> bob.call().heard().contains("INFO Signal=5"), 60);
    world.advanceUntil(() -> call.heard().contains("INFO 200"), 60);
    call.hangsUp();
    world.settles();
  }

  @EachWeather
  void aBlindTransferIsDoneHereAndTheOtherSideSeesAReInvite(World world) {
    relay(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = talk(world, alice, bob);
    call.refers("sip:1003@pbx.example");
    world.advanceUntil(() -> ringing(carol), 60);
    world.advanceUntil(() -> call.heard().contains("REFER 202"), 60);
    carol.call().answers();
    world.advanceUntil(call::isEnded, 60);
    world.advanceUntil(() -> call.told().contains("SIP/2.0 200 OK"), 60);
    assertThat(bob.call().isAnswered()).isTrue();
    assertThat(bob.call().changes()).isGreaterThanOrEqualTo(1);
    assertThat(bob.call().heard()).isEmpty();
    world.advance(Duration.ofSeconds(40));
    bob.call().hangsUp();
    world.advanceUntil(() -> carol.call().isEnded(), 40);
    world.settles();
  }

  @EachWeather
  void aTransferThatNobodyTakesLeavesTheCallAsItWas(World world) {
    relay(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    world.phone("1003").reacts(Reaction.BUSY).registered();
    PhoneCall call = talk(world, alice, bob);
    call.refers("sip:1003@pbx.example");
    world.advanceUntil(() -> call.told().stream().anyMatch(t -> t.contains("486")), 60);
    assertThat(call.isAnswered()).isTrue();
    assertThat(bob.call().isAnswered()).isTrue();
    call.hangsUp();
    world.advanceUntil(() -> bob.call().isEnded(), 40);
    world.settles();
  }

  @EachWeather
  void theTransferorHangsUpAtOnceAndTheTransferIsDone(World world) {
    relay(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = talk(world, alice, bob);
    call.refers("sip:1003@pbx.example");
    world.advanceUntil(() -> call.heard().contains("REFER 202"), 60);
    call.hangsUp();
    world.advanceUntil(() -> ringing(carol), 60);
    carol.call().answers();
    world.advanceUntil(() -> bob.call().changes() > 0, 60);
    world.advance(Duration.ofSeconds(40));
    assertThat(bob.call().isAnswered()).isTrue();
    carol.call().hangsUp();
    world.advanceUntil(() -> bob.call().isEnded(), 40);
    world.settles();
  }

  @EachWeather
  void anAttendedTransferToAColleagueIsDoneHere(World world) {
    relay(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = talk(world, alice, bob);
    PhoneCall consultation = alice.dials("1003");
    world.advanceUntil(() -> ringing(carol), 60);
    PhoneCall before = carol.call();
    before.answers();
    world.advanceUntil(consultation::isAnswered, 60);
    world.advance(Duration.ofSeconds(5));
    call.refers("sip:1003@pbx.example?Replaces=" + consultation.replaces());
    world.advanceUntil(() -> call.isEnded() && consultation.isEnded(), 60);
    assertThat(bob.call().isAnswered()).isTrue();
    assertThat(before.isEnded()).isTrue();
    assertThat(carol.call().isAnswered()).isTrue();
    world.advance(Duration.ofSeconds(40));
    carol.call().hangsUp();
    world.advanceUntil(() -> bob.call().isEnded(), 40);
    world.settles();
  }

  /**
   * The colleague is told to take over: its INVITE names a leg of ours, perhaps in another lane.
   */
  @EachWeather
  void aColleagueTakesThePlaceOfALegOfOurs(World world) {
    relay(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall consultation = alice.dials("1003");
    world.advanceUntil(() -> ringing(carol), 60);
    carol.call().answers();
    world.advanceUntil(consultation::isAnswered, 60);
    PhoneCall carols = carol.call();
    PhoneCall call = talk(world, alice, bob);
    consultation.refers(call.target() + "?Replaces=" + call.replaces());
    world.advanceUntil(() -> call.isEnded() && carols.isEnded(), 60);
    assertThat(bob.call().isAnswered()).isTrue();
    assertThat(carol.call().isAnswered()).isTrue();
    world.advance(Duration.ofSeconds(40));
    bob.call().hangsUp();
    world.advanceUntil(() -> carol.call().isEnded(), 40);
    world.settles();
  }

  private static PhoneCall talk(World world, SimulatedPhone alice, SimulatedPhone bob) {
    PhoneCall call = alice.dials(RELAY);
    world.advanceUntil(() -> ringing(bob), 40);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    world.advance(Duration.ofSeconds(40));
    return call;
  }

  private static boolean ringing(SimulatedPhone phone) {
    return !phone.calls().isEmpty() && phone.call().isRinging();
  }
}
