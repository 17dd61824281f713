package org.belfry.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** RFC 3550 §4 and §6.4.1. */
class NtpTimeTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void timesCountFrom1900() {
    assertThat(NtpTime.of(Instant.EPOCH)).isEqualTo(2_208_988_800L << 32);
    assertThat(NtpTime.of(Instant.EPOCH.plusMillis(500)))
        .isEqualTo(2_208_988_800L << 32 | 0x8000_0000L);
  }

  @Test
  void nanosecondsAreAdded() {
    long half = NtpTime.of(Instant.EPOCH.plusMillis(500));
    assertThat(NtpTime.plusNanos(NtpTime.of(Instant.EPOCH), SECOND / 2)).isEqualTo(half);
    assertThat(NtpTime.plusNanos(half, 3 * SECOND / 2))
        .isEqualTo(NtpTime.of(Instant.EPOCH.plusSeconds(2)));
    assertThat(NtpTime.plusNanos(half, -SECOND / 2)).isEqualTo(NtpTime.of(Instant.EPOCH));
  }

  @Test
  void shortDurationsAre65536thsOfASecond() {
    assertThat(NtpTime.shortDuration(SECOND)).isEqualTo(65536);
    assertThat(NtpTime.shortDuration(5 * SECOND / 4)).isEqualTo(81920);
    assertThat(NtpTime.nanosOfShort(65536)).isEqualTo(SECOND);
    assertThat(NtpTime.nanosOfShort(-1)).isEqualTo(0xffffffffL * SECOND >> 16);
  }

  @Test
  void theRoundTripIsWhatTheReportLeavesUnexplained() {
    ReportTimes times = new ReportTimes();
    long ntp = NtpTime.of(Instant.EPOCH);
    times.sent(ntp, 100 * SECOND);
    int lsr = NtpTime.middle(ntp);
    assertThat(times.roundTrip(lsr, 65536, 101 * SECOND + 30_000_000)).isEqualTo(30_000_000);
    assertThat(times.roundTrip(lsr, 65536, 101 * SECOND - 5_000)).isZero();
    assertThat(times.roundTrip(lsr, 2 * 65536, 101 * SECOND)).isEqualTo(ReportTimes.UNKNOWN);
    assertThat(times.roundTrip(lsr + 1, 65536, 102 * SECOND)).isEqualTo(ReportTimes.UNKNOWN);
    assertThat(times.roundTrip(0, 0, 102 * SECOND)).isEqualTo(ReportTimes.UNKNOWN);
    for (int i = 1; i <= 8; i++) {
      times.sent(NtpTime.plusNanos(ntp, i * SECOND), (100 + i) * SECOND);
    }
    assertThat(times.roundTrip(lsr, 65536, 109 * SECOND)).isEqualTo(ReportTimes.UNKNOWN);
  }
}
