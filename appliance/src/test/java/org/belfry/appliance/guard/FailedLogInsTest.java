package org.belfry.appliance.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.belfry.appliance.guard.FailedLogIns.FailedLogIn;
import org.belfry.pbx.admin.FailedLogInAdmin.Door;
import org.junit.jupiter.api.Test;

class FailedLogInsTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final FailedLogIns failures = new FailedLogIns(now::get);

  @Test
  void failuresCountByDoorAddressAndNameNewestFirst() {
    failures.tell(Door.SIP, "192.0.2.7", "1001");
    failures.tell(Door.PAGES, "192.0.2.7", "admin");
    now.set(NOON.plusSeconds(60));
    failures.tell(Door.SIP, "192.0.2.7", "1001");
    assertThat(failures.newest(10))
        .containsExactly(
            new FailedLogIn(Door.SIP, "192.0.2.7", "1001", 2, NOON, NOON.plusSeconds(60)),
            new FailedLogIn(Door.PAGES, "192.0.2.7", "admin", 1, NOON, NOON));
  }

  @Test
  void aNetworkOfIpv6CountsAsOneAddress() {
    failures.tell(Door.SIP, "2001:db8::1", "1001");
    failures.tell(Door.SIP, "2001:db8::2", "1001");
    assertThat(failures.newest(10)).singleElement().extracting(FailedLogIn::count).isEqualTo(2L);
  }

  @Test
  void theNamesOfAnAddressThatTriesManyAreOneEntryFromThe51stOn() {
    for (int i = 0; i < 1000; i++) {
      failures.tell(Door.SIP, "192.0.2.7", "user" + i);
    }
    failures.tell(Door.SIP, "192.0.2.8", "1001");
    assertThat(failures.newest(500)).hasSize(52);
    assertThat(failures.newest(500).get(1).name()).isEmpty();
    assertThat(failures.newest(500).get(1).count()).isEqualTo(950);
  }

  @Test
  void thoseThatFailedLongestAgoAreForgotten() {
    for (int i = 0; i < FailedLogIns.REMEMBERED + 10; i++) {
      failures.tell(Door.API, "10.0." + i / 250 + "." + i % 250, "admin");
    }
    assertThat(failures.newest(5000)).hasSize(FailedLogIns.REMEMBERED);
    now.set(NOON.plus(FailedLogIns.KEPT).plus(Duration.ofSeconds(1)));
    failures.tell(Door.API, "192.0.2.7", "admin");
    assertThat(failures.newest(5000)).hasSize(1);
  }

  @Test
  void aNameIsShortAndHasNoControlCharacters() {
    failures.tell(Door.SIP, "192.0.2.7", "a\u001b[2J" + "x".repeat(100));
    assertThat(failures.newest(1).getFirst().name()).startsWith("a?[2Jx").hasSize(64);
  }
}
