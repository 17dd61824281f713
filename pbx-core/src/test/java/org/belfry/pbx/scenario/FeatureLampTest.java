package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.directory.RingGroup.Strategy;
import org.belfry.pbx.directory.Schedule;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.PhoneSubscription;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;

/** Lamps of what is no user, and phones that answer by themselves. */
@Rfc("4235")
class FeatureLampTest {

  @EachWeather
  void theLampOfAGroupBlinksWhileItIsCalledAndItsNumberPicksUp(World world) {
    world.server().sounds();
    world.arranges(new Site().group("600", Strategy.ALL, null, "1002", "1003").dialPlan());
    SimulatedPhone desk = world.phone("1004").registered();
    PhoneSubscription lamp = desk.lampFor("600");
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("600");
    world.advanceUntil(() -> lamp.lamp().equals("blinking"), 60);
    world.advanceUntil(() -> rings(bob) && rings(carol), 60);
    PhoneCall pickup = desk.dials("*8600");
    world.advanceUntil(call::isAnswered, 60);
    world.advanceUntil(pickup::isAnswered, 60);
    world.advanceUntil(() -> lamp.lamp().equals("dark"), 60);
    world.advance(Duration.ofSeconds(40));
    call.hangsUp();
    world.advanceUntil(pickup::isEnded, 60);
    world.settles();
  }

  @EachWeather
  void theLampOfTheNightSwitchIsOnWhileItSaysClosed(World world) {
    SimulatedPhone desk = world.phone("1004").registered();
    night(world, null);
    PhoneSubscription all = desk.lampFor("*28");
    PhoneSubscription office = desk.lampFor("*28office");
    world.advanceUntil(() -> all.lamp().equals("dark") && office.lamp().equals("dark"), 60);
    night(world, new Schedule.Switch(false, null));
    world.advanceUntil(() -> all.lamp().equals("on") && office.lamp().equals("on"), 60);
    night(world, null);
    world.advanceUntil(() -> all.lamp().equals("dark") && office.lamp().equals("dark"), 60);
  }

  @EachWeather
  void theLampOfANightSwitchThatEndsByItselfGoesDarkThen(World world) {
    night(
        world,
        new Schedule.Switch(false, world.net().clock().instant().plus(Duration.ofMinutes(3))));
    PhoneSubscription lamp = world.phone("1004").registered().lampFor("*28");
    world.advanceUntil(() -> lamp.lamp().equals("on"), 60);
    world.advance(Duration.ofSeconds(100));
    assertThat(lamp.lamp()).isEqualTo("on");
    world.advanceUntil(() -> lamp.lamp().equals("dark"), 120);
  }

  @EachWeather
  @Rfc(value = "5373 4.2", other = true)
  void aPhoneIsAskedToAnswerByItselfUnlessItsUserTalks(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = alice.dials("*801002");
    world.advanceUntil(() -> rings(bob), 60);
    assertThat(bob.call().received().header(HeaderName.of("Answer-Mode"))).isEqualTo("Auto");
    assertThat(bob.call().received().header(HeaderName.of("Call-Info")))
        .endsWith(";answer-after=0");
    assertThat(bob.call().received().header(HeaderName.ALERT_INFO)).contains("alert-autoanswer");
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    PhoneCall second = carol.dials("*801002");
    world.advanceUntil(second::isEnded, 60);
    assertThat(second.status()).isEqualTo(486);
    world.advance(Duration.ofSeconds(40));
    call.hangsUp();
    world.settles();
  }

  private static void night(World world, Schedule.Switch switched) {
    Site site = new Site();
    site.schedules.put(
        "office",
        new Schedule("office", ZoneId.of("Europe/Berlin"), List.of(), List.of(), switched));
    world.arranges(site.dialPlan());
  }

  private static boolean rings(SimulatedPhone phone) {
    return !phone.calls().isEmpty() && phone.call().isRinging();
  }
}
