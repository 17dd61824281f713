package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.belfry.pbx.registrar.BindingDelta;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.Weather;
import org.belfry.pbx.sim.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Phones come and go. */
class RegistrationTest {

  @ParameterizedTest
  @EnumSource(Weather.class)
  void aPhoneRegistersInAnyWeather(Weather weather) {
    World world = World.seeded(7, weather);
    world.phone("1001").registered();
    assertThat(world.server().bindings("1001")).hasSize(1);
    world.settles();
  }

  @Test
  void aBindingThatIsNotRefreshedExpires() {
    World world = World.seeded(8);
    world.phone("1001").registered();
    world.advance(Duration.ofMinutes(59));
    assertThat(world.server().bindings("1001")).hasSize(1);
    world.advance(Duration.ofMinutes(2));
    assertThat(world.server().bindings("1001")).isEmpty();
    assertThat(world.server().journal()).hasSize(2);
    assertThat(world.server().journal().getLast()).isInstanceOf(BindingDelta.Removed.class);
    world.settles();
  }

  @Test
  void aPhoneUnregistersWithExpiresZero() {
    World world = World.seeded(9);
    SimulatedPhone alice = world.phone("1001").registered();
    alice.register(0);
    world.advance(Duration.ofSeconds(2));
    assertThat(world.server().bindings("1001")).isEmpty();
    world.settles();
  }

  @Test
  void severalDevicesOfAUserAreKeptSideBySide() {
    World world = World.seeded(10);
    world.phone("1001").register(3600);
    world.phone("1001").register(3600);
    world.phone("1001").register(3600);
    world.advance(Duration.ofSeconds(2));
    assertThat(world.server().bindings("1001")).hasSize(3);
    world.settles();
  }

  @Test
  void aWrongPasswordIsRefusedAndNoted() {
    World world = World.seeded(11);
    world.phoneWithPassword("1001", "guess").register(3600);
    world.advance(Duration.ofSeconds(2));
    assertThat(world.server().bindings("1001")).isEmpty();
    assertThat(world.server().refused()).containsExactly("1001: the password is wrong");
    world.settles();
  }

  @Test
  void tooShortAnIntervalIsRefused() {
    World world = World.seeded(12);
    world.phone("1001").register(10);
    world.advance(Duration.ofSeconds(2));
    assertThat(world.server().bindings("1001")).isEmpty();
    assertThat(world.net().ladder().toString()).contains("423 Interval Too Brief");
    world.settles();
  }

  @Test
  void aPhoneBehindNatThatLosesItsPowerIsNoticedAndTheOthersStay() {
    World world = World.seeded(91);
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

  @Test
  void aPhoneBehindNatThatMissesAQuestionOrTwoStays() {
    World world = World.seeded(92, Weather.LOSSY);
    world.phoneBehindNat("1001").registered();
    world.advance(Duration.ofMinutes(30));
    assertThat(world.server().lost()).isEmpty();
    world.settles();
  }
}
