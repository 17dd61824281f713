package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.junit.jupiter.api.Test;

/** One user's calls cannot use up media ports and applications. */
class ManyCallsTest {
  private static final int MOST = 100;

  @Test
  void oneUserBeginsSoManyCallsAtOnceAndEmergencyCallsBesides() {
    World world = World.seeded(9601);
    SimulatedPhone thief = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    List<PhoneCall> begun = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      begun.add(thief.dials("1002"));
      world.advance(Duration.ofMillis(60));
    }
    world.advanceUntil(() -> bob.calls().size() == MOST, 10);
    PhoneCall further = thief.dials("1002");
    world.advanceUntil(further::isEnded, 5);
    assertThat(further.status()).isEqualTo(403);
    PhoneCall help = thief.dials("112");
    world.advanceUntil(help::isEnded, 5);
    assertThat(help.status()).as("there is no trunk").isEqualTo(503);
    PhoneCall others = carol.dials("1002");
    world.advanceUntil(() -> bob.calls().size() == MOST + 1, 5);
    others.cancels();
    begun.getFirst().cancels();
    world.advanceUntil(() -> begun.getFirst().isEnded(), 10);
    PhoneCall next = thief.dials("1002");
    world.advanceUntil(() -> bob.calls().size() == MOST + 2, 5);
    assertThat(next.isEnded()).isFalse();
  }
}
