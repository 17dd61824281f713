package org.belfry.appliance.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.belfry.appliance.mail.ScriptRate.Verdict;
import org.junit.jupiter.api.Test;

/** Scripts write mails to anybody, whenever somebody calls. */
class ScriptRateTest {
  private static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");
  private final ScriptRate rate = new ScriptRate();

  @Test
  void aUsersScriptWritesSoManyMailsAnHourAndOthersHaveTheirs() {
    for (int i = 0; i < ScriptRate.MAX; i++) {
      assertThat(rate.counted("1001", T0.plusSeconds(i))).isEqualTo(Verdict.GOES);
    }
    assertThat(rate.counted("1001", T0.plusSeconds(60))).isEqualTo(Verdict.FIRST_TOO_MANY);
    assertThat(rate.counted("1001", T0.plusSeconds(61))).isEqualTo(Verdict.TOO_MANY);
    assertThat(rate.counted("1001", T0.plusSeconds(3599))).isEqualTo(Verdict.TOO_MANY);
    assertThat(rate.counted("1002", T0.plusSeconds(62))).isEqualTo(Verdict.GOES);
    assertThat(rate.counted("1001", T0.plusSeconds(3600))).isEqualTo(Verdict.GOES);
  }
}
