package org.belfry.pbx.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.T0;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffencesTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.7");
  private static final boolean SHELTERED = true;
  private final Offences offences = new Offences(GuardProperties.DEFAULT);

  /** Failures, of so many users, at a sheltered address: pairs blocked, address banned. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                   4 |     1 | false | 0             | false
                   5 |     1 | false | 1             | false
                   9 |     1 | false | 1             | false
                   9 |     9 | false | 0             | false
                  10 |    10 | false | 0             | true
                  10 |    10 | true  | 0             | false
                  25 |     5 | false | 5             | false
                  50 |     1 | false | 1             | true
                  50 |     1 | true  | 1             | false
                 500 |   100 | true  | 100           | false
          """)
  void failuresHaveTheseConsequences(
      int failures, int users, boolean sheltered, int pairs, boolean banned) {
    int blocked = 0;
    Ban ban = null;
    for (int i = 0; i < failures; i++) {
      Offences.Consequence c =
          offences.failed(HERE, "10" + i % users, sheltered, T0.plusSeconds(i));
      blocked += c.pairBlockedUntil() == null ? 0 : 1;
      ban = c.ban() == null ? ban : c.ban();
    }
    assertThat(blocked).isEqualTo(pairs);
    assertThat(ban != null).isEqualTo(banned);
  }

  @Test
  void failuresThatAreFarApartAreSlips() {
    Instant now = T0;
    for (int i = 0; i < 100; i++) {
      now = now.plus(Duration.ofMinutes(3));
      assertThat(offences.failed(HERE, "1001", !SHELTERED, now))
          .isEqualTo(Offences.Consequence.NONE);
    }
  }

  @Test
  void theRightPasswordMakesUpForThoseBefore() {
    for (int i = 0; i < 40; i++) {
      assertThat(offences.failed(HERE, "1001", SHELTERED, T0.plusSeconds(i)).pairBlockedUntil())
          .isNull();
      if (i % 4 == 3) {
        offences.succeeded(HERE, "1001");
        assertThat(offences.knows(HERE)).isFalse();
      }
    }
  }

  @Test
  void theRightPasswordOfOneUserDoesNotMakeUpForOthers() {
    for (int i = 0; i < 4; i++) {
      offences.failed(HERE, "1002", SHELTERED, T0);
      offences.succeeded(HERE, "1001");
    }
    assertThat(offences.failed(HERE, "1002", SHELTERED, T0).pairBlockedUntil())
        .isEqualTo(T0.plus(Duration.ofMinutes(10)));
  }

  @Test
  void aBlockEndsByItselfAndBeginsAgain() {
    List<Instant> ends = new ArrayList<>();
    for (int i = 0; i < 40; i++) { // a phone with a wrong password that tries every minute
      Offences.Consequence c = offences.failed(HERE, "1001", SHELTERED, T0.plusSeconds(60L * i));
      if (c.pairBlockedUntil() != null) {
        ends.add(c.pairBlockedUntil());
      }
    }
    assertThat(ends)
        .containsExactly(T0.plusSeconds(60 * 14), T0.plusSeconds(60 * 28), T0.plusSeconds(60 * 44));
  }

  @Test
  void everyBanOfAnAddressIsTwiceAsLongAsTheOneBeforeUpToADay() {
    Instant now = T0;
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Ban ban = offences.scanned(HERE, "friendly-scanner", now);
      times.add(Duration.between(now, ban.until()));
      assertThat(ban.nth()).isEqualTo(i + 1);
      now = ban.until().plusSeconds(60);
    }
    assertThat(times)
        .startsWith(Duration.ofMinutes(10), Duration.ofMinutes(20), Duration.ofMinutes(40))
        .endsWith(Duration.ofDays(1), Duration.ofDays(1));
  }

  @Test
  void whoHasBehavedForADayBeginsAnew() {
    Ban first = offences.scanned(HERE, "sipcli", T0);
    Ban later = offences.scanned(HERE, "sipcli", first.until().plus(Duration.ofDays(1)));
    assertThat(later.nth()).isEqualTo(1);
  }

  @Test
  void aBanOfBeforeARestartCounts() {
    offences.remember(new Ban(HERE, T0, T0.plusSeconds(600), 3, "before"));
    assertThat(offences.scanned(HERE, "sipcli", T0.plusSeconds(700)).nth()).isEqualTo(4);
    offences.forgive(HERE);
    assertThat(offences.scanned(HERE, "sipcli", T0.plusSeconds(700)).nth()).isEqualTo(1);
  }

  @Test
  void onlySoManyAddressesAreRemembered() {
    for (int i = 0; i < Offences.ADDRESSES + 500; i++) {
      offences.failed(InetAddress.ofLiteral("10.1." + i / 250 + "." + i % 250), "1001", false, T0);
    }
    assertThat(offences.addresses()).isEqualTo(Offences.ADDRESSES);
    assertThat(offences.knows(InetAddress.ofLiteral("10.1.0.0"))).isFalse();
  }
}
