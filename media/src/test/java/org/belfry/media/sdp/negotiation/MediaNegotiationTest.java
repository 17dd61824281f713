package org.belfry.media.sdp.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.Candidate;
import org.belfry.media.sdp.Direction;
import org.belfry.media.sdp.MediaDescription;
import org.belfry.media.sdp.PayloadFormat;
import org.belfry.media.sdp.Samples;
import org.belfry.media.sdp.SessionDescription;
import org.belfry.media.sdp.Setup;
import org.belfry.media.sdp.negotiation.MediaNegotiation.Answered;
import org.belfry.media.sdp.negotiation.MediaNegotiation.Forwarded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3264 and RFC 6337 between two dialogs. */
class MediaNegotiationTest {
  private static final MediaNegotiation PLAIN = between(SideProfile.PLAIN, SideProfile.PLAIN);

  // ---- forks, late offers, early media ------------------------------------------------------

  @Test
  void eachBranchGetsTheOfferThatSuitsIt() throws BadSdp {
    SessionDescription offer = Samples.description("yealink");
    Forwarded toPhone = PLAIN.offer(Side.A, offer, Ours.to(Side.B));
    Forwarded toBrowser =
        between(SideProfile.PLAIN, SideProfile.WEBRTC).offer(Side.A, offer, Ours.to(Side.B));
    assertThat(audio(toPhone.description()).protocol()).isEqualTo("RTP/AVP");
    assertThat(audio(toBrowser.description()).protocol()).isEqualTo("UDP/TLS/RTP/SAVPF");
    assertThat(audio(toBrowser.description()).usesIce()).isTrue();
  }

  @Test
  void eachDialogOfAForkGoesOnFromTheSameOffer() throws BadSdp {
    Forwarded branch = PLAIN.offer(Side.A, Samples.description("yealink"), Ours.to(Side.B));
    Answered one = branch.next().answer(Side.B, simple("10.9.0.1", 4000, "0"), Ours.to(Side.A));
    Answered two = branch.next().answer(Side.B, simple("10.9.0.2", 5000, "8"), Ours.to(Side.A));
    assertThat(formats(one.description())).containsExactly("0");
    assertThat(formats(two.description())).containsExactly("8");
    assertThat(open(one.agreement()).b().remoteAddress()).isEqualTo("10.9.0.1");
    assertThat(open(two.agreement()).b().remotePort()).isEqualTo(5000);
    assertThat(one.next().agreement()).isEqualTo(one.agreement());
  }

  @Test
  void theFinalResponseRepeatsTheEarlyAnswer() throws BadSdp {
    Forwarded branch = PLAIN.offer(Side.A, Samples.description("yealink"), Ours.to(Side.B));
    SessionDescription early = simple("10.9.0.1", 4000, "0");
    Answered ringing = branch.next().answer(Side.B, early, Ours.to(Side.A));
    Answered taken = ringing.next().answer(Side.B, early, Ours.to(Side.A));
    assertThat(taken.description()).isEqualTo(ringing.description());
    assertThat(taken.agreement()).isEqualTo(ringing.agreement());
  }

  @Test
  void aFinalResponseThatSaysSomethingElseIsFollowed() throws BadSdp {
    Forwarded branch = PLAIN.offer(Side.A, Samples.description("yealink"), Ours.to(Side.B));
    Answered ringing = branch.next().answer(Side.B, simple("10.9.0.1", 4000, "0"), Ours.to(Side.A));
    Answered taken = ringing.next().answer(Side.B, simple("10.9.0.7", 7000, "8"), Ours.to(Side.A));
    assertThat(open(taken.agreement()).b().remoteAddress()).isEqualTo("10.9.0.7");
    assertThat(version(taken.description())).isEqualTo(version(ringing.description()) + 1);
  }

