package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuessBrakeTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private final GuessBrake brake = new GuessBrake();

  @ParameterizedTest
  @ValueSource(strings = {"admin", "ADMIN", " Admin", "admin\u2003\u2003", "adm\u0131n"})
  void aNameWrittenInAnotherWayHasNoGuessesOfItsOwn(String name) {
    for (int i = 0; i < 5; i++) {
      brake.failed("192.0.2.1", i % 2 == 0 ? "admin" : "Admin ", NOW);
    }
    assertThat(brake.mustWait("192.0.2.1", name, NOW)).isTrue();
    assertThat(brake.mustWait("192.0.2.2", name, NOW)).isFalse();
  }

  @Test
  void ofManyGuessesAtOnceFiveAreJudged() {
    long judged = IntStream.range(0, 100).filter(each -> brake.begin("", "admin", NOW)).count();
    assertThat(judged).isEqualTo(5);
    brake.succeeded("", "admin");
    assertThat(brake.begin("", "admin", NOW)).isTrue();
  }

  @Test
  void namesThatTheDatabaseTakesForTheSameAreNot() {
    assertThat(GuessBrake.same("admin", "\u00e1dmin")).isFalse();
    assertThat(GuessBrake.same("admin", "ad\u00admin")).isFalse();
    assertThat(GuessBrake.same("Admin", "admin ")).isTrue();
  }
}
