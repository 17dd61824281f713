package org.belfry.appliance.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password=S3CRETvalue",
        "password: S3CRETvalue",
        "\"sipPassword\" : \"S3CRETvalue \\\" S3CRETvalue\"",
        "passphrase='S3CRETvalue'",
        "belfry.backup.passphrase=S3CRETvalue",
        "GET /p/S3CRETvalue/000413aabbcc.cfg",
        "https://pbx.example:8443/setup?token=S3CRETvalue",
        "https://pbx.example/welcome?token=S3CRETvalue_-x",
        "Authorization: Bearer S3CRETvalue",
        "Authorization: Basic S3CRETvalue==",
        "{\"apiToken\":\"S3CRETvalue\"}",
        "sftp://backup:S3CRETvalue@192.0.2.7/belfry",
        "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:S3CRETvalue+/abc",
        "a=ice-pwd:S3CRETvalue",
        "Authorization: Digest username=\"1001\", nonce=\"x\", response=\"S3CRETvalue\"",
        "<adminPassword perm=\"R\">S3CRETvalue</adminPassword>",
        "-----BEGIN PRIVATE KEY-----\nS3CRETvalue\n-----END PRIVATE KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----\\nS3CRETvalue",
        "ha1=S3CRETvalue",
        "X-Api-Key: S3CRETvalue",
      })
  void whatOpensADoorIsMasked(String text) {
    assertThat(Redaction.of("before " + text + " after")).doesNotContain("S3CRETvalue");
  }

  @Test
  void allElseStaysAsItIs() {
    String text =
        "log-in failed source=https:192.0.2.7 account=admin; a secret that is told in words, "
            + "REGISTER sip:pbx.example SIP/2.0 user=1001 method=INVITE";
    assertThat(Redaction.of(text)).isEqualTo(text);
  }

  @Test
  void aLongTextIsMaskedAtOnce() {
    String text = "password".repeat(200_000) + "-----BEGIN ".repeat(50_000);
    long begun = System.nanoTime();
    assertThat(Redaction.of(text)).isNotEmpty();
    assertThat(System.nanoTime() - begun).isLessThan(20_000_000_000L);
  }
}
