package org.belfry.pbx.app.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests within a call by a trunk that are challenged, and the Contacts they go to. */
class TrunkSignerTest {
  private static final CountryPrefixes GERMANY = CountryPrefixes.usual("49");

  /** The far end may have asked the provider for the challenge, to call there in our name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:+4990012345@itsp.example",
        "sip:0900-12345@itsp.example",
        "sip:%30900%31%32345@itsp.example",
        "sip:090012345;phone-context=+49@itsp.example",
        "sip:118@198.51.100.1",
        "sip:*21*4990012345#@itsp.example",
        "sip:0900123456x@198.51.100.1:5060",
        "sip:+30123456@198.51.100.9",
        "tel:+4990012345"
      })
  void noNumberIsSignedForThatTheCallDidNotCall(String contact) {
    assertThat(signed(Method.INVITE, contact)).isNull();
  }

  /** Contacts of session border controllers, and of gateways that write numbers in their way. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:+4940765432@itsp.example",
        "sip:4940765432@198.51.100.1:5060;transport=udp",
        "sip:040765432@10.20.30.40",
        "sip:004940765432@198.51.100.7",
        "sip:4930123@198.51.100.1",
        "sip:198.51.100.1:5060;did=f4a.7b3c",
        "sip:atpsh-5f2a33b0-1c2d-1@198.51.100.1",
        "sip:4940765432-krn8l3q1f5d5b@198.51.100.1",
        "sip:asterisk@198.51.100.1:5060",
        "tel:+4940765432"
      })
  void aChallengeAtTheContactOfTheCallIsAnswered(String contact) {
    assertThat(signed(Method.INVITE, contact)).isNotNull();
  }

  /** Neither begins a call, wherever it goes (RFC 7616 §3.4.3: the method is signed as well). */
  @Test
  void aByeIsSignedWhereverTheCallIs() {
    for (Method method : List.of(Method.BYE, Method.UPDATE)) {
      assertThat(signed(method, "sip:anything-4990012345@10.1.2.3")).isNotNull();
      assertThat(signed(method, "sip:+4990012345@10.1.2.3")).isNotNull();
    }
  }

  private static SipRequest signed(Method method, String target) {
    TrunkSigner signer =
        TrunkSigner.of(
            Trunks.registering("berlin"),
            CallNumbers.of(Trunks.registering("berlin"), GERMANY, "+4940765432"),
            () -> "cnonce12");
    SipRequest request =
        SipRequest.create(method, target)
            .add(HeaderName.VIA, "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKb")
            .add(HeaderName.FROM, "<sip:+4930123@itsp.example>;tag=a")
            .add(HeaderName.TO, "<sip:+4940765432@itsp.example>;tag=b")
            .add(HeaderName.CALL_ID, "c")
            .add(HeaderName.CSEQ, "2 " + method)
            .done();
    return signer.sign(
        request,
        request
            .respond(407, "Proxy Authentication Required", null)
            .add(
                HeaderName.PROXY_AUTHENTICATE,
                "Digest realm=\"itsp.example\", nonce=\"n\", qop=\"auth\", algorithm=MD5")
            .done());
  }
}
