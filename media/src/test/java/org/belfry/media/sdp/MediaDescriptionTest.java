package org.belfry.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The views of a media section. */
class MediaDescriptionTest {

  @Test
  void numbersWithoutARtpmapMeanWhatRfc3551Says() {
    MediaDescription audio = section("m=audio 4000 RTP/AVP 0 8 9 13 18 96 x 200");
    assertThat(audio.payloadFormats())
        .extracting(PayloadFormat::rtpmap)
        .containsExactly("0 PCMU/8000", "8 PCMA/8000", "9 G722/8000", "13 CN/8000", "18 G729/8000");
  }

  @Test
  void aRtpmapAndAFmtpBelongToTheirNumber() {
    MediaDescription audio = Samples.description("yealink").media().getFirst();
    assertThat(audio.payloadFormats())
        .contains(
            new PayloadFormat(18, "G729", 8000, 1, "annexb=no"),
            new PayloadFormat(101, "telephone-event", 8000, 1, "0-15"));
    assertThat(audio.ptime()).isEqualTo(20);
    assertThat(Samples.description("asterisk").media().getFirst().maxPtime()).isEqualTo(150);
  }

  @Test
  void codecsCompareByNameClockAndChannels() {
    assertThat(new PayloadFormat(96, "OPUS", 48000, 2, null).codec()).isEqualTo("opus/48000/2");
    assertThat(section("m=audio 4000 RTP/AVP 96", "a=rtpmap:96 telephone-event/8000/1"))
        .satisfies(audio ->
            assertThat(audio.payloadFormats().getFirst().codec())
                .isEqualTo("telephone-event/8000"));
  }

  @ParameterizedTest
  @CsvSource({"20, 20", "20.0, 20", "2.5, 3", "' 30 ', 30"})
  void aPtimeMayBeAFraction(String text, int milliseconds) {
    assertThat(section("m=audio 4000 RTP/AVP 0", "a=ptime:" + text).ptime())
        .isEqualTo(milliseconds);
  }

  @Test
  void theSessionSpeaksWhereTheSectionIsSilent() {
    SessionDescription firefox = Samples.description("firefox-audio");
    MediaDescription audio = firefox.media().getFirst();
    assertThat(audio.fingerprints()).hasSize(1);
    assertThat(audio.iceOptions()).containsExactly("trickle");
    assertThat(audio.direction()).isEqualTo(Direction.SENDRECV);
    SessionDescription held =
        Samples.parsed(
            "v=0\r\no=- 1 1 IN IP4 a\r\na=inactive\r\nm=audio 0 RTP/AVP 0\r\n"
                + "m=audio 0 RTP/AVP 0\r\na=recvonly\r\n");
    assertThat(held.media())
        .extracting(MediaDescription::direction)
        .containsExactly(Direction.INACTIVE, Direction.RECVONLY);
  }

  @Test
  void whatABrowserSaysIsFound() {
    MediaDescription audio = Samples.description("chrome-audio").media().getFirst();
    assertThat(audio.usesIce()).isTrue();
    assertThat(audio.rtcpMux()).isTrue();
    assertThat(audio.mid()).isEqualTo("0");
    assertThat(audio.setup()).isEqualTo(Setup.ACTPASS);
    assertThat(audio.msid()).isEqualTo("7b2e0d1c 0a1b2c3d");
    assertThat(audio.sources()).extracting(Source::ssrc).containsOnly(2570614990L);
    assertThat(audio.headerExtensions())
        .extracting(HeaderExtension::id)
        .containsExactly(1, 2, 3, 4);
    assertThat(audio.feedback()).containsExactly("111 transport-cc");
    assertThat(audio.rtcp()).isEqualTo(new RtcpAddress(9, Connection.to("0.0.0.0")));
    assertThat(audio.candidates()).hasSize(3);
    assertThat(audio.candidates().get(1).relatedAddress()).isEqualTo("192.168.7.20");
    assertThat(audio.candidates().get(2).isUdp()).isFalse();
    assertThat(Samples.description("chrome-answer").media().getFirst().candidates())
        .allMatch(Candidate::isMdns);
    assertThat(Samples.description("chrome-audio").groups())
        .containsExactly(new Group("BUNDLE", List.of("0")));
    assertThat(audio.fingerprints().getFirst().hash()).isEqualTo("sha-256");
    assertThat(audio.fingerprints().getFirst().digest()).hasSize(32);
  }

