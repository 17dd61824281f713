package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.app.SimulatedVoices;
import org.belfry.pbx.app.echo.Echo;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.World;
import org.junit.jupiter.api.Test;

/** What a leg of ours cannot read is answered like anything else, and leaves nothing. */
@Rfc("3261")
class UnreadableRequestTest {

  @Test
  @Rfc(value = "4028 5", other = true)
  void updatesWithAMinSeThatCannotBeReadAreAnsweredAndForgotten() {
    World world = World.seeded(9101);
    PhoneCall call = echo(world);
    for (int i = 0; i < 1000; i++) {
      call.refreshes("x");
      world.advance(Duration.ofMillis(100));
    }
    world.advance(Duration.ofSeconds(40));
    assertThat(call.heard()).hasSize(1000).containsOnly("UPDATE 200");
    assertThat(world.server().transactions()).isZero();
    assertThat(world.server().asked()).isZero();
    call.hangsUp();
    world.settles();
  }

  @Test
  @Rfc(value = "4028 5", other = true)
  void aReinviteWithAMinSeThatCannotBeReadIsAnswered() {
    World world = World.seeded(9102);
    PhoneCall call = echo(world);
    for (String minSe : new String[] {"x", "", "999999999", "999999999999"}) {
      call.changes("v=0\r\na=sendonly\r\n", minSe);
      world.advance(Duration.ofSeconds(40));
      assertThat(call.changed()).as(minSe).isEqualTo(200);
    }
    assertThat(world.server().transactions()).isZero();
    call.hangsUp();
    world.settles();
  }

  private static PhoneCall echo(World world) {
    SimulatedVoices voices = new SimulatedVoices(world.net(), world.server());
    world.server().install(voices.runtime().taking(new Echo()));
    PhoneCall call = world.phone("1001").registered().dials("*43");
    world.advanceUntil(call::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    return call;
  }
}
