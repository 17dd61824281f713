package org.belfry.pbx.sip.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.junit.jupiter.api.Test;

/** Who did not answer is tried last for a while. */
@Rfc("3263")
class DeadTargetsTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Hop A = hop("192.0.2.1");
  private static final Hop B = hop("192.0.2.2");
  private static final Hop C = hop("192.0.2.3");

  private final DeadTargets dead = new DeadTargets(Duration.ofSeconds(60));

  @Test
  @Rfc("4.3")
  void theDeadComeLastUntilTheirTimeIsOver() {
    dead.died(A, null, T0);
    assertThat(dead.last(List.of(A, B, C), T0)).containsExactly(B, C, A);
    assertThat(dead.last(List.of(A, B, C), T0.plusSeconds(60))).containsExactly(A, B, C);
  }

  @Test
  void retryAfterIsHonouredAndBounded() {
    dead.died(A, Duration.ofSeconds(5), T0);
    dead.died(B, Duration.ofDays(365), T0);
    assertThat(dead.isDead(A, T0.plusSeconds(4))).isTrue();
    assertThat(dead.isDead(A, T0.plusSeconds(5))).isFalse();
    assertThat(dead.isDead(B, T0.plus(Duration.ofMinutes(9)))).isTrue();
    assertThat(dead.isDead(B, T0.plus(Duration.ofMinutes(10)))).isFalse();
  }

  @Test
  void whoAnswersIsAliveWhicheverWayItWasReached() {
    Hop routed = new Hop(Transport.UDP, new InetSocketAddress("192.0.2.99", 5060), A.remote(), 0);
    dead.died(routed, null, T0);
    assertThat(dead.isDead(A, T0)).isTrue();
    dead.lives(A);
    assertThat(dead.isDead(A, T0)).isFalse();
  }

  @Test
  void soManyAreRememberedAndNoMore() {
    for (int i = 0; i < 5000; i++) {
      dead.died(Hop.to(Transport.UDP, new InetSocketAddress("192.0.2.1", 1 + i)), null, T0);
    }
    assertThat(
            java.util.stream.IntStream.range(0, 5000)
                .filter(i ->
                    dead.isDead(
                        Hop.to(Transport.UDP, new InetSocketAddress("192.0.2.1", 1 + i)), T0))
                .count())
        .isEqualTo(1024);
  }

  private static Hop hop(String address) {
    return Hop.to(Transport.UDP, new InetSocketAddress(address, 5060));
  }
}
