package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.app.SimulatedVoices;
import org.belfry.pbx.app.echo.Echo;
import org.belfry.pbx.call.Relay;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.junit.jupiter.api.Test;

/** What a call holds does not grow with what is said in it: one may last twelve hours. */
@Rfc("3261")
class LongCallTest {
  @Test
  @Rfc("14.2")
  void aCallThatIsChangedAgainAndAgainHoldsNoMore() {
    World world = World.seeded(642);
    SimulatedVoices voices = new SimulatedVoices(world.net(), world.server());
    world.server().install(voices.runtime().taking(new Echo()));
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials("*43");
    world.advanceUntil(call::isAnswered, 60);
    for (int i = 0; i < 100; i++) {
      call.changes("v=0\r\no=- 1 " + (i + 2) + " IN IP4 10.0.0.10\r\n");
      world.advance(Duration.ofSeconds(1));
      assertThat(call.changed()).isEqualTo(200);
    }
    assertThat(world.server().asked()).isZero();
    call.hangsUp();
    world.settles();
  }

  @Test
  @Rfc(value = "3515 2.4.2", other = true)
  void aCallWhoseTransfersAreRefusedAgainAndAgainHoldsNoMore() {
    World world = World.seeded(643);
    world.server().install(new Relay("relay", "sip:1002@" + World.DOMAIN));
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = alice.dials("~relay");
    world.advanceUntil(() -> Talk.rings(bob), 60);
    bob.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    for (int i = 0; i < 100; i++) {
      call.refers("sip:1999@" + World.DOMAIN);
      world.advance(Duration.ofSeconds(3));
    }
    assertThat(call.heard()).filteredOn("REFER 202"::equals).hasSizeGreaterThan(90);
    assertThat(world.server().known()).isLessThanOrEqualTo(3);
    call.hangsUp();
    world.advanceUntil(() -> bob.call().isEnded(), 60);
    world.settles();
  }
}
