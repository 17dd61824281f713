package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.CallRule.Action;
import org.belfry.pbx.directory.CallRule.On;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.PhoneSubscription;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.SimulatedPhone.Reaction;
import org.belfry.pbx.sim.World;

/**
 * The services of RFC 5359, one by one. What is left out there is done by phones alone, or is no
 * call: 2.6 (instant messages) and 2.11 (a third party joins a phone's own conference by Join) pass
 * through us untouched.
 */
@Rfc("5359")
class ServiceFlowsTest {

  @EachWeather
  @Rfc("2.1")
  void callHold(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = Talk.between(world, alice, bob);
    bob.call().changes("v=0\r\ns=hold\r\n");
    world.advanceUntil(() -> call.changes() == 1, 60);
    world.advance(Duration.ofSeconds(40));
    bob.call().changes("v=0\r\ns=again\r\n");
    world.advanceUntil(() -> call.changes() == 2, 60);
    world.advance(Duration.ofSeconds(40));
    Talk.ends(world, call, bob.call());
  }

  @EachWeather
  @Rfc("2.2")
  void consultationHold(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = Talk.between(world, alice, bob);
    PhoneCall bobs = bob.call();
    bobs.changes("v=0\r\ns=hold\r\n");
    world.advanceUntil(() -> call.changes() == 1, 60);
    world.advance(Duration.ofSeconds(40));
    Talk.ends(world, Talk.between(world, bob, carol), carol.call());
    bobs.changes("v=0\r\ns=again\r\n");
    world.advanceUntil(() -> call.changes() == 2, 60);
    world.advance(Duration.ofSeconds(40));
    Talk.ends(world, call, bobs);
  }

  @EachWeather
  @Rfc("2.3")
  void musicOnHold(World world) {
    world.server().sounds();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    String led = clicked(world, alice, bob);
    world.server().command(led, new CallEvent.Hold(true));
    world.advanceUntil(() -> !world.server().sounding().isEmpty(), 60);
    world.advance(Duration.ofSeconds(40));
    world.server().command(led, new CallEvent.Hold(false));
    world.advanceUntil(() -> world.server().sounding().isEmpty(), 60);
    world.advance(Duration.ofSeconds(40));
    Talk.ends(world, bob.call(), alice.call());
  }

  @EachWeather
  @Rfc("2.4")
  void transferUnattended(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = Talk.between(world, alice, bob);
    PhoneCall bobs = bob.call();
    bobs.refers("sip:1003@pbx.example");
    world.advanceUntil(() -> Talk.rings(carol), 60);
    carol.call().answers();
    world.advanceUntil(() -> bobs.told().contains("SIP/2.0 200 OK"), 60);
    world.advanceUntil(() -> call.isEnded() && bobs.isEnded(), 60);
    world.advance(Duration.ofSeconds(40));
    Talk.ends(world, alice.call(), carol.call());
  }

  @EachWeather
  @Rfc("2.5")
  void transferAttended(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = Talk.between(world, alice, bob);
    PhoneCall bobs = bob.call();
    PhoneCall consultation = Talk.between(world, bob, carol);
    PhoneCall carols = carol.call();
    bobs.refers("sip:1003@pbx.example?Replaces=" + consultation.replaces());
    world.advanceUntil(() -> call.isEnded() && consultation.isEnded() && carols.isEnded(), 60);
    world.advance(Duration.ofSeconds(40));
    Talk.ends(world, carol.call(), alice.call());
  }

  @EachWeather
  @Rfc("2.7")
  void callForwardingUnconditional(World world) {
    world.arranges("1002", new Site.Settings().forward(On.CALL, "dial:1003").done());
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = Talk.dialling(world, world.phone("1001").registered(), "1002", carol);
    assertThat(bob.calls()).isEmpty();
    Talk.ends(world, call, carol.call());
  }

  @EachWeather
  @Rfc("2.8")
  void callForwardingBusy(World world) {
    world.arranges("1002", new Site.Settings().forward(On.BUSY, "dial:1003").done());
    world.phone("1002").reacts(Reaction.BUSY).registered();
    SimulatedPhone carol = world.phone("1003").registered();
    Talk.ends(
        world, Talk.dialling(world, world.phone("1001").registered(), "1002", carol), carol.call());
  }

  @EachWeather
  @Rfc("2.9")
  void callForwardingNoAnswer(World world) {
    world.arranges("1002", new Site.Settings().forward(On.NO_ANSWER, "dial:1003").done());
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = Talk.dialling(world, world.phone("1001").registered(), "1002", carol);
    assertThat(bob.call().wasCancelled()).isTrue();
    Talk.ends(world, call, carol.call());
  }

