package org.belfry.media.sdp.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.Direction;
import org.belfry.media.sdp.MediaDescription;
import org.belfry.media.sdp.PayloadFormat;
import org.belfry.media.sdp.Samples;
import org.belfry.media.sdp.SessionDescription;
import org.belfry.media.sdp.negotiation.MediaNegotiation.Answered;
import org.belfry.media.sdp.negotiation.MediaNegotiation.Forwarded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications answer and offer like phones (RFC 3264). */
class ApplicationEndTest {
  private final ApplicationEnd voicemail = new ApplicationEnd(CodecPolicy.DEFAULT);

  @ParameterizedTest
  @CsvSource({
    "yealink, 9 101",
    "chrome-audio, 111 110",
    "firefox-audio, 109 101",
    "snom-sdes, 9 101",
    "linphone, 96 101",
    "baresip-dtls, 96 101",
    "asterisk, 8 101"
  })
  void everyPhoneIsAnsweredInItsFirstCodecThatIsOurs(String phone, String formats) throws BadSdp {
    Answered answered = answer(phone);
    MediaDescription audio = answered.description().media().getFirst();
    assertThat(String.join(" ", audio.line().formats())).isEqualTo(formats);
    LegMedia leg = answered.agreement().open().getFirst().a();
    assertThat(leg.codec()).isNotNull();
    assertThat(leg.telephoneEvent()).isNotNull();
    assertThat(answered.description().text()).doesNotContain("127.0.0.1");
  }

  @Test
  void videoIsDeclinedAndSoundIsNot() throws BadSdp {
    assertThat(answer("linphone").description().media())
        .extracting(MediaDescription::port)
        .containsExactly(20000, 0);
  }

  @Test
  void aPhoneWithoutACodecOfOursIsRefused() {
    SessionDescription offer =
        Samples.parsed(
            Samples.phone("yealink")
                .replace("9 0 8 18 101", "18 101")
                .replace("a=rtpmap:9", "a=x"));
    assertThatThrownBy(
            () -> voicemail.answer(voicemail.call(SideProfile.PLAIN), offer, Ours.to(Side.A)))
        .isInstanceOf(BadSdp.class)
        .hasMessageStartingWith("There is no audio in opus, G722, PCMA, PCMU");
  }

  @Test
  void theApplicationOffersToWhoCalledWithoutOffer() throws BadSdp {
    Forwarded offered =
        voicemail.offer(voicemail.call(SideProfile.PLAIN), Direction.SENDRECV, Ours.to(Side.A));
    assertThat(offered.description().media().getFirst().payloadFormats())
        .extracting(PayloadFormat::rtpmap)
        .containsExactly(
            "111 opus/48000/2",
            "9 G722/8000",
            "8 PCMA/8000",
            "0 PCMU/8000",
            "101 telephone-event/48000",
            "102 telephone-event/8000");
    Answered answered = voicemail.answered(offered.next(), Samples.description("yealink-answer"));
    assertThat(answered.agreement().open().getFirst().a().codec().encoding()).isEqualTo("PCMU");
    assertThat(answered.agreement().open().getFirst().transcoding()).isNull();
  }

  @Test
  void aBrowserIsOfferedWhatItKnows() throws BadSdp {
    Forwarded offered =
        voicemail.offer(voicemail.call(SideProfile.WEBRTC), Direction.SENDRECV, Ours.to(Side.A));
    MediaDescription audio = offered.description().media().getFirst();
    assertThat(audio.protocol()).isEqualTo("UDP/TLS/RTP/SAVPF");
    assertThat(audio.usesIce()).isTrue();
    assertThat(audio.mid()).isEqualTo("0");
  }

  @Test
  void aCallWithVideoKeepsItsLinesWhenTheApplicationHolds() throws BadSdp {
    Answered answered = answer("linphone");
    Forwarded held = voicemail.offer(answered.next(), Direction.SENDONLY, Ours.to(Side.A));
    assertThat(held.description().media())
        .extracting(section -> section.type() + " " + section.port())
        .containsExactly("audio 20000", "video 0");
    assertThat(held.description().media().getFirst().direction()).isEqualTo(Direction.SENDONLY);
    assertThat(held.description().media().getFirst().payloadFormats())
        .extracting(PayloadFormat::rtpmap)
        .startsWith("96 opus/48000/2");
  }

  private Answered answer(String phone) throws BadSdp {
    return voicemail.answer(
        voicemail.call(SideProfile.PLAIN.withBundle(true)),
        Samples.description(phone),
        Ours.to(Side.A));
  }
}
