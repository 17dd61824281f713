package org.belfry.pbx.scenario;

import org.belfry.pbx.sim.Simulation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Days that are made up; {@code ./belfry sim} lives through many more. */
class SimulationTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2_000, 30_000})
  void aHundredDaysPassWithoutHarm(long first) {
    for (long seed = first; seed < first + 100; seed++) {
      Simulation.day(seed);
    }
  }

  /** Days on which something was wrong once. */
  @ParameterizedTest
  @ValueSource(longs = {53, 88, 2188})
  void daysThatOnceFailedPass(long seed) {
    Simulation.day(seed);
  }
}