  @EachWeather
  @Rfc("2.10")
  void threeWayConferenceThirdPartyIsAdded(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall first = Talk.between(world, alice, bob);
    PhoneCall second = Talk.between(world, alice, carol); // her phone mixes the two
    first.changes("v=0\r\ns=mixed\r\n");
    world.advanceUntil(() -> bob.call().changes() == 1, 60);
    world.advance(Duration.ofSeconds(40));
    Talk.ends(world, second, carol.call());
    Talk.ends(world, first, bob.call());
  }

  @EachWeather
  @Rfc("2.12")
  void findMe(World world) {
    Site.Settings settings = new Site.Settings();
    settings.rules.add(
        CallRule.always(
            On.CALL,
            new Action.Follow(
                List.of(
                    new Action.Step(List.of("1002"), Duration.ofSeconds(10), false),
                    new Action.Step(List.of("1003", "1004"), Duration.ofSeconds(40), false)))));
    world.arranges("1002", settings.done());
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    SimulatedPhone dave = world.phone("1004").registered();
    PhoneCall call = world.phone("1001").registered().dials("1002");
    world.advanceUntil(() -> Talk.rings(bob), 40);
    world.advanceUntil(() -> Talk.rings(carol) && Talk.rings(dave), 60);
    dave.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    assertThat(bob.call().wasCancelled()).isTrue();
    Talk.ends(world, call, dave.call());
  }

  @EachWeather
  @Rfc("2.13")
  void incomingCallScreening(World world) {
    Site.Settings settings = new Site.Settings();
    settings.blocked = List.of(new NumberPattern("1001"));
    world.arranges("1002", settings.done());
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = world.phone("1001").registered().dials("1002");
    world.advanceUntil(call::isEnded, 60);
    assertThat(call.status()).isEqualTo(603);
    assertThat(bob.calls()).isEmpty();
  }

  @EachWeather
  @Rfc("2.14")
  void outgoingCallScreening(World world) {
    Site site = new Site().trunk("main", "+4930100").route("all", "", "main");
    world.arranges(site.dialPlan());
    PhoneCall call = world.phone("1001").registered().dials("0019005550100"); // far away
    world.advanceUntil(call::isEnded, 60);
    assertThat(call.status()).isEqualTo(403);
    world.arranges(org.belfry.pbx.directory.DialPlan.EMPTY);
    world.advanceUntil(() -> world.server().trunks().all().isEmpty(), 60);
  }

  @EachWeather
  @Rfc("2.15")
  void callPark(World world) {
    world.server().sounds();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = Talk.between(world, alice, bob);
    bob.call().refers("sip:*51@pbx.example");
    world.advanceUntil(() -> call.isEnded() && bob.call().isEnded(), 60);
    world.advanceUntil(() -> !world.server().sounding().isEmpty(), 60);
    PhoneCall fetched = carol.dials("*51");
    world.advanceUntil(fetched::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    Talk.ends(world, fetched, alice.call());
  }

  @EachWeather
  @Rfc("2.16")
  void callPickup(World world) {
    world.server().sounds();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = world.phone("1001").registered().dials("1002");
    world.advanceUntil(() -> Talk.rings(bob), 40);
    PhoneCall pickup = carol.dials("*81002");
    world.advanceUntil(call::isAnswered, 60);
    world.advanceUntil(pickup::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    Talk.ends(world, call, pickup);
  }

  @EachWeather
  @Rfc("2.17")
  void automaticRedial(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall talks = Talk.between(world, carol, bob);
    PhoneSubscription watch = alice.lampFor("1002");
    world.advanceUntil(() -> watch.lamp().equals("on"), 60);
    talks.hangsUp();
    world.advanceUntil(() -> watch.lamp().equals("dark"), 60);
    world.advanceUntil(() -> bob.call().isEnded(), 60);
    Talk.ends(world, Talk.between(world, alice, bob), bob.call());
  }

  @EachWeather
  @Rfc("2.18")
  void clickToDial(World world) {
    world.server().sounds();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    clicked(world, alice, bob);
    Talk.ends(world, alice.call(), bob.call());
  }

  private static String clicked(World world, SimulatedPhone alice, SimulatedPhone bob) {
    String led = world.server().call("1001", "1002");
    world.advanceUntil(() -> Talk.rings(alice), 40);
    alice.call().answers();
    world.advanceUntil(() -> Talk.rings(bob), 60);
    bob.call().answers();
    world.advance(Duration.ofSeconds(40));
    return led;
  }
}
