package org.belfry.pbx.proxy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makers' manuals say that a phone answers by itself for. */
class AutoAnswerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Answer-Mode: Auto",
        "Priv-Answer-Mode: Auto",
        "P-Auto-Answer: normal",
        "X-Auto-Answer: true",
        "Answer-After: 0",
        "Call-Info: <sip:x>;answer-after=0",
        "Call-Info: <sip:x>;info=alert-autoanswer;delay=0",
        "Call-Info: <sip:x>;Answer-After=0",
        "Alert-Info: Auto Answer",
        "Alert-Info: <http://127.0.0.1>;info=alert-autoanswer;delay=0",
        "Alert-Info: Intercom"
      })
  void noCallerAsksAPhoneToAnswerByItself(String field) {
    String name = field.substring(0, field.indexOf(':'));
    assertThat(passed("To: <sip:1002@pbx.example>", field)).doesNotContain(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "To: <sip:1002@pbx.example>;intercom=true",
        "To: <sip:1002@pbx.example;intercom=true>",
        "To: <sip:1002@pbx.example;user=phone; Intercom = true>",
        "To: sip:1002@pbx.example;intercom",
      })
  void noCallerWritesOneOfAnIntercom(String to) {
    assertThat(passed(to, "Subject: x")).doesNotContainIgnoringCase("intercom").contains("1002@");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Call-Info: <http://pbx.example/photo.png>;purpose=icon",
        "Alert-Info: <urn:alert:source:internal>"
      })
  void whatIsShownOrHeardGoesOn(String field) {
    assertThat(passed("To: \"Intercom\" <sip:1002@pbx.example>;tag=t", field))
        .contains(field)
        .contains("To: \"Intercom\" <sip:1002@pbx.example>;tag=t");
  }

  private static String passed(String to, String field) {
    byte[] text =
        ("INVITE sip:1002@pbx.example SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\r\nMax-Forwards: 70\r\n"
                + "From: <sip:1001@pbx.example>;tag=f\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n"
                + (to + "\r\n" + field + "\r\n")
                + "Content-Length: 0\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    return AutoAnswer.without((SipRequest) MessageParser.parse(text, 0, text.length)).toString();
  }
}
