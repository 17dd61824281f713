package org.belfry.provisioning.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockRuleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Europe/Berlin     | LOC-1LOS-2,M3.5.0/2,M10.5.0/3
          Europe/London     | LOC0LOS-1,M3.5.0/1,M10.5.0/2
          America/New_York  | LOC5LOS4,M3.2.0/2,M11.1.0/2
          Australia/Sydney  | LOC-10LOS-11,M10.1.0/2,M4.1.0/3
          Asia/Kolkata      | LOC-5:30
          UTC               | LOC0
          """)
  void zonesAreAnOffsetAndTwoDays(String zone, String posix) {
    assertThat(ClockRule.of(ZoneId.of(zone)).posix()).isEqualTo(posix);
  }

  @Test
  void everyZoneThereIsHasARule() {
    for (String zone : ZoneId.getAvailableZoneIds()) {
      assertThat(ClockRule.of(ZoneId.of(zone)).posix()).as(zone).startsWith("LOC");
    }
  }
}
