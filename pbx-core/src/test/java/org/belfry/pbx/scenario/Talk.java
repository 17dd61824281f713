package org.belfry.pbx.scenario;

import java.time.Duration;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;

/** Two people get to talk, and stop: what most scenarios begin and end with. */
final class Talk {
  private Talk() {}

  /** One calls the other's extension, who answers; they have talked for a while. */
  static PhoneCall between(World world, SimulatedPhone from, SimulatedPhone to) {
    return dialling(world, from, to.extension(), to);
  }

  /** One dials a number and the other's phone rings, who answers; they have talked for a while. */
  static PhoneCall dialling(World world, SimulatedPhone from, String number, SimulatedPhone rings) {
    PhoneCall call = from.dials(number);
    world.advanceUntil(() -> rings(rings), 80);
    rings.call().answers();
    world.advanceUntil(call::isAnswered, 60);
    world.advance(Duration.ofSeconds(40));
    return call;
  }

  /** The first hangs up, and the other hears of it. */
  static void ends(World world, PhoneCall call, PhoneCall other) {
    call.hangsUp();
    world.advanceUntil(() -> call.isEnded() && other.isEnded(), 60);
  }

  static boolean rings(SimulatedPhone phone) {
    return !phone.calls().isEmpty() && phone.call().isRinging();
  }
}
