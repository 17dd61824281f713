package org.belfry.appliance.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebianVersionTest {

  @ParameterizedTest
  @CsvSource({
    "1.0, 0.9",
    "1.10, 1.9",
    "1.0, 1.0~rc1",
    "1.0~rc2, 1.0~rc1",
    "1.0+20261124, 1.0",
    "0.1.0+20261124143120, 0.1.0+20261123999999",
    "1:0.1, 9.0",
    "1.0-2, 1.0-1",
    "1.0-1, 1.0",
    "1.0a, 1.0",
    "1.0+, 1.0a",
    "1.2, 1.02~"
  })
  void theOrderIsDebians(String newer, String older) {
    assertThat(DebianVersion.isNewer(newer, older)).isTrue();
    assertThat(DebianVersion.isNewer(older, newer)).isFalse();
  }

  @Test
  void equalOnesAreNotNewer() {
    assertThat(DebianVersion.isNewer("1.02", "1.2")).isFalse();
    assertThat(DebianVersion.isNewer("1.2", "1.02")).isFalse();
    assertThat(DebianVersion.isNewer("", "")).isFalse();
  }

  @Test
  void dpkgSaysTheSame() throws Exception {
    List<String> versions =
        List.of("0", "1", "1.0", "1.0~", "1.0~1", "1.0.", "1.0a", "1.0+", "1a", "01", "1-1", "2:0");
    for (String one : versions) {
      for (String two : versions) {
        Process dpkg = new ProcessBuilder("dpkg", "--compare-versions", one, "gt", two).start();
        assertThat(dpkg.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(DebianVersion.isNewer(one, two))
            .as(one + " > " + two)
            .isEqualTo(dpkg.exitValue() == 0);
      }
    }
  }
}
