package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.junit.jupiter.api.Test;

/**
 * One and the same call again and again, with the k-th message of the server failing to be sent,
 * for every k.
 */
class FaultSweepTest {

  @Test
  void whicheverSendFailsNothingIsLeftBehind() {
    int sends = story(-1);
    assertThat(sends).isGreaterThan(10);
    for (int k = 0; k < sends; k++) {
      story(k);
    }
  }

  private static int story(int failing) {
    World world = World.seeded(1000 + failing);
    SimulatedPhone alice = world.phone("1001").register(3600);
    SimulatedPhone bob = world.phone("1002").register(3600);
    SimulatedPhone second = world.phone("1002").register(3600);
    world.server().failSend(failing);
    world.advance(Duration.ofSeconds(40));
    PhoneCall call = alice.dials("1002");
    world.advance(Duration.ofSeconds(5));
    bob.calls().forEach(PhoneCall::answers);
    world.advance(Duration.ofSeconds(40));
    alice.calls().forEach(PhoneCall::hangsUp);
    bob.calls().forEach(PhoneCall::hangsUp);
    second.calls().forEach(PhoneCall::hangsUp);
    world.settles();
    assertThat(call.isEnded() || !call.isAnswered()).isTrue();
    return world.server().sends();
  }
}