  @Test
  void theCalleeMayOfferAndTheCallerAnswerInItsAck() throws BadSdp {
    Forwarded toCaller = PLAIN.offer(Side.B, Samples.description("asterisk"), Ours.to(Side.A));
    assertThat(toCaller.description().origin().address()).isEqualTo(Ours.TO_A);
    assertThat(toCaller.next().underWay()).isEqualTo(Side.B);
    Answered answered =
        toCaller.next().answer(Side.A, simple("10.9.0.1", 4000, "0"), Ours.to(Side.B));
    assertThat(answered.description().origin().address()).isEqualTo(Ours.TO_B);
    assertThat(open(answered.agreement()).a().remotePort()).isEqualTo(4000);
    assertThat(open(answered.agreement()).b().remotePort()).isEqualTo(14228);
    assertThat(answered.next().underWay()).isNull();
  }

  // ---- order of events ----------------------------------------------------------------------

  @Test
  void twoOffersAtATimeAreOurFault() throws BadSdp {
    Forwarded branch = PLAIN.offer(Side.A, Samples.description("yealink"), Ours.to(Side.B));
    assertThatIllegalStateException()
        .isThrownBy(
            () -> branch.next().offer(Side.B, Samples.description("asterisk"), Ours.to(Side.A)));
    assertThatIllegalStateException()
        .isThrownBy(
            () -> branch.next().answer(Side.A, Samples.description("asterisk"), Ours.to(Side.B)));
    assertThatIllegalStateException()
        .isThrownBy(() -> PLAIN.answer(Side.B, Samples.description("asterisk"), Ours.to(Side.A)));
    assertThatIllegalStateException().isThrownBy(PLAIN::refused);
  }

  @Test
  void aRefusedOfferChangesNothingButTheNextVersion() throws BadSdp {
    Answered call = call(PLAIN, "yealink", "baresip-answer");
    Forwarded again = call.next().offer(Side.B, Samples.description("asterisk"), Ours.to(Side.A));
    MediaNegotiation after = again.next().refused();
    assertThat(after.agreement()).isEqualTo(call.agreement());
    assertThat(after.underWay()).isNull();
    Forwarded third = after.offer(Side.B, Samples.description("baresip-answer"), Ours.to(Side.A));
    assertThat(version(third.description())).isEqualTo(version(again.description()) + 1);
  }

  @Test
  void aRefreshThatChangesNothingKeepsItsVersion() throws BadSdp {
    Answered call = call(PLAIN, "yealink", "baresip-answer");
    SessionDescription sentToB = call.next().sent(Side.B);
    Answered refreshed = call(call.next(), "yealink", "baresip-answer");
    assertThat(refreshed.next().sent(Side.B)).isEqualTo(sentToB);
    assertThat(refreshed.description()).isEqualTo(call.description());
  }

  @Test
  void anOfferWithFewerLinesThanBeforeIsRefused() throws BadSdp {
    Answered call = call(PLAIN, "linphone", "baresip-answer");
    assertThatThrownBy(
            () -> call.next().offer(Side.A, Samples.description("yealink"), Ours.to(Side.B)))
        .isInstanceOf(BadSdp.class)
        .hasMessage("The offer has 1 m-lines, the one before had 2");
  }

  @Test
  void anAnswerToSomethingElseIsRefused() throws BadSdp {
    MediaNegotiation offered =
        PLAIN.offer(Side.A, Samples.description("yealink"), Ours.to(Side.B)).next();
    refused(offered, Samples.description("linphone"), "The answer has 2 m-lines, the offer 1");
    refused(
        offered,
        Samples.description("asterisk-t38"),
        "The answer has 'image' where 'audio' was offered");
    refused(
        offered,
        Samples.description("baresip-dtls"),
        "The answer says 'UDP/TLS/RTP/SAVPF' where RTP/AVP was offered");
    refused(
        offered,
        simple("10.1.1.1", 4000, "3"),
        "The answer has GSM, of what was offered (G722, PCMU, PCMA, G729) nothing fits");
  }

  // ---- codecs -------------------------------------------------------------------------------

  @Test
  void aNumberKeepsItsMeaningWhoeverOffers() throws BadSdp {
    SessionDescription a = dynamic("10.0.0.1", "96 opus/48000/2", "101 telephone-event/8000");
    SessionDescription b = dynamic("10.0.0.2", "96 opus/48000/2", "101 telephone-event/8000");
    Answered call = call(PLAIN, a, b);
    // B offers opus as 111 and, against all habit, iLBC as 96.
    SessionDescription again =
        dynamic("10.0.0.2", "111 opus/48000/2", "96 iLBC/8000", "101 telephone-event/8000");
    Forwarded toA = call.next().offer(Side.B, again, Ours.to(Side.A));
    assertThat(audio(toA.description()).payloadFormats())
        .extracting(PayloadFormat::rtpmap)
        .containsExactly("96 opus/48000/2", "97 iLBC/8000", "101 telephone-event/8000");
  }