  @Test
  void aFingerprintsLettersAreOfOneSize() {
    MediaDescription audio =
        section("m=audio 4000 RTP/AVP 0", "a=fingerprint:SHA-256 " + "ab:".repeat(31) + "ab");
    assertThat(audio.fingerprints().getFirst().text())
        .isEqualTo("sha-256 " + "AB:".repeat(31) + "AB");
  }

  @Test
  void keysAreReadWithTheirLifetimeAndName() {
    List<Crypto> keys = Samples.description("snom-sdes").media().getFirst().crypto();
    assertThat(keys).hasSize(2);
    assertThat(keys.get(1).lifetime()).isEqualTo("2^31");
    assertThat(keys.get(1).mki()).isEqualTo("1:1");
    assertThat(keys).allMatch(Crypto::fits);
    assertThat(Crypto.parse(keys.get(1).text())).isEqualTo(keys.get(1));
    assertThat(keys.getFirst().toString()).doesNotContain("WbTB");
  }

  @Test
  void brokenAttributesAreAsIfNotThere() {
    MediaDescription audio =
        section(
            "m=audio 4000 RTP/AVP 0 96",
            "a=crypto:x AES_CM_128_HMAC_SHA1_80 inline:AAAA",
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:***",
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 uri:http",
            "a=fingerprint:sha-256 zz",
            "a=candidate:1 0 udp 5 192.0.2.1 1 typ host",
            "a=candidate:1 1 udp 4294967296 192.0.2.1 1 typ host",
            "a=candidate:1 1 udp 5 192.0.2.1 70000 typ host",
            "a=candidate:1 1 udp 5 1;2 7 typ host",
            "a=rtpmap:96 opus",
            "a=rtcp:none",
            "a=ssrc:x y",
            "a=extmap:0 urn:x",
            "a=mid:a b",
            "a=setup:perhaps",
            "a=ice-ufrag:abc",
            "a=ice-pwd:short");
    assertThat(audio.crypto()).isEmpty();
    assertThat(audio.fingerprints()).isEmpty();
    assertThat(audio.candidates()).isEmpty();
    assertThat(audio.payloadFormats()).hasSize(1);
    assertThat(audio.rtcp()).isNull();
    assertThat(audio.sources()).isEmpty();
    assertThat(audio.headerExtensions()).isEmpty();
    assertThat(audio.mid()).isNull();
    assertThat(audio.setup()).isNull();
    assertThat(audio.iceCredentials()).isNull();
  }

  @Test
  void faxParametersAreFoundByName() {
    MediaDescription fax = Samples.description("asterisk-t38").media().getFirst();
    assertThat(fax.isFax()).isTrue();
    assertThat(fax.fax())
        .containsEntry("T38MaxBitRate", "14400")
        .containsEntry("T38FaxUdpEC", "t38UDPRedundancy");
  }

  @Test
  void aPlaceInABundleOnlyIsNotARefusal() {
    assertThat(section("m=audio 0 RTP/AVP 0").isDisabled()).isTrue();
    assertThat(section("m=audio 0 RTP/AVP 0", "a=bundle-only").isDisabled()).isFalse();
  }

  @Test
  void everyAddressIsFound() {
    assertThat(Samples.description("chrome-audio").addresses())
        .containsExactlyInAnyOrder("127.0.0.1", "203.0.113.77", "0.0.0.0", "192.168.7.20");
  }

  private static MediaDescription section(String... lines) {
    return Samples.parsed(
            "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\n"
                + String.join("\r\n", lines))
        .media()
        .getFirst();
  }
}
