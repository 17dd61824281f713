package org.belfry.media.srtp.sdes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.Random;
import org.belfry.media.srtp.SrtpSuite;
import org.belfry.media.srtp.sdes.CryptoAttribute.Unusable;
import org.belfry.media.srtp.sdes.CryptoAttribute.Usable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4568 §4, §6 and §9, RFC 6188 §4, RFC 7714 §14.1. */
class CryptoAttributeTest {
  private static final String KEY = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";

  @Test
  void theExampleOfSection4IsRead() {
    CryptoAttribute a = usable("1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20|1:4");
    assertThat(a.tag()).isOne();
    assertThat(a.keys().suite()).isEqualTo(SrtpSuite.AES_CM_128_HMAC_SHA1_80);
    assertThat(a.keys().key()).hasSize(16).startsWith('Y', 'S', '_', '_');
    assertThat(a.keys().salt()).hasSize(14).endsWith('u', 'n', 'l', 'e', 's');
    assertThat(a.lifetime()).isEqualTo(OptionalLong.of(1 << 20));
    assertThat(a.keys().mki()).containsExactly(0, 0, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
        "999999999 AES_CM_128_HMAC_SHA1_32 inline:" + KEY,
        "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^48",
        "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1000",
        "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^31|1:1",
        "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|4294967295:4",
        "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^31|18446744073709551615:128",
        "2 AES_256_CM_HMAC_SHA1_80 inline:"
            + "AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8AAQIDBAUGBwgJCgsMDQ==",
        "2 AES_CM_256_HMAC_SHA1_32 inline:"
            + "AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8AAQIDBAUGBwgJCgsMDQ==",
        "3 AEAD_AES_128_GCM inline:AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCw==",
        "4 AEAD_AES_256_GCM inline:AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8AAQIDBAUGBwgJCgs="
      })
  void whatIsReadIsPrintedAlike(String value) {
    assertThat(usable(value).toWire()).isEqualTo(value);
    assertThat(usable(value).toString()).doesNotContain(value.substring(value.indexOf("inline")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 AES_CM_128_HMAC_SHA1_80  inline:" + KEY + "  ",
        "1\tAES_CM_128_HMAC_SHA1_80 INLINE:" + KEY,
        "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " WSH=128",
        "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " -FUTURE=1",
        "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " KDR=0",
      })
  void whatDoesNotMatterIsTolerated(String value) {
    assertThat(usable(value).keys().suite()).isEqualTo(SrtpSuite.AES_CM_128_HMAC_SHA1_80);
  }

  @Test
  void paddingMayBeLeftOut() {
    usable("3 AEAD_AES_128_GCM inline:AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCw");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "''~needs a tag",
        "1 AES_CM_128_HMAC_SHA1_80~needs a tag",
        "x AES_CM_128_HMAC_SHA1_80 inline:K~tag",
        "1000000000 AES_CM_128_HMAC_SHA1_80 inline:K~tag",
        "-1 AES_CM_128_HMAC_SHA1_80 inline:K~tag",
        "1 F8_128_HMAC_SHA1_80 inline:K~F8_128_HMAC_SHA1_80 of line 1 is unknown",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K;inline:K~several keys",
        "1 AES_CM_128_HMAC_SHA1_80 uri:K~no key inline",
        "1 AES_CM_128_HMAC_SHA1_80 inline:~30 bytes",
        "1 AES_CM_128_HMAC_SHA1_80 inline:AAAA~30 bytes",
        "1 AES_CM_128_HMAC_SHA1_80 inline:%~30 bytes",
        "1 AEAD_AES_128_GCM inline:K~28 bytes",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K|2^49~lifetime",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K|0~lifetime",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K|2^~lifetime",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K|~lifetime",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K|1:4|2^20~lifetime",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K|256:1~MKI",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K|1:0~MKI",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K|1:129~MKI",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K|x:4~MKI",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K|:~MKI",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K|2^20|1:4|x~not understood",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K UNENCRYPTED_SRTP~UNENCRYPTED_SRTP of line 1",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K UNENCRYPTED_SRTCP~not supported",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K UNAUTHENTICATED_SRTP~not supported",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K KDR=1~KDR",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K FEC_KEY=inline:secret~FEC_KEY of line 1",
        "1 AES_CM_128_HMAC_SHA1_80 inline:K FUTURE~not supported"
      })
  void whatCannotBeUsedIsSaidInWords(String value, String word) {
    String full = value.replace("inline:K", "inline:" + KEY);
    assertThat(CryptoAttribute.parse(full))
        .isInstanceOfSatisfying(
            Unusable.class,
            u -> assertThat(u.why()).contains(word).doesNotContain(KEY).doesNotContain("secret"));
  }

  @Test
  void aVeryLongLineIsNotLookedAt() {
    assertThat(CryptoAttribute.parse("1 AES_CM_128_HMAC_SHA1_80 inline:" + "A".repeat(100_000)))
        .isInstanceOf(Unusable.class);
  }

  @Test
  void damageIsNeverAnException() {
    Random random = new Random(4568);
    String good = "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20|1:4 WSH=64";
    String letters = " |:;=^2190-AQ/+\u00e4\t";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder bad = new StringBuilder(good);
      for (int k = random.nextInt(6); k >= 0; k--) {
        int at = random.nextInt(bad.length());
        switch (random.nextInt(3)) {
          case 0 -> bad.setCharAt(at, letters.charAt(random.nextInt(letters.length())));
          case 1 -> bad.deleteCharAt(at);
          default -> bad.insert(at, letters.charAt(random.nextInt(letters.length())));
        }
      }
      if (CryptoAttribute.parse(bad.toString()) instanceof Usable(CryptoAttribute a)) {
        assertThat(CryptoAttribute.parse(a.toWire())).isEqualTo(new Usable(a));
      }
    }
  }

  private static CryptoAttribute usable(String value) {
    return switch (CryptoAttribute.parse(value)) {
      case Usable(CryptoAttribute a) -> a;
      case Unusable(String why) -> throw new AssertionError(why);
    };
  }
}
