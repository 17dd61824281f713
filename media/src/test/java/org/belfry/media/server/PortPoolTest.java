package org.belfry.media.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** RFC 3550 §11: RTP even, RTCP the next. */
class PortPoolTest {
  private final PortPool pool = new PortPool(10_001, 10_012, new Random(1));

  @Test
  void pairsAreEvenAndWithinTheRange() {
    assertThat(pool.pairs()).isEqualTo(5);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      int port = pool.take();
      assertThat(port).isEven().isBetween(10_002, 10_010);
      seen.add(port);
    }
    assertThat(seen).hasSize(5);
    assertThat(pool.take()).isNegative();
    assertThat(pool.lent()).isEqualTo(5);
    pool.check();
  }

  @Test
  void aPortThatComesBackWaitsForAllOthers() {
    int first = pool.take();
    pool.giveBack(first);
    for (int i = 0; i < 4; i++) {
      assertThat(pool.take()).isNotEqualTo(first);
    }
    assertThat(pool.take()).isEqualTo(first);
  }

  @Test
  void theOrderCannotBeGuessed() {
    PortPool other = new PortPool(10_000, 30_000, new Random(2));
    int ascending = 0;
    int before = 0;
    for (int i = 0; i < 1000; i++) {
      int port = other.take();
      ascending += port == before + 2 ? 1 : 0;
      before = port;
    }
    assertThat(ascending).isLessThan(10);
  }

  @Test
  void whatComesBackTwiceIsOurFault() {
    int port = pool.take();
    pool.giveBack(port);
    assertThatThrownBy(() -> pool.giveBack(port)).isInstanceOf(IllegalStateException.class);
    pool.check();
  }

  @Test
  void aRangeWithoutAPairIsRefused() {
    assertThatThrownBy(() -> new PortPool(10_001, 10_002, new Random(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
