package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.junit.jupiter.api.Test;

/** How many places a call may be in at once: it is told by Max-Breadth. */
@Rfc("5393")
class BreadthTest {

  @EachWeather
  @Rfc("5.3.3")
  void aCallThatMayBeInOnePlaceRingsOnePhoneAfterTheOther(World world) {
    SimulatedPhone alice = world.phone("1001").writes("Max-Breadth", "1").registered();
    List<SimulatedPhone> bobs = twoPhonesOf("1002", world);
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(bobs) == 1, 40);
    world.advance(Duration.ofSeconds(10));
    assertThat(rung(bobs)).isEqualTo(1);
    SimulatedPhone second = bobs.getFirst().calls().isEmpty() ? bobs.getFirst() : bobs.getLast();
    world.advanceUntil(() -> rung(bobs) == 2, 60);
    assertThat(bobs.stream().filter(bob -> !bob.calls().isEmpty()))
        .allSatisfy(bob ->
            assertThat(bob.call().received().header(HeaderName.of("Max-Breadth"))).isEqualTo("1"));
    second.call().answersIfRinging();
    world.advanceUntil(call::isAnswered, 40);
    call.hangsUp();
    world.settles();
  }

  @Test
  @Rfc("5.3.3")
  void phonesThatRingTogetherShareTheSixtyPlacesOfACallThatDoesNotSay() {
    World world = World.seeded(5393);
    SimulatedPhone alice = world.phone("1001").registered();
    List<SimulatedPhone> bobs = twoPhonesOf("1002", world);
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> ringing(bobs) == 2, 5);
    int places =
        bobs.stream()
            .mapToInt(bob ->
                Integer.parseInt(bob.call().received().mandatory(HeaderName.of("Max-Breadth"))))
            .sum();
    assertThat(places).isBetween(2, 60);
    call.hangsUp();
    world.settles();
  }

  @Test
  @Rfc("5.3.3")
  void aCallThatMayBeNowhereIsRefused() {
    World world = World.seeded(5394);
    SimulatedPhone alice = world.phone("1001").writes("Max-Breadth", "0").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(call::isEnded, 5);
    assertThat(call.status()).isEqualTo(440);
    assertThat(bob.calls()).isEmpty();
    world.settles();
  }

  private static List<SimulatedPhone> twoPhonesOf(String extension, World world) {
    SimulatedPhone one = world.phone(extension).registered();
    SimulatedPhone other = world.phone(extension).register(3600);
    world.advanceUntil(() -> world.server().bindings(extension).size() == 2, 40);
    return List.of(one, other);
  }

  private static long ringing(List<SimulatedPhone> phones) {
    return phones.stream()
        .filter(phone -> !phone.calls().isEmpty() && phone.call().isRinging())
        .count();
  }

  private static long rung(List<SimulatedPhone> phones) {
    return phones.stream().filter(phone -> !phone.calls().isEmpty()).count();
  }
}
