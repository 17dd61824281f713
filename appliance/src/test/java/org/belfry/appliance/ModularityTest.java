package org.belfry.appliance;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/**
 * Spring Modulith's view of the appliance: packages are modules, without cycles, behind their front
 * doors.
 */
class ModularityTest {

  @Test
  void theModulesKeepToTheirBorders() {
    ApplicationModules.of(BelfryApplication.class).verify();
  }
}