  @Test
  void eachSideGetsItsOwnNumbers() throws BadSdp {
    SessionDescription a = dynamic("10.0.0.1", "96 opus/48000/2", "101 telephone-event/48000");
    SessionDescription b = dynamic("10.0.0.2", "109 opus/48000/2", "110 telephone-event/48000");
    AgreedStream.Open stream = open(call(PLAIN, a, b).agreement());
    assertThat(stream.fromA().target(96)).isEqualTo(109);
    assertThat(stream.fromA().target(101)).isEqualTo(110);
    assertThat(stream.fromA().target(0)).isEqualTo(PayloadMap.DROP);
    assertThat(stream.fromB().target(96)).isEqualTo(96); // as we told it
    assertThat(stream.fromB().target(109)).isEqualTo(96); // as it told us
    assertThat(stream.a().telephoneEvent().payloadType()).isEqualTo(101);
    assertThat(stream.b().telephoneEvent().payloadType()).isEqualTo(110);
  }

  @Test
  void thePolicySaysTheOrderAndWhatIsAllowed() throws BadSdp {
    CodecPolicy policy =
        CodecPolicy.DEFAULT
            .withOrder(List.of("PCMA", "PCMU"))
            .withAllowed(Set.of("PCMU", "PCMA", "G722", "telephone-event"));
    Forwarded toB =
        MediaNegotiation.between(SideProfile.PLAIN, SideProfile.PLAIN, policy)
            .offer(Side.A, Samples.description("yealink"), Ours.to(Side.B));
    assertThat(formats(toB.description())).containsExactly("8", "0", "9", "101");
  }

  @ParameterizedTest
  @CsvSource({
    "NEVER, '', '96'",
    "NEVER, 'PCMA', '96'",
    "WHEN_NOTHING_SHARED, '', '96 9 8 0'",
    "WHEN_NOTHING_SHARED, 'PCMA', '96 9 8 0'",
    "WHEN_NOTHING_SHARED, 'opus', '96'",
    "WHEN_NOT_KNOWN, '', '96 9 8 0'",
    "WHEN_NOT_KNOWN, 'opus', '96'"
  })
  void codecsAreAddedAsThePolicySays(CodecPolicy.Adding adding, String knows, String formats)
      throws BadSdp {
    SideProfile b = SideProfile.PLAIN.withUnderstands(knows.isEmpty() ? List.of() : List.of(knows));
    Forwarded toB =
        MediaNegotiation.between(SideProfile.PLAIN, b, CodecPolicy.DEFAULT.withAdding(adding))
            .offer(Side.A, dynamic("10.0.0.1", "96 opus/48000/2"), Ours.to(Side.B));
    assertThat(formats(toB.description())).containsExactly(formats.split(" "));
  }

  @Test
  void nothingIsAddedToWhatWeCannotDecode() throws BadSdp {
    Forwarded toB =
        MediaNegotiation.between(
                SideProfile.PLAIN,
                SideProfile.PLAIN.withUnderstands(List.of("PCMA")),
                CodecPolicy.DEFAULT)
            .offer(Side.A, simple("10.0.0.1", 4000, "18"), Ours.to(Side.B));
    assertThat(formats(toB.description())).containsExactly("18");
  }

  @Test
  void whoTakesAnAddedCodecBesideASharedOneMayUseBoth() throws BadSdp {
    MediaNegotiation call =
        MediaNegotiation.between(
            SideProfile.PLAIN,
            SideProfile.PLAIN,
            CodecPolicy.DEFAULT.withAdding(CodecPolicy.Adding.WHEN_NOT_KNOWN));
    AgreedStream.Open stream =
        open(
            call(call, simple("10.0.0.1", 4000, "0"), simple("10.0.0.2", 5000, "9 0")).agreement());
    assertThat(stream.transcoding()).isNull();
    assertThat(stream.fromA().target(0)).isZero();
    assertThat(stream.fromB().target(0)).isZero();
    assertThat(stream.fromB().target(9)).isEqualTo(PayloadMap.TRANSCODE);
  }

