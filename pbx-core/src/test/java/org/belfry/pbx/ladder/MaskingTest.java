package org.belfry.pbx.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What people may see of a message. */
class MaskingTest {

  @Test
  void theAnswerToAChallengeIsMaskedAndTheChallengeIsNot() {
    String text =
        shown(
            "REGISTER sip:pbx.example SIP/2.0\r\n"
                + "Authorization: Digest username=\"1001\", nonce=\"abc\",\r\n"
                + " response=\"6629fae49393a05397450978507c4ef1\", CNONCE=\"0a4f\" ,"
                + " nc=00000001\r\n"
                + "proxy-authorization : Digest response=6629fae4\r\n"
                + "Authentication-Info: rspauth=\"6629\", nextnonce=\"x\"\r\n\r\n");
    assertThat(text)
        .contains("username=\"1001\"", "nonce=\"abc\"", "nc=00000001", "nextnonce=\"x\"")
        .doesNotContain("6629")
        .doesNotContain("0a4f");
  }

  @Test
  void credentialsOfAnotherSchemeAreMaskedWhole() {
    assertThat(
            shown(
                "INVITE sip:a@b SIP/2.0\r\nAuthorization: Basic YWxpY2U6c2VjcmV0\r\n"
                    + "Proxy-Authorization: Bearer aaa.bbb\r\n\r\n"))
        .doesNotContain("YWxp")
        .doesNotContain("aaa.bbb");
  }

  @Test
  void passwordsInUrisAreMasked() {
    String text =
        shown(
            "INVITE sip:bob:secret@pbx.example SIP/2.0\r\n"
                + "From: <sips:alice:hidden@pbx.example:5061>;tag=1\r\n"
                + "To: <sip:bob@b:5060>\r\n\r\n");
    assertThat(text)
        .doesNotContain("secret")
        .doesNotContain("hidden")
        .contains("<sip:bob@b:5060>", "@pbx.example:5061>");
  }

  @Test
  void aPasswordIsMaskedBehindWhatLooksLikeManyOfThem() {
    assertThat(shown("INVITE sip:a:secret:sip:b:more@pbx.example;x=sip:c SIP/2.0\r\n\r\n"))
        .startsWith("INVITE sip:a:•••@pbx.example;x=sip:c SIP/2.0\n");
    assertThat(shown("X: gossip:a:b@c, SIP:d:e@f\r\n\r\n"))
        .startsWith("X: gossip:a:b@c, SIP:d:•••@f\n");
  }

  @Test
  void whatLooksLikeManyPasswordsIsReadOnce() {
    String many = "sip:a:".repeat(60_000);
    String lines = "X: a\r\n" + " \r\n".repeat(100_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertThat(shown("X: " + many + "\r\n\r\n")).contains(many);
          assertThat(shown(lines + "\r\n")).startsWith("X: a\n \n");
        });
  }

  @Test
  void keysOfTheMediaAreMaskedAndTheRestOfTheDescriptionIsNot() {
    String text =
        shown(
            "INVITE sip:a@b SIP/2.0\r\n"
                + "c: application/sdp\r\n\r\n"
                + "v=0\r\n"
                + "k=clear:geheim\r\n"
                + "m=audio 4000 RTP/SAVP 8\r\n"
                + "a=crypto:1 AES_CM_128_HMAC_SHA1_80"
                + " inline:PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR\r\n"
                + "a=ice-pwd:asd88fgpdd777uzjYhagZg\r\n"
                + "a=ice-ufrag:8hhY\r\n");
    assertThat(text)
        .contains("m=audio 4000", "a=crypto:1 AES_CM_128_HMAC_SHA1_80", "a=ice-ufrag:8hhY")
        .doesNotContain("geheim")
        .doesNotContain("PS1u")
        .doesNotContain("asd88");
  }

  @Test
  void whatPeopleWriteToEachOtherAndDialInACallIsHidden() {
    assertThat(shown("MESSAGE sip:a@b SIP/2.0\r\nContent-Type: text/plain\r\n\r\nmeet me at noon"))
        .doesNotContain("noon")
        .contains("(15 bytes, not shown)");
    assertThat(
            shown("INFO sip:a@b SIP/2.0\r\nContent-Type: application/dtmf-relay\r\n\r\nSignal=7"))
        .doesNotContain("Signal=7");
    assertThat(shown("INVITE sip:a@b SIP/2.0\r\n\r\nnobody says what this is"))
        .doesNotContain("nobody");
  }

  @Test
  void garbageIsShownWithoutHarm() {
    assertThat(shown("")).isEqualTo("\n");
    assertThat(shown("\r\n\r\n\r\n")).isNotNull();
    assertThat(shown("Authorization")).isEqualTo("Authorization\n");
  }

  private static String shown(String message) {
    return Masking.text(message.getBytes(StandardCharsets.UTF_8));
  }
}
