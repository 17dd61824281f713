package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.pbx.Rfc;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.junit.jupiter.api.Test;

/** Offers that are too large for UDP. */
@Rfc("3261")
class LargeRequestTest {

  @Test
  @Rfc("18.1.1")
  void aLargeOfferComesByUdpWhenThePhoneTakesNoConnection() {
    World world = World.seeded(91);
    SimulatedPhone alice = world.phone("1001").offersMuch(1500).registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> !bob.calls().isEmpty(), 5);
    assertThat(world.server().refusedConnections()).isEqualTo(1);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 5);
    call.hangsUp();
    world.settles();
    assertThat(world.server().records()).hasSize(1);
    assertThat(world.server().records().getFirst().cause()).isEqualTo(Cause.CALLER_HUNG_UP);
  }

  @Test
  @Rfc("18.1.1")
  void aSmallOfferIsNotTriedByTcp() {
    World world = World.seeded(92);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("1002");
    world.advanceUntil(() -> !bob.calls().isEmpty(), 5);
    assertThat(world.server().refusedConnections()).isZero();
    call.hangsUp();
    world.settles();
  }
}