  @Test
  void aCallThatIsTranscodedStaysSoWhenItIsHeld() throws BadSdp {
    SessionDescription opus = dynamic("10.0.0.1", "96 opus/48000/2");
    Answered call = call(PLAIN, opus, simple("10.0.0.2", 5000, "8"));
    assertThat(open(call.agreement()).transcoding()).isNotNull();
    Answered held =
        call(
            call.next(),
            Samples.parsed(opus.text() + "a=sendonly\r\n"),
            simple("10.0.0.2", 5000, "8"));
    assertThat(open(held.agreement()).transcoding())
        .isEqualTo(
            "One side has only opus, the other only PCMA:"
                + " sound is changed between opus and PCMA");
    // Its own offer comes to the caller with opus behind.
    Forwarded toA = held.next().offer(Side.B, simple("10.0.0.2", 5000, "8"), Ours.to(Side.A));
    assertThat(audio(toA.description()).payloadFormats())
        .extracting(PayloadFormat::rtpmap)
        .startsWith("8 PCMA/8000", "96 opus/48000/2");
  }

  @Test
  void g711IsTakenForGranted() throws BadSdp {
    Forwarded toB = PLAIN.offer(Side.A, simple("10.0.0.1", 4000, "9 8"), Ours.to(Side.B));
    assertThat(formats(toB.description())).containsExactly("9", "8");
  }

  @Test
  void eachMLineMayHaveAnAddressOfItsOwn() throws BadSdp {
    var mixed =
        new LocalSide(
            5,
            "2001:db8::1",
            List.of(
                LocalMedia.plain("2001:db8::1", 20000),
                new LocalMedia("192.0.2.99", 20002, 21003, null, null, List.of(), null)));
    String text = PLAIN.offer(Side.A, Samples.description("linphone"), mixed).description().text();
    assertThat(text)
        .contains("o=- 5 1 IN IP6 2001:db8::1\r\n", "c=IN IP6 2001:db8::1\r\nt=0 0")
        .contains("m=video 20002 RTP/AVP 96 97\r\nc=IN IP4 192.0.2.99\r\na=rtcp:21003\r\n");
  }

