package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.function.IntPredicate;
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
      brake.begin("192.0.2.1", i % 2 == 0 ? "admin" : "Admin ", NOW);
    }
    assertThat(brake.mustWait("192.0.2.1", name, NOW)).isTrue();
    assertThat(brake.mustWait("192.0.2.2", name, NOW)).isFalse();
  }

  @Test
  void aSourceThatIsReleasedTriesAgainAtOnce() {
    for (int i = 0; i < 5; i++) {
      brake.begin("192.0.2.7", "admin", NOW);
    }
    assertThat(brake.waitsUntil("192.0.2.7", "admin", NOW)).isEqualTo(NOW.plusSeconds(2));
    assertThat(brake.release("192.0.2.8", NOW)).isFalse();
    assertThat(brake.release("192.0.2.7", NOW)).isTrue();
    assertThat(brake.waitsUntil("192.0.2.7", "admin", NOW)).isNull();
    assertThat(brake.begin("192.0.2.7", "admin", NOW)).isTrue();
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

  @Test
  void anIpv6SourceIsItsNetwork() {
    for (int host = 1; host <= 5; host++) {
      brake.begin("2001:db8:0:1::" + host, "admin", NOW);
    }
    assertThat(brake.begin("2001:db8:0:1::ffff", "admin", NOW)).isFalse();
    assertThat(brake.begin("2001:db8:0:2::1", "admin", NOW)).isTrue();
  }

  @Test
  void aSourceThatTriesManyAccountsHasToWait() {
    assertThat(judged(each -> brake.begin("192.0.2.1", "user" + each, NOW))).isEqualTo(50);
    assertThat(brake.begin("192.0.2.1", "another", NOW)).isFalse();
    assertThat(brake.begin("192.0.2.1", "another", NOW.plusSeconds(12))).isTrue();
    assertThat(brake.begin("192.0.2.2", "another", NOW)).isTrue();
  }

  @Test
  void anAccountThatManySourcesTryIsTriedSlowly() {
    assertThat(judged(each -> brake.begin(address(each), "admin", NOW))).isEqualTo(50);
    assertThat(brake.begin("192.0.2.1", "admin", NOW)).isFalse();
    assertThat(brake.begin("192.0.2.1", "admin", NOW.plusSeconds(30))).isTrue();
    assertThat(brake.begin("192.0.2.1", "somebody", NOW)).isTrue();
  }

  @Test
  void whoHasSignedInFromThereBeforeIsNotHeldUpByStrangers() {
    brake.begin("192.0.2.1", "admin", NOW);
    brake.succeeded("192.0.2.1", "admin");
    for (int i = 0; i < 200; i++) {
      brake.begin(address(i), "admin", NOW);
      brake.begin("192.0.2.1", "user" + i, NOW);
    }
    assertThat(brake.begin("192.0.2.1", "admin", NOW)).isTrue();
  }

  @Test
  void anOfficeWhosePeopleTypeRightIsNotASpray() {
    for (int i = 0; i < 500; i++) {
      assertThat(brake.begin("192.0.2.1", "user" + i, NOW)).as("user " + i).isTrue();
      brake.succeeded("192.0.2.1", "user" + i);
    }
  }

  @Test
  void anAllowedSourceWaitsForSingleAccountsOnly() {
    GuessBrake kind = new GuessBrake(InetAddress::isLoopbackAddress);
    assertThat(judged(each -> kind.begin("127.0.0.1", "user" + each, NOW))).isEqualTo(200);
    assertThat(judged(each -> kind.begin("127.0.0.1", "admin", NOW))).isEqualTo(5);
  }

  private static long judged(IntPredicate attempt) {
    return IntStream.range(0, 200).filter(attempt).count();
  }

  private static String address(int number) {
    return "198.51.100." + number % 256;
  }
}
