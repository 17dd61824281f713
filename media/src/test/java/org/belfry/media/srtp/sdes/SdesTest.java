package org.belfry.media.srtp.sdes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.media.srtp.SrtpSuite.AEAD_AES_128_GCM;
import static org.belfry.media.srtp.SrtpSuite.AES_CM_128_HMAC_SHA1_32;
import static org.belfry.media.srtp.SrtpSuite.AES_CM_128_HMAC_SHA1_80;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Verdict;
import org.belfry.media.srtp.SrtpProtection;
import org.belfry.media.srtp.SrtpSuite;
import org.belfry.media.srtp.sdes.Sdes.Agreed;
import org.belfry.media.srtp.sdes.Sdes.Refused;
import org.junit.jupiter.api.Test;

/** RFC 4568 §5. */
class SdesTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void bothSidesEndWithTheKeysOfTheOther() {
    List<CryptoAttribute> offer = Sdes.offer(SrtpSuite.preferred(), random);
    List<String> lines = offer.stream().map(CryptoAttribute::toWire).toList();
    Agreed answerer =
        (Agreed) Sdes.answer(lines, List.of(AES_CM_128_HMAC_SHA1_80, AEAD_AES_128_GCM), random);
    Agreed offerer = (Agreed) Sdes.accept(offer, List.of(answerer.ours().toWire()));
    assertThat(answerer.sending()).isEqualTo(offerer.receiving());
    assertThat(answerer.receiving()).isEqualTo(offerer.sending());
    assertThat(answerer.ours().tag()).isEqualTo(3);
    assertThat(answerer.sending().suite()).isEqualTo(AES_CM_128_HMAC_SHA1_80);

    SrtpProtection there = new SrtpProtection(answerer.sending(), answerer.receiving());
    SrtpProtection here = new SrtpProtection(offerer.sending(), offerer.receiving());
    Packet packet = new Packet();
    packet.beginRtp(0, 1, 2, 3, 160);
    assertThat(there.protect(packet)).isEqualTo(Verdict.PASS);
    assertThat(here.unprotect(packet)).isEqualTo(Verdict.PASS);
  }

  @Test
  void eachLineOfAnOfferHasAKeyOfItsOwn() {
    List<CryptoAttribute> offer = Sdes.offer(SrtpSuite.preferred(), random);
    assertThat(offer).extracting(CryptoAttribute::tag).containsExactly(1, 2, 3, 4);
    Set<String> keys = new HashSet<>();
    offer.forEach(line -> keys.add(line.toWire().split(":")[1].substring(0, 20)));
    assertThat(keys).hasSize(4);
  }

  @Test
  void ourOrderDecidesAndTheNameIsRepeatedAsItCame() {
    List<String> offered =
        List.of(
            "7 AES_CM_128_HMAC_SHA1_32 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz",
            "8 F8_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz",
            "9 AES_CM_256_HMAC_SHA1_80 inline:" + "A".repeat(61) + "===");
    assertThat(Sdes.answer(offered, List.of(AES_CM_128_HMAC_SHA1_32), random))
        .isInstanceOfSatisfying(Agreed.class, a -> assertThat(a.ours().tag()).isEqualTo(7));
    assertThat(
            Sdes.answer(
                List.of("9 AES_CM_256_HMAC_SHA1_80 inline:" + "A".repeat(62) + "=="),
                List.of(SrtpSuite.AES_256_CM_HMAC_SHA1_80),
                random))
        .isInstanceOfSatisfying(
            Agreed.class,
            a -> assertThat(a.ours().toWire()).startsWith("9 AES_CM_256_HMAC_SHA1_80 inline:"));
  }

  @Test
  void anMkiOfTheOtherSideIsItsOwn() {
    String offered =
        "1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^31|1:1";
    assertThat(Sdes.answer(List.of(offered), SrtpSuite.preferred(), random))
        .isInstanceOfSatisfying(
            Agreed.class,
            a -> {
              assertThat(a.receiving().mki()).containsExactly(1);
              assertThat(a.sending().mki()).isEmpty();
              assertThat(a.ours().toWire()).doesNotContain("|");
            });
  }

  @Test
  void whatCannotBeAgreedIsRefusedInWords() {
    assertThat(Sdes.answer(List.of(), SrtpSuite.preferred(), random))
        .isEqualTo(new Refused("no crypto line was offered"));
    assertThat(
            Sdes.answer(
                List.of(
                    "1 AES_CM_128_HMAC_SHA1_32 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz",
                    "2 ROT13 inline:AAAA"),
                List.of(AEAD_AES_128_GCM),
                random))
        .isEqualTo(
            new Refused(
                "AES_CM_128_HMAC_SHA1_32 is not allowed here;"
                    + " the suite ROT13 of line 2 is unknown"));
  }

  @Test
  void anAnswerThatWasNotOfferedIsRefused() {
    List<CryptoAttribute> offer = Sdes.offer(List.of(AES_CM_128_HMAC_SHA1_80), random);
    String key = " inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
    assertThat(Sdes.accept(offer, List.of("2 AES_CM_128_HMAC_SHA1_80" + key)))
        .isEqualTo(
            new Refused(
                "the answer takes AES_CM_128_HMAC_SHA1_80 with tag 2, which was not offered"));
    assertThat(Sdes.accept(offer, List.of("1 AES_CM_128_HMAC_SHA1_32" + key)))
        .isInstanceOf(Refused.class);
    assertThat(Sdes.accept(offer, List.of())).isInstanceOf(Refused.class);
    assertThat(Sdes.accept(offer, List.of("1 nonsense" + key))).isInstanceOf(Refused.class);
  }

  @Test
  void anEndlessOfferIsReadToItsLimit() {
    String good = "1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
    List<String> lines = new java.util.ArrayList<>(Collections.nCopies(10_000, "x"));
    lines.add(good);
    assertThat(Sdes.answer(lines, SrtpSuite.preferred(), random)).isInstanceOf(Refused.class);
  }
}