  // ---- hold ---------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "SENDRECV, SENDRECV, SENDRECV",
    "SENDONLY, RECVONLY, RECVONLY",
    "SENDONLY, SENDRECV, RECVONLY",
    "RECVONLY, SENDRECV, SENDONLY",
    "INACTIVE, SENDRECV, INACTIVE",
    "SENDRECV, INACTIVE, INACTIVE",
    "SENDONLY, SENDONLY, INACTIVE"
  })
  void anAnswerAllowsNoMoreThanTheOffer(Direction offer, Direction answer, Direction told)
      throws BadSdp {
    Answered call = call(PLAIN, directed("10.0.0.1", offer), directed("10.0.0.2", answer));
    assertThat(audio(call.description()).direction()).isEqualTo(told);
    assertThat(open(call.agreement()).a().direction()).isEqualTo(told);
    assertThat(open(call.agreement()).b().direction()).isEqualTo(told.reversed());
  }

  // ---- encryption ---------------------------------------------------------------------------

  @Test
  void whoMustEncryptIsRefusedInTheClear() {
    MediaNegotiation call =
        between(SideProfile.PLAIN.withEncryption(Encryption.REQUIRED), SideProfile.PLAIN);
    assertThatThrownBy(() -> call.offer(Side.A, Samples.description("yealink"), Ours.to(Side.B)))
        .isInstanceOf(BadSdp.class)
        .hasMessage("Media must be encrypted here, m-line 1 is not");
  }

  @Test
  void whoMayNotEncryptIsRefusedWhenItInsists() throws BadSdp {
    SideProfile clear = SideProfile.PLAIN.withEncryption(Encryption.FORBIDDEN);
    assertThatThrownBy(() ->
            between(clear, SideProfile.PLAIN)
                .offer(Side.A, Samples.description("baresip-dtls"), Ours.to(Side.B)))
        .isInstanceOf(BadSdp.class)
        .hasMessage("Media may not be encrypted here, m-line 1 is");
    Answered call = call(between(clear, SideProfile.PLAIN), "snom-sdes", "baresip-answer");
    assertThat(open(call.agreement()).a().keying()).isEqualTo(new Keying.Clear());
    assertThat(audio(call.description()).crypto()).isEmpty();
  }

  @Test
  void anAnswerInTheClearToAnEncryptedOfferIsRefused() throws BadSdp {
    MediaNegotiation offered =
        between(SideProfile.PLAIN, SideProfile.SDES_REQUIRED)
            .offer(Side.A, Samples.description("yealink"), Ours.to(Side.B))
            .next();
    refused(
        offered, simple("10.0.0.2", 5000, "0"), "The answer says SRTP but takes none of the keys");
  }

  @Test
  void aBestEffortOfferMayBeAnsweredAsSrtp() throws BadSdp {
    MediaNegotiation offered =
        between(SideProfile.PLAIN, SideProfile.SDES_OPTIONAL)
            .offer(Side.A, Samples.description("yealink"), Ours.to(Side.B))
            .next();
    SessionDescription answer =
        Samples.parsed(
            simple("10.0.0.2", 5000, "0").text().replace("RTP/AVP", "RTP/SAVP")
                + "a=crypto:2 AES_CM_128_HMAC_SHA1_32"
                + " inline:WbTBosdVUZqEb6Htqhn+m3z7wUh4RJVR8nE15GbN\r\n");
    Answered answered = offered.answer(Side.B, answer, Ours.to(Side.A));
    assertThat(open(answered.agreement()).b().keying())
        .isInstanceOfSatisfying(
            Keying.Sdes.class,
            sdes -> {
              assertThat(sdes.ours().suite()).isEqualTo("AES_CM_128_HMAC_SHA1_32");
              assertThat(sdes.ours().key()).containsOnly(2);
            });
    assertThat(open(answered.agreement()).a().keying()).isEqualTo(new Keying.Clear());
  }

  @Test
  void theHandshakesRolesStayUntilTheCertificateChanges() throws BadSdp {
    Answered call =
        call(between(SideProfile.WEBRTC, SideProfile.PLAIN), "chrome-audio", "yealink-answer");
    assertThat(role(call)).isEqualTo(Setup.ACTIVE);
    // The phone holds; the browser answers our actpass as passive again.
    SessionDescription hold =
        Samples.parsed(Samples.phone("yealink-answer").replace("sendrecv", "sendonly"));
    Forwarded toA = call.next().offer(Side.B, hold, Ours.to(Side.A));
    assertThat(audio(toA.description()).setup()).isEqualTo(Setup.ACTPASS);
    assertThat(audio(toA.description()).protocol()).isEqualTo("UDP/TLS/RTP/SAVPF");
    assertThat(audio(toA.description()).mid()).isEqualTo("0");
    Answered held =
        toA.next()
            .answer(
                Side.A,
                Samples.parsed(
                    Samples.phone("chrome-audio")
                        .replace("actpass", "passive")
                        .replace("sendrecv", "recvonly")),
                Ours.to(Side.B));
    assertThat(role(held)).isEqualTo(Setup.ACTIVE);
    Answered again = call(held.next(), "chrome-audio", "yealink-answer");
    assertThat(role(again)).isEqualTo(Setup.ACTIVE);
  }

  // ---- browsers -----------------------------------------------------------------------------

  @Test
  void newCredentialsBeginIceAnew() throws BadSdp {
    Answered call =
        call(between(SideProfile.WEBRTC, SideProfile.PLAIN), "chrome-audio", "yealink-answer");
    assertThat(call.next().restartsIce(Side.A, Samples.description("chrome-audio"))).isFalse();
    assertThat(
            call.next()
                .restartsIce(
                    Side.A, Samples.parsed(Samples.phone("chrome-audio").replace("F7gI", "G8hJ"))))
        .isTrue();
  }

  @Test
  void aBundleIsOnlyWhereTheProfileWantsOne() throws BadSdp {
    Answered bundled =
        call(
            between(SideProfile.WEBRTC, SideProfile.WEBRTC),
            "chrome-audio-video",
            "firefox-answer-video");
    assertThat(bundled.agreement().open())
        .extracting(stream -> stream.a().transport() + " " + stream.b().transport())
        .containsExactly("0 0", "0 0");
    assertThat(bundled.description().media())
        .extracting(MediaDescription::port)
        .containsOnly(20000);
    Answered single =
        call(
            between(SideProfile.WEBRTC.withBundle(false), SideProfile.WEBRTC),
            "chrome-audio-video",
            "firefox-answer-video");
    assertThat(single.description().groups().getFirst().mids()).containsExactly("0");
    assertThat(single.agreement().open().get(1).a().transport()).isEqualTo(1);
  }

  /**
   * A browser with the policy max-bundle refuses a description without a group (RFC 8829 §4.1.1).
   */
  @Test
  void whereEachLineHasItsOwnTransportABundleIsOfOne() throws BadSdp {
    SideProfile profile = SideProfile.WEBRTC.withBundle(false);
    SessionDescription offer =
        Samples.parsed(
            Samples.phone("chrome-audio-video")
                .replace("m=video 9", "m=video 0")
                .replace("a=mid:1", "a=mid:1\r\na=bundle-only"));
    Forwarded onward = between(profile, profile).offer(Side.A, offer, Ours.to(Side.B));
    assertThat(onward.description().groups().getFirst().mids()).containsExactly("0");
    SessionDescription answer =
        Samples.parsed(
            Samples.phone("firefox-answer-video").replaceAll("m=video [0-9]+", "m=video 0"));
    Answered answered = onward.next().answer(Side.B, answer, Ours.to(Side.A));
    assertThat(answered.description().groups().getFirst().mids()).containsExactly("0");
    assertThat(answered.description().media().get(1).port()).isZero();
    assertThat(answered.agreement().open()).hasSize(1);
  }

  /** RFC 4585 §4.2, draft-holmer-rmcat-transport-wide-cc: what is agreed on has to come. */
  @Test
  void feedbackOnSoundIsNotAgreedOnForItDoesNotPass() throws BadSdp {
    String numbers =
        "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n";
    SessionDescription offer =
        Samples.parsed(
            Samples.phone("chrome-audio-video")
                .replace("a=mid:0\r\n", "a=mid:0\r\n" + numbers)
                .replace("a=mid:1\r\n", "a=mid:1\r\n" + numbers));
    SessionDescription described =
        between(SideProfile.WEBRTC, SideProfile.WEBRTC)
            .offer(Side.A, offer, Ours.to(Side.B))
            .description();
    String onward = new String(described.toBytes(), StandardCharsets.UTF_8);
    int video = onward.indexOf("m=video");
    assertThat(onward.substring(0, video)).doesNotContain("a=rtcp-fb", "transport-wide-cc");
    assertThat(onward.substring(video)).contains("a=rtcp-fb", "transport-wide-cc");
  }

  /** RFC 5576 §4: of a stream that is described, a browser expects the packets. */
  @Test
  void streamsOfPicturesKeepTheirNamesAndThatOfASoundIsOurs() throws BadSdp {
    String onward =
        new String(
            between(SideProfile.WEBRTC, SideProfile.WEBRTC)
                .offer(Side.A, Samples.parsed(Samples.phone("chrome-audio-video")), Ours.to(Side.B))
                .description()
                .toBytes(),
            StandardCharsets.UTF_8);
    int video = onward.indexOf("m=video");
    assertThat(onward.substring(0, video).lines().filter(line -> line.startsWith("a=ssrc")))
        .containsExactly("a=ssrc:2000 cname:belfry-B");
    assertThat(onward.substring(video).lines().filter(line -> line.startsWith("a=ssrc")))
        .containsExactly(
            "a=ssrc-group:FID 3905318862 1290123412",
            "a=ssrc:3905318862 cname:4TOk42mSjXCkVIa6",
            "a=ssrc:1290123412 cname:4TOk42mSjXCkVIa6");
  }

  @Test
  void anAnswerCannotBundleWhatWasNotOfferedSo() throws BadSdp {
    SideProfile profile = SideProfile.WEBRTC.withBundle(false);
    Answered answered =
        call(between(profile, profile), "chrome-audio-video", "firefox-answer-video");
    assertThat(answered.agreement().open())
        .extracting(stream -> stream.a().transport() + " " + stream.b().transport())
        .containsExactly("0 0", "1 1");
  }

  @Test
  void aBundleKeepsItsTransportWhenItsFirstLineGoes() throws BadSdp {
    Answered bundled =
        call(
            between(SideProfile.WEBRTC, SideProfile.WEBRTC),
            "chrome-audio-video",
            "firefox-answer-video");
    SessionDescription offer =
        Samples.parsed(
            Samples.phone("chrome-audio-video")
                .replace("m=audio 9", "m=audio 0")
                .replace("BUNDLE 0 1", "BUNDLE 1"));
    Forwarded onward = bundled.next().offer(Side.A, offer, Ours.to(Side.B));
    MediaDescription video = onward.description().media().get(1);
    assertThat(video.port()).isEqualTo(30000);
    assertThat(video.candidates()).hasSize(1);
    assertThat(onward.description().groups().getFirst().mids()).containsExactly("1");
    SessionDescription answer =
        Samples.parsed(
            Samples.phone("firefox-answer-video")
                .replace("m=audio 46000", "m=audio 0")
                .replace("BUNDLE 0 1", "BUNDLE 1"));
    Answered again = onward.next().answer(Side.B, answer, Ours.to(Side.A));
    assertThat(again.description().media().get(1).port()).isEqualTo(20000);
    assertThat(open(again.agreement()).a().transport()).isZero();
    assertThat(open(again.agreement()).b().transport()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "chrome-audio, DTLS_SAVPF, true",
    "firefox-audio, DTLS_SAVPF, true",
    "baresip-dtls, DTLS_SAVP, false",
    "snom-sdes, AVP, false",
    "yealink, AVP, false",
    "asterisk-t38, AVP, false"
  })
  void anOfferTellsWhatADeviceIsLike(String phone, RtpTransport transport, boolean ice) {
    SideProfile profile = SideProfile.like(Samples.description(phone));
    assertThat(profile.transport()).isEqualTo(transport);
    assertThat(profile.ice()).isEqualTo(ice);
    assertThat(profile.opportunistic()).isEqualTo(phone.equals("snom-sdes"));
  }

  @Test
  void candidatesForRtcpAreOnlyForWhoDoesNotMultiplex() throws BadSdp {
    LocalMedia media = Ours.to(Side.A).media().getFirst();
    LocalMedia.LocalIce ice = media.ice();
    Candidate rtcp = Candidate.parse("1 2 udp 2130706430 198.51.100.1 20001 typ host");
    var both =
        new LocalMedia.LocalIce(
            ice.credentials(), List.of(ice.candidates().getFirst(), rtcp), false, true, true);
    var local = new LocalSide(1, Ours.TO_A, List.of(media.withIce(both)));
    for (String phone : List.of("chrome-audio", "baresip-dtls-ice")) {
      Answered answered =
          PLAIN
              .offer(Side.A, Samples.description(phone), Ours.to(Side.B))
              .next()
              .answer(Side.B, Samples.description("baresip-answer"), local);
      assertThat(audio(answered.description()).candidates())
          .hasSize(phone.startsWith("chrome") ? 1 : 2);
    }
  }

  @Test
  void whoAsksForABundleOnlyGetsItOrNothing() throws BadSdp {
    SessionDescription offer =
        Samples.parsed(
            Samples.phone("chrome-audio-video")
                .replace("m=video 9", "m=video 0")
                .replace("a=mid:1", "a=mid:1\r\na=bundle-only"));
    Answered bundled =
        call(
            between(SideProfile.WEBRTC, SideProfile.WEBRTC),
            offer,
            Samples.description("firefox-answer-video"));
    assertThat(bundled.description().media().get(1).port()).isEqualTo(20000);
    Forwarded single =
        between(SideProfile.WEBRTC.withBundle(false), SideProfile.WEBRTC)
            .offer(Side.A, offer, Ours.to(Side.B));
    assertThat(single.description().media().get(1).port()).isZero();
  }

  @Test
  void whatIsMissingOnOurSideIsOurFault() {
    LocalSide bare = new LocalSide(1, "198.51.100.2", List.of(LocalMedia.plain("198.51.100.2", 9)));
    SessionDescription offer = Samples.description("yealink");
    for (SideProfile profile :
        List.of(SideProfile.WEBRTC, SideProfile.DTLS, SideProfile.SDES_REQUIRED)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> between(SideProfile.PLAIN, profile).offer(Side.A, offer, bare));
    }
  }

  @Test
  void aLineThatWeHaveNoMediaForIsDeclined() throws BadSdp {
    Forwarded toB = PLAIN.offer(Side.A, Samples.description("linphone"), Ours.to(Side.B, 1));
    assertThat(toB.description().media())
        .extracting(MediaDescription::port)
        .containsExactly(30000, 0);
    assertThatThrownBy(
            () -> PLAIN.offer(Side.A, Samples.description("yealink"), Ours.to(Side.B, 0)))
        .isInstanceOf(BadSdp.class);
  }

  @Test
  void noAddressPassesInALineThatWeDoNotKnow() throws BadSdp {
    SessionDescription offer =
        Samples.parsed(
            simple("10.0.0.1", 4000, "0").text()
                + "a=X-nat:10.0.0.1:4000 yes\r\na=X-other:110.0.0.1\r\na=label:7\r\n");
    String toB = PLAIN.offer(Side.A, offer, Ours.to(Side.B)).description().text();
    assertThat(toB).doesNotContain("X-nat").contains("a=X-other:110.0.0.1", "a=label:7");
  }

  // ---- helpers ------------------------------------------------------------------------------

  private static MediaNegotiation between(SideProfile a, SideProfile b) {
    return MediaNegotiation.between(a, b, CodecPolicy.DEFAULT);
  }

  private static Answered call(MediaNegotiation from, String offer, String answer) throws BadSdp {
    return call(from, Samples.description(offer), Samples.description(answer));
  }

  private static Answered call(
      MediaNegotiation from, SessionDescription offer, SessionDescription answer) throws BadSdp {
    return from.offer(Side.A, offer, Ours.to(Side.B))
        .next()
        .answer(Side.B, answer, Ours.to(Side.A));
  }

  private static void refused(
      MediaNegotiation offered, SessionDescription answer, String sentence) {
    assertThatThrownBy(() -> offered.answer(Side.B, answer, Ours.to(Side.A)))
        .isInstanceOf(BadSdp.class)
        .hasMessage(sentence);
    assertThat(offered.underWay()).isEqualTo(Side.A);
  }

  private static Setup role(Answered call) {
    return ((Keying.Dtls) open(call.agreement()).a().keying()).role();
  }

  private static AgreedStream.Open open(Agreement agreement) {
    return agreement.open().getFirst();
  }

  private static MediaDescription audio(SessionDescription description) {
    return description.media().getFirst();
  }

  private static List<String> formats(SessionDescription description) {
    return audio(description).line().formats();
  }

  private static long version(SessionDescription description) {
    return Long.parseLong(description.origin().version());
  }

  private static SessionDescription simple(String address, int port, String formats) {
    return Samples.parsed(
        "v=0\r\no=- 7 7 IN IP4 %s\r\ns=-\r\nc=IN IP4 %s\r\nt=0 0\r\nm=audio %d RTP/AVP %s\r\n"
            .formatted(address, address, port, formats));
  }

  private static SessionDescription directed(String address, Direction direction) {
    return Samples.parsed(
        simple(address, 4000, "0").text() + "a=" + direction.attribute() + "\r\n");
  }

  private static SessionDescription dynamic(String address, String... rtpmaps) {
    var numbers = new StringBuilder();
    var lines = new StringBuilder();
    for (String map : rtpmaps) {
      numbers.append(numbers.isEmpty() ? "" : " ").append(map, 0, map.indexOf(' '));
      lines.append("a=rtpmap:").append(map).append("\r\n");
    }
    return Samples.parsed(simple(address, 4000, numbers.toString()).text() + lines);
  }
}
