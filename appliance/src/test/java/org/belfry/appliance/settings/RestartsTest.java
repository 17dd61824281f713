package org.belfry.appliance.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.belfry.appliance.system.SettingsFile;
import org.belfry.appliance.system.SettingsFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts by a clock that the test moves. */
class RestartsTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  @TempDir Path data;
  private final List<String> reasons = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-24T17:00:00Z");
  private int calls;
  private SettingsFile file;
  private Restarts restarts;

  @BeforeEach
  void none() {
    starts(Map.of());
  }

  private void starts(Map<String, String> wanted) {
    file = SettingsFiles.started(data, wanted, now);
    restarts = new Restarts(file, () -> calls, reasons::add, ZONE, () -> now);
    restarts.ready();
  }

  private void pass(Duration time) {
    Instant end = now.plus(time);
    while (now.isBefore(end)) {
      now = now.plusSeconds(5);
      restarts.tick();
    }
  }

  @Test
  void tonightMeansTheFirstQuietMinuteAfterTwo() {
    restarts.plan();
    assertThat(restarts.tonight()).isEqualTo("2026-11-25T01:00:00Z");
    calls = 1;
    pass(Duration.ofHours(8).plusMinutes(10));
    assertThat(reasons).isEmpty();
    calls = 0;
    pass(Duration.ofSeconds(50));
    assertThat(reasons).isEmpty();
    pass(Duration.ofSeconds(30));
    assertThat(reasons).hasSize(1);
    assertThat(restarts.tonight()).isNull();
    pass(Duration.ofHours(1));
    assertThat(reasons).hasSize(1);
  }

  @Test
  void aPlannedRestartCanBeCancelled() {
    restarts.plan();
    restarts.cancel();
    pass(Duration.ofHours(20));
    assertThat(reasons).isEmpty();
    assertThat(restarts.tonight()).isNull();
  }

  @Test
  void settingsThatLeaveThePagesWhereTheyAreStayAtOnce() throws Exception {
    Map<String, String> wanted = Map.of("belfry.park.longest", "1h");
    starts(wanted);
    assertThat(restarts.confirmBy()).isNull();
    assertThat(file.good()).isEqualTo(wanted);
  }

  @Test
  void anotherPortStaysWhenAnAdministratorSignsIn() throws Exception {
    Map<String, String> wanted = Map.of("belfry.https-port", "9443");
    starts(wanted);
    assertThat(restarts.confirmBy()).isEqualTo(now.plus(Duration.ofMinutes(10)));
    assertThat(file.good()).isEmpty();
    pass(Duration.ofMinutes(9));
    restarts.administratorSeen();
    assertThat(restarts.confirmBy()).isNull();
    assertThat(file.good()).isEqualTo(wanted);
    pass(Duration.ofHours(1));
    assertThat(reasons).isEmpty();
  }

  @Test
  void anotherPortIsTakenBackWhenNoAdministratorSignsIn() {
    Map<String, String> wanted = Map.of("belfry.https-port", "9443");
    starts(wanted);
    pass(Duration.ofMinutes(11));
    assertThat(reasons).hasSize(1);
    starts(wanted);
    assertThat(file.used()).isEmpty();
    assertThat(file.refused().reason()).contains("No administrator signed in");
    pass(Duration.ofHours(1));
    assertThat(reasons).hasSize(1);
  }
}
