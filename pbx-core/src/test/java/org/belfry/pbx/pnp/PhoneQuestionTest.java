package org.belfry.pbx.pnp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.SplittableRandom;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.Test;

class PhoneQuestionTest {
  private static final InetSocketAddress US = new InetSocketAddress("192.0.2.1", 5070);

  private static byte[] question(String uri, String event) {
    return """
    SUBSCRIBE %s SIP/2.0
    Via: SIP/2.0/UDP 192.0.2.77:5060;branch=z9hG4bK-1;rport
    Max-Forwards: 70
    From: <%s>;tag=4711
    To: <%s>
    Call-ID: abc@192.0.2.77
    CSeq: 1 SUBSCRIBE
    Event: %s
    Expires: 0
    Accept: application/url
    Contact: <sip:192.0.2.77:5060>
    Content-Length: 0

    """
        .formatted(uri, uri, uri, event)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static final String SNOM =
      "ua-profile;profile-type=\"device\";vendor=\"snom\";model=\"snomD785\";version=\"10.1.54.15\"";

  @Test
  void aPhoneSaysWhoItIsAndWhat() {
    PhoneQuestion q =
        Objects.requireNonNull(
            PhoneQuestion.read(question("sip:MAC%3a00135E874B49@224.0.1.75", SNOM)));
    assertThat(q.identity()).isEqualTo("sip:MAC:00135E874B49@224.0.1.75");
    assertThat(q.vendor()).isEqualTo("snom");
    assertThat(q.model()).isEqualTo("snomD785");
    assertThat(q.version()).isEqualTo("10.1.54.15");
    assertThat(q.contactPort()).isEqualTo(5060);
  }

  @Test
  void itIsAnsweredByA200AndOneNotifyWithTheAddress() {
    PhoneQuestion q =
        Objects.requireNonNull(
            PhoneQuestion.read(question("sip:MAC=00304fa99948@224.0.1.75", SNOM)));
    SipResponse accepted = q.accepted(US, "tag1");
    assertThat(accepted.status()).isEqualTo(200);
    assertThat(accepted.header(HeaderName.EXPIRES)).isEqualTo("0");
    assertThat(accepted.toTag()).isEqualTo("tag1");
    SipRequest notice = q.notice(US, "tag1", "z9hG4bKx", "https://pbx/p/s/");
    assertThat(notice.uriText()).isEqualTo("sip:192.0.2.77:5060");
    assertThat(notice.callId()).isEqualTo("abc@192.0.2.77");
    assertThat(notice.fromTag()).isEqualTo("tag1");
    assertThat(notice.toTag()).isEqualTo("4711");
    assertThat(notice.header(HeaderName.EVENT)).isEqualTo(SNOM);
    assertThat(notice.header(HeaderName.SUBSCRIPTION_STATE)).isEqualTo("terminated;reason=timeout");
    assertThat(notice.header(HeaderName.CONTENT_TYPE)).isEqualTo("application/url");
    assertThat(new String(notice.body(), StandardCharsets.UTF_8)).isEqualTo("https://pbx/p/s/");
  }

  @Test
  void whatIsNoSuchQuestionIsNotAnswered() {
    assertThat(PhoneQuestion.read(question("sip:1001@x", "message-summary"))).isNull();
    assertThat(PhoneQuestion.read("OPTIONS".getBytes(StandardCharsets.UTF_8))).isNull();
    assertThat(PhoneQuestion.read(new byte[PhoneQuestion.BYTES_MAX + 1])).isNull();
    String noContact =
        new String(question("sip:x@y", SNOM), StandardCharsets.UTF_8)
            .replaceAll("Contact:[^\r]*\r\n", "");
    assertThat(PhoneQuestion.read(noContact.getBytes(StandardCharsets.UTF_8))).isNull();
  }

  @Test
  void damagedQuestionsNeverBreakAnything() {
    byte[] good = question("sip:MAC%3a00135E874B49@224.0.1.75", SNOM);
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 3000; i++) {
      byte[] bad = good.clone();
      for (int n = random.nextInt(1, 12); n > 0; n--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      PhoneQuestion q = PhoneQuestion.read(bad);
      if (q != null) {
        assertThat(q.accepted(US, "t").status()).isEqualTo(200);
      }
    }
  }
}
