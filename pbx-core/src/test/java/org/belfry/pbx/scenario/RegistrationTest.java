package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.belfry.pbx.registrar.BindingDelta;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;

/** Phones come and go. */
class RegistrationTest {

  @EachWeather
  void aPhoneRegistersInAnyWeather(World world) {
    world.phone("1001").registered();
    assertThat(world.server().bindings("1001")).hasSize(1);
    world.settles();
  }

  @EachWeather
  void aBindingThatIsNotRefreshedExpires(World world) {
    world.phone("1001").registered();
    world.advance(Duration.ofMinutes(59));
    assertThat(world.server().bindings("1001")).hasSize(1);
    world.advance(Duration.ofMinutes(2));
    assertThat(world.server().bindings("1001")).isEmpty();
    assertThat(world.server().journal()).hasSize(2);
    assertThat(world.server().journal().getLast()).isInstanceOf(BindingDelta.Removed.class);
    world.settles();
  }

  @EachWeather
  void aPhoneUnregistersWithExpiresZero(World world) {
    SimulatedPhone alice = world.phone("1001").registered();
    alice.register(0);
    world.advance(Duration.ofSeconds(40));
    assertThat(world.server().bindings("1001")).isEmpty();
    world.settles();
  }

  @EachWeather
  void severalDevicesOfAUserAreKeptSideBySide(World world) {
    world.phone("1001").register(3600);
    world.phone("1001").register(3600);
    world.phone("1001").register(3600);
    world.advance(Duration.ofSeconds(40));
    assertThat(world.server().bindings("1001")).hasSize(3);
    world.settles();
  }

  @EachWeather
  void aWrongPasswordIsRefusedAndNoted(World world) {
    world.phoneWithPassword("1001", "guess").register(3600);
    world.advance(Duration.ofSeconds(40));
    assertThat(world.server().bindings("1001")).isEmpty();
    assertThat(world.server().refused()).containsExactly("1001: the password is wrong");
    world.settles();
  }

  @EachWeather
  void tooShortAnIntervalIsRefused(World world) {
    world.phone("1001").register(10);
    world.advance(Duration.ofSeconds(40));
    assertThat(world.server().bindings("1001")).isEmpty();
    assertThat(world.net().ladder().toString()).contains("423 Interval Too Brief");
    world.settles();
  }

  @EachWeather
  void aPhoneBehindNatThatLosesItsPowerIsNoticedAndTheOthersStay(World world) {
    SimulatedPhone alice = world.phoneBehindNat("1001").registered();
    world.phoneBehindNat("1002").registered();
    world.phone("1003").registered();
    alice.vanishes();
    world.advance(Duration.ofMinutes(4));
    assertThat(world.server().lost()).containsExactly("1001 SILENT");
    assertThat(world.server().bindings("1001")).isEmpty();
    assertThat(world.server().bindings("1002")).hasSize(1);
    assertThat(world.server().bindings("1003")).hasSize(1);
    world.settles();
  }

  @EachWeather
  void aPhoneBehindNatThatMissesAQuestionOrTwoStays(World world) {
    world.phoneBehindNat("1001").registered();
    world.advance(Duration.ofMinutes(30));
    assertThat(world.server().lost()).isEmpty();
    world.settles();
  }

  @EachWeather
  void aPhoneBehindNatThatRefreshesEachMinuteIsAskedAllTheSame(World world) {
    SimulatedPhone alice = world.phoneBehindNat("1001").registered();
    for (int minute = 0; minute < 5; minute++) {
      alice.register(3600);
      world.advance(Duration.ofMinutes(1));
    }
    assertThat(world.server().lost()).isEmpty();
    alice.vanishes();
    world.advance(Duration.ofMinutes(4));
    assertThat(world.server().lost()).containsExactly("1001 SILENT");
    world.settles();
  }
}
