package org.belfry.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The vectors of RFC 3711 appendix B, RFC 6188 §7 and RFC 7714 §16, so that the reference is one.
 */
class ReferenceSrtpTest {

  @Test
  void rfc3711_B2_theKeystreamOfCounterMode() throws GeneralSecurityException {
    byte[] stream =
        ReferenceSrtp.keystream(
            hex("2B7E151628AED2A6ABF7158809CF4F3C"), hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"), 48);
    assertThat(stream)
        .isEqualTo(
            hex(
                "E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB"
                    + "41E95B3BB0A2E8DD477901E4FCA894C0"));
  }

  @ParameterizedTest(name = "label {0}")
  @CsvSource({
    "0, C61E7A93744F39EE10734AFE3FF7A087",
    "1, CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4",
    "2, 30CBBC08863D8C85D49DB34A9AE1"
  })
  void rfc3711_B3_theSessionKeys(int label, String expected) throws GeneralSecurityException {
    assertThat(
            ReferenceSrtp.derive(
                hex("E1F97A0D3E018BE0D64FA32C06DE4139"),
                hex("0EC675AD498AFEEBB6960B3AABE6"),
                label,
                expected.length() / 2))
        .isEqualTo(hex(expected));
  }

  @ParameterizedTest(name = "label {0}")
  @CsvSource({
    "0, 5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4",
    "1, fd9c32d39ed5fbb5a9dc96b30818454d1313dc05",
    "2, fa31791685ca444a9e07c6c64e93"
  })
  void rfc6188_7_theSessionKeysOf256Bits(int label, String expected)
      throws GeneralSecurityException {
    assertThat(
            ReferenceSrtp.derive(
                hex("f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6"),
                hex("3b04803de51ee7c96423ab5b78d2"),
                label,
                expected.length() / 2))
        .isEqualTo(hex(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "000102030405060708090a0b0c0d0e0f, f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7"
        + "d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce",
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f, 32b1de78a822fe12ef9f78fa332e"
        + "33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b7aa3db36dfffd6b0f9bb7878d7a76c13"
  })
  void rfc7714_16_authenticatedEncryption(String key, String expected)
      throws GeneralSecurityException {
    assertThat(
            ReferenceSrtp.gcm(
                hex(key),
                hex("51753c6580c2726f20718414"),
                hex("8040f17b8041f8d35501a0b2"),
                hex(
                    "47616c6c696120657374206f6d6e697320646976"
                        + "69736120696e207061727465732074726573")))
        .isEqualTo(hex(expected));
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
