package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Random;
import org.belfry.pbx.Rfc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Rfc("6238")
class TotpTest {
  private static final String SEED = "12345678901234567890";
  private static final byte[] SECRET = SEED.getBytes(StandardCharsets.US_ASCII);
  private static final Instant NOW = Instant.ofEpochSecond(1_111_111_109L);

  @ParameterizedTest
  @Rfc("B")
  @CsvSource({
    "59, HmacSHA1, 20, 94287082",
    "59, HmacSHA256, 32, 46119246",
    "59, HmacSHA512, 64, 90693936",
    "1111111109, HmacSHA1, 20, 07081804",
    "1111111109, HmacSHA256, 32, 68084774",
    "1111111109, HmacSHA512, 64, 25091201",
    "1111111111, HmacSHA1, 20, 14050471",
    "1234567890, HmacSHA1, 20, 89005924",
    "2000000000, HmacSHA1, 20, 69279037",
    "2000000000, HmacSHA512, 64, 38618901",
    "20000000000, HmacSHA1, 20, 65353130",
    "20000000000, HmacSHA256, 32, 77737706"
  })
  void theVectorsOfTheRfc(long second, String mac, int length, String code) {
    byte[] secret = SEED.repeat(4).substring(0, length).getBytes(StandardCharsets.US_ASCII);
    long step = Totp.step(Instant.ofEpochSecond(second));
    assertThat(Totp.code(secret, step, 8, mac)).isEqualTo(code);
  }

  @ParameterizedTest
  @Rfc(value = "4226 D", other = true)
  @CsvSource({"0, 755224", "1, 287082", "2, 359152", "5, 254676", "9, 520489"})
  void theVectorsOfCounters(long count, String code) {
    assertThat(Totp.code(SECRET, count, Totp.DIGITS, "HmacSHA1")).isEqualTo(code);
  }

  @Test
  @Rfc("5.2")
  void aCodeIsGoodOneStepBeforeAndAfter() {
    long step = Totp.step(NOW);
    for (long each = step - 1; each <= step + 1; each++) {
      assertThat(Totp.judge(SECRET, code(each), NOW, 0)).isEqualTo(OptionalLong.of(each));
    }
    assertThat(Totp.judge(SECRET, code(step - 2), NOW, 0)).isEmpty();
    assertThat(Totp.judge(SECRET, code(step + 2), NOW, 0)).isEmpty();
  }

  @Test
  @Rfc("5.2")
  void aCodeIsGoodOnce() {
    long step = Totp.step(NOW);
    assertThat(Totp.judge(SECRET, code(step), NOW, step)).isEmpty();
    assertThat(Totp.judge(SECRET, code(step - 1), NOW, step)).isEmpty();
    assertThat(Totp.judge(SECRET, code(step + 1), NOW, step)).isPresent();
  }

  @Test
  void aCodeMayBeTypedWithASpace() {
    String code = code(Totp.step(NOW));
    assertThat(Totp.judge(SECRET, code.substring(0, 3) + " " + code.substring(3), NOW, 0))
        .isPresent();
    for (String nonsense : new String[] {"", "12345", "1234567", "abcdef", "ünsinn", "\u0000"}) {
      assertThat(Totp.judge(SECRET, nonsense, NOW, 0)).isEmpty();
    }
  }

  @ParameterizedTest
  @Rfc(value = "4648 10", other = true)
  @CsvSource({
    "f, MY",
    "fo, MZXQ",
    "foo, MZXW6",
    "foob, MZXW6YQ",
    "fooba, MZXW6YTB",
    "foobar, MZXW6YTBOI"
  })
  void secretsAreWrittenInBase32(String text, String base32) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    assertThat(Totp.base32(bytes)).isEqualTo(base32);
    assertThat(Totp.bytes(base32.toLowerCase(java.util.Locale.ROOT))).isEqualTo(bytes);
  }

  @Test
  void whatIsNoBase32IsRefused() {
    assertThatThrownBy(() -> Totp.bytes("0189")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Rfc(value = "4226 4", other = true)
  void aNewSecretHas160BitsAndIsReadByApps() {
    byte[] secret = Totp.newSecret(new Random(1));
    assertThat(secret).hasSize(20);
    assertThat(Totp.bytes(Totp.base32(secret))).isEqualTo(secret);
    assertThat(Totp.uri("Belfry", "1001@pbx.example", secret))
        .isEqualTo(
            "otpauth://totp/Belfry:1001%40pbx.example?secret="
                + Totp.base32(secret)
                + "&issuer=Belfry");
  }

  private static String code(long step) {
    return Totp.code(SECRET, step, Totp.DIGITS, "HmacSHA1");
  }
}
