package org.belfry.webui.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MomentsTest {
  private final Moments berlin = new Moments(ZoneId.of("Europe/Berlin"), Locale.GERMAN);

  @Test
  void durationsReadLikeAClock() {
    assertThat(Moments.clock(Duration.ofSeconds(7))).isEqualTo("0:07");
    assertThat(Moments.clock(Duration.ofSeconds(754))).isEqualTo("12:34");
    assertThat(Moments.clock(Duration.ofSeconds(3847))).isEqualTo("1:04:07");
    assertThat(Moments.clock(Duration.ofSeconds(-1))).isEqualTo("0:00");
  }

  @Test
  void timesAreTheReadersOwn() {
    assertThat(berlin.full(Instant.parse("2026-11-21T23:30:00Z"))).isEqualTo("22.11.26, 00:30:00");
  }

  @Test
  void aDayBeginsAtTheReadersMidnight() {
    assertThat(berlin.startOf(LocalDate.of(2026, 7, 1)))
        .isEqualTo(Instant.parse("2026-06-30T22:00:00Z"));
    assertThat(berlin.startOf(null)).isNull();
  }
}
