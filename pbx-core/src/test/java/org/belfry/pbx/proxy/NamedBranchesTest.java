package org.belfry.pbx.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.belfry.pbx.Messages;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers of a name say and need; their order in time is in OtherDomainsTest. */
@Rfc("3261")
class NamedBranchesTest {
  private static final Hop UDP = Hop.to(Transport.UDP, new InetSocketAddress("192.0.2.1", 5060));
  private static final Hop TCP = Hop.to(Transport.TCP, new InetSocketAddress("192.0.2.1", 5060));

  @ParameterizedTest
  @CsvSource(
      value = {
        "120|120",
        "18000;duration=3600|18000",
        "5 (we are restarting)|5",
        "99999999999999|999999999",
        "soon|",
        "-1|",
      },
      delimiter = '|')
  @Rfc("20.33")
  void retryAfterIsReadAsFarAsItIsANumber(String text, Long seconds) {
    SipResponse busy =
        Messages.invite().respond(503, "Later", "t").add(HeaderName.RETRY_AFTER, text).done();
    assertThat(busy.retryAfter()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
  }

  @Test
  @Rfc("18.1.1")
  void whatIsTooLargeForADatagramGoesOverAStreamFirst() {
    assertThat(NamedBranches.forSize(Messages.invite(), List.of(UDP, TCP)))
        .containsExactly(UDP, TCP);
    var large = Messages.invite().edit().body("text/plain", new byte[1200]).done();
    assertThat(NamedBranches.forSize(large, List.of(UDP, TCP))).containsExactly(TCP, UDP);
    assertThat(NamedBranches.forSize(large, List.of(UDP))).containsExactly(UDP);
  }
}
