package org.belfry.media.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.media.relay.Bench.at;
import static org.belfry.media.relay.Bench.audio;
import static org.belfry.media.relay.Bench.join;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.belfry.media.relay.Bench.Side;
import org.belfry.media.rtp.Impairment;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Quality;
import org.belfry.media.rtp.Rtcp;
import org.belfry.media.rtp.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one call's relay does (RFC 3550 §7, RFC 4961, RFC 5761, RFC 3264 §5.1). */
class LegTest {
  private final Bench bench = new Bench();
  private final Side alice = bench.side(11, "192.0.2.1:4000");
  private final Side bob = bench.side(22, "198.51.100.2:5000");

  @Test
  void bothHearEachOther() {
    join(alice, bob);
    bench.speaks(alice);
    bench.speaks(bob);
    assertThat(bob.last().hex()).isEqualTo("80000000" + "00000000" + "00000016" + "01020304");
    assertThat(bob.last().to()).isEqualTo(bob.phone);
    assertThat(alice.last().hex()).isEqualTo("80000000" + "00000000" + "0000000b" + "01020304");
    assertThat(alice.events).containsExactly(new LegEvent.MediaBegan(alice.phone));
    assertThat(alice.leg.totals().received()).isEqualTo(1);
    assertThat(alice.leg.totals().sent()).isEqualTo(1);
    assertThat(alice.leg.totals().sentOctets()).isEqualTo(4);
    assertThat(alice.leg.totals().dropped()).isEmpty();
  }

  @Test
  void ipv4HearsIpv6() {
    Side six = bench.side(33, "2001:db8::7:6000");
    join(alice, six);
    bench.speaks(alice);
    bench.speaks(six);
    assertThat(six.last().to()).isEqualTo(six.phone);
    assertThat(alice.rtp).hasSize(1);
  }

  @Test
  void payloadTypesAreTranslatedAndOthersDoNotPass() {
    bob.leg.hears(alice.leg, PayloadMap.of(Map.of(0, 8, 101, 96)));
    bench.speaks(alice);
    assertThat(bob.last().packet().payloadType()).isEqualTo(8);
    bench.speaks(alice, 101);
    assertThat(bob.last().packet().payloadType()).isEqualTo(96);
    bench.speaks(alice, 18);
    assertThat(bob.rtp).hasSize(2);
    assertThat(alice.leg.dropped(Dropped.NOT_AGREED)).isEqualTo(1);
  }

  @Test
  void musicOnHoldAndBackIsOneStreamForTheListener() {
    Side music = bench.side(44, "203.0.113.1:7000");
    bob.leg.hears(alice.leg, PayloadMap.SAME);
    bench.speaks(alice);
    bench.speaks(alice);
    bob.leg.hears(music.leg, PayloadMap.SAME);
    bench.speaks(music);
    bob.leg.hears(alice.leg, PayloadMap.SAME);
    bench.speaks(alice);
    assertThat(bob.rtp.stream().map(sent -> sent.packet().sequence())).containsExactly(0, 1, 2, 3);
    assertThat(bob.rtp.stream().map(sent -> sent.packet().timestamp()))
        .containsExactly(0, 160, 320, 480);
    assertThat(bob.rtp.stream().map(sent -> sent.packet().ssrc())).containsOnly(22);
    bench.speaks(music);
    assertThat(bob.rtp).hasSize(4);
    assertThat(music.leg.dropped(Dropped.NO_RECEIVER)).isEqualTo(1);
  }

  @Test
  void anApplicationContinuesTheStreamToo() {
    join(alice, bob);
    bench.speaks(alice);
    Packet tone = new Packet();
    tone.beginRtp(0, 9, 9, 9, 10);
    bob.leg.send(tone, bench.now);
    assertThat(bob.last().packet().sequence()).isEqualTo(1);
    assertThat(bob.last().packet().timestamp()).isEqualTo(160);
    assertThat(bob.last().packet().marker()).isTrue();
    tone.beginRtp(33, 10, 10, 9, 10);
    bob.leg.send(tone, bench.now);
    assertThat(bob.leg.dropped(Dropped.NOT_AGREED)).isEqualTo(1);
  }

  @Test
  void anApplicationListensBesideTheOther() {
    List<Integer> heard = new ArrayList<>();
    join(alice, bob);
    alice.leg.sink((packet, now) -> heard.add(packet.sequence()));
    bench.speaks(alice);
    bench.speaks(alice);
    assertThat(heard).containsExactly(500, 501);
    assertThat(bob.rtp).hasSize(2);
  }

  @Test
  void twoBranchesHearTheSameCaller() {
    Side carol = bench.side(33, "192.0.2.3:6000");
    bob.leg.hears(alice.leg, PayloadMap.SAME);
    carol.leg.hears(alice.leg, PayloadMap.of(Map.of(0, 8)));
    bench.speaks(alice);
    assertThat(bob.last().hex()).isEqualTo("80000000" + "00000000" + "00000016" + "01020304");
    assertThat(carol.last().hex()).isEqualTo("80080000" + "00000000" + "00000021" + "01020304");
    carol.leg.close();
    bench.speaks(alice);
    assertThat(carol.rtp).hasSize(1);
    assertThat(bob.rtp).hasSize(2);
  }

  @Test
  void whoeverIsOnHoldNeitherHearsNorIsHeard() {
    join(alice, bob);
    bench.speaks(alice);
    bench.apply(bob, bob.settings.withFlow(Flow.FROM_PHONE));
    bench.speaks(alice);
    assertThat(bob.rtp).hasSize(1);
    assertThat(alice.leg.dropped(Dropped.RECEIVER_HELD)).isZero();
    assertThat(bob.leg.dropped(Dropped.RECEIVER_HELD)).isEqualTo(1);
    bench.apply(bob, bob.settings.withFlow(Flow.TO_PHONE));
    bench.speaks(bob);
    assertThat(alice.rtp).isEmpty();
    assertThat(bob.leg.dropped(Dropped.NOT_WANTED)).isEqualTo(1);
    bench.apply(bob, bob.settings.withFlow(Flow.BOTH));
    bench.speaks(alice);
    bench.speaks(bob);
    assertThat(bob.rtp).hasSize(2);
    assertThat(alice.rtp).hasSize(1);
  }

  @Test
  void headerExtensionsDoNotPassToSomebodyWhoAgreedOnNone() {
    join(alice, bob);
    bench.bytes(alice, alice.phone, false, "90 00 0001 00000002 00000003 bede0001 10ff0000 aabb");
    assertThat(bob.last().hex()).isEqualTo("80000000" + "00000000" + "00000016" + "aabb");
  }

  @Test
  void moreThanTheLimitIsDroppedUntilTheNextSecond() {
    join(alice, bob);
    bench.rtp(alice, alice.phone, 0, 0, 0, 1);
    bench.apply(alice, alice.settings.withLimits(new LegLimits(3, 10_000)));
    for (int i = 1; i < 6; i++) {
      bench.rtp(alice, alice.phone, 0, i, i * 160, 1);
    }
    assertThat(bob.rtp).hasSize(4);
    assertThat(alice.leg.dropped(Dropped.TOO_FAST)).isEqualTo(2);
    bench.now += 1000 * Bench.MILLI;
    bench.rtp(alice, alice.phone, 0, 6, 960, 1);
    assertThat(bob.rtp).hasSize(5);
    bench.apply(alice, alice.settings.withLimits(new LegLimits(100, 40)));
    for (int i = 7; i < 12; i++) {
      bench.rtp(alice, alice.phone, 0, i, i * 160, 1);
    }
    assertThat(bob.rtp).hasSize(6);
  }

  @Test
  void thePacketThatComesTwiceGoesOnce() {
    join(alice, bob);
    bench.rtp(alice, alice.phone, 0, 1, 160, 1);
    bench.rtp(alice, alice.phone, 0, 1, 160, 1);
    assertThat(bob.rtp).hasSize(1);
    assertThat(alice.leg.dropped(Dropped.DUPLICATE)).isEqualTo(1);
  }

  @Test
  void garbageIsCountedAndNothingElse() {
    join(alice, bob);
    bench.bytes(alice, alice.phone, false, "80");
    bench.bytes(alice, alice.phone, false, "8f00000100000002");
    bench.bytes(alice, alice.phone, false, "ff");
    bench.bytes(alice, alice.phone, false, "");
    bench.bytes(alice, alice.phone, false, "0001000021");
    bench.bytes(alice, alice.phone, false, "16fefd");
    bench.bytes(alice, alice.phone, true, "80000001000000020000000301");
    bench.bytes(alice, alice.phone, true, "80c8");
    assertThat(bob.rtp).isEmpty();
    assertThat(alice.leg.dropped(Dropped.MALFORMED)).isEqualTo(2);
    assertThat(alice.leg.dropped(Dropped.UNEXPECTED)).isEqualTo(5);
    assertThat(alice.leg.dropped(Dropped.STRANGER)).isEqualTo(1);
  }

  @Test
  void stunAndDtlsGoToWhomTheyConcern() {
    List<String> got = new ArrayList<>();
    alice.leg.ice(
        (message, from, component) -> got.add("stun " + message.length + " " + component));
    alice.leg.dtls((record, from, component) -> got.add("dtls " + record.length + " " + from));
    bench.bytes(alice, alice.phone, true, "0001000021");
    bench.bytes(alice, alice.phone, false, "16fefd");
    assertThat(got).containsExactly("stun 5 2", "dtls 3 192.0.2.1:4000");
  }

  @Test
  void aSilentPhoneTimesOutOnceWithItsCause() {
    join(alice, bob);
    bench.speaks(alice);
    alice.events.clear();
    bench.seconds(31, alice, bob);
    assertThat(timeouts(alice)).hasSize(1);
    assertThat(timeouts(alice).getFirst().cause()).isEqualTo(LegEvent.Cause.STOPPED);
    assertThat(timeouts(alice).getFirst().words()).isEqualTo("no RTP from the phone for 30 s");
    assertThat(timeouts(bob).getFirst().words())
        .isEqualTo("no RTP has ever come from the phone in 30 s");
    bench.seconds(60, alice, bob);
    assertThat(timeouts(alice)).hasSize(1);
    bench.speaks(alice);
    assertThat(alice.events.getLast()).isEqualTo(new LegEvent.MediaResumed());
    bench.seconds(31, alice);
    assertThat(timeouts(alice)).hasSize(2);
  }

  /** Nor one that holds, says sendonly and has no music to send. */
  @ParameterizedTest
  @EnumSource(
      value = Flow.class,
      names = {"TO_PHONE", "FROM_PHONE", "NONE"})
  void aPhoneOnHoldDoesNotTimeOutAndIsGivenTimeAfterwards(Flow hold) {
    bench.speaks(alice);
    bench.apply(alice, alice.settings.withFlow(hold));
    bench.seconds(3600, alice);
    bench.apply(alice, alice.settings.withFlow(Flow.BOTH));
    bench.seconds(29, alice);
    assertThat(timeouts(alice)).isEmpty();
    bench.seconds(2, alice);
    assertThat(timeouts(alice)).hasSize(1);
  }

  @Test
  void aLegBeforeItsAnswerDoesNotTimeOut() {
    Side early =
        bench.side(33, "192.0.2.9:1", audio("192.0.2.9:1").withMediaTimeout(Duration.ZERO));
    bench.seconds(200, early);
    bench.apply(early, early.settings.withMediaTimeout(Duration.ofSeconds(30)));
    bench.seconds(29, early);
    assertThat(timeouts(early)).isEmpty();
    bench.seconds(1, early);
    assertThat(timeouts(early)).hasSize(1);
  }

  @Test
  void eachFiveSecondsThereAreFiguresAndAReport() {
    join(alice, bob);
    for (int i = 0; i < 100; i++) {
      if (i % 10 == 5) {
        alice.sequence++; // lost
        alice.timestamp += 160;
      }
      bench.speaks(alice);
    }
    bench.seconds(5, alice, bob);
    Quality quality = quality(alice);
    assertThat(quality.received()).isEqualTo(100);
    assertThat(quality.lost()).isEqualTo(10);
    assertThat(quality.opinion()).isBetween(3.0, 3.6);
    assertThat(quality.silence().toSeconds()).isEqualTo(5);
    assertThat(quality(bob).opinion()).isNull();

    Rtcp view = new Rtcp();
    assertThat(alice.rtcp.getLast().to()).isEqualTo(at("192.0.2.1:4001"));
    assertThat(view.read(alice.rtcp.getLast().packet())).isEqualTo(Verdict.PASS);
    assertThat(view.next()).isTrue();
    assertThat(view.type()).isEqualTo(Rtcp.RECEIVER_REPORT);
    assertThat(view.ssrc()).isEqualTo(11);
    assertThat(view.blockSsrc(0)).isEqualTo(0x1000 + 4000);
    assertThat(view.blockFractionLost(0)).isEqualTo(10 * 256 / 110);
    view.read(bob.rtcp.getLast().packet());
    view.next();
    assertThat(view.type()).isEqualTo(Rtcp.SENDER_REPORT);
    assertThat(view.count()).isZero();
    assertThat(view.packetCount()).isEqualTo(100);
    assertThat(view.octetCount()).isEqualTo(400);
  }

  @Test
  void whatThePhoneReportsIsRoundTripAndLossOnItsSide() {
    join(alice, bob);
    bench.speaks(alice);
    bench.seconds(5, bob);
    Rtcp view = new Rtcp();
    view.read(bob.rtcp.getLast().packet());
    view.next();
    int lsr = (int) (view.ntp() >>> 16);
    bench.speaks(bob);
    bench.now += 980 * Bench.MILLI + 30 * Bench.MILLI;
    // One block about SSRC 22: a quarter lost, jitter 80, DLSR one second.
    bench.bytes(
        bob,
        at("198.51.100.2:5001"),
        true,
        "81c90007 00000001 00000016 40000005 00000000 00000050"
            + String.format("%08x", lsr)
            + "00010000");
    bench.seconds(5, bob);
    Quality quality = quality(bob);
    assertThat(quality.remoteLossPercent()).isEqualTo(25);
    assertThat(quality.remoteJitter()).isEqualTo(Duration.ofMillis(10));
    assertThat(quality.roundTrip()).isBetween(Duration.ofMillis(29), Duration.ofMillis(31));
    assertThat(quality.remoteOpinion()).isLessThan(3);
  }

  @Test
  void theSenderReportKeepsTheClockOfTheOrigin() {
    join(alice, bob);
    bench.speaks(alice); // timestamp 90000 becomes 0 for bob
    // Alice's clock: NTP 100 s at timestamp 98000.
    bench.bytes(
        alice,
        at("192.0.2.1:4001"),
        true,
        "80c80006 00001fa0 00000064 00000000 00017ed0 00000001 00000004");
    bench.seconds(5, alice, bob);
    Rtcp view = new Rtcp();
    view.read(bob.rtcp.getLast().packet());
    view.next();
    assertThat(view.ntp() >>> 32).isEqualTo(105);
    assertThat(view.rtpTimestamp()).isEqualTo(8000 + 40_000);
    // And the report to Alice answers hers.
    view.read(alice.rtcp.getLast().packet());
    view.next();
    assertThat(view.blockLastSenderReport(0)).isEqualTo(0x0064_0000);
    assertThat(view.blockDelaySinceLastSenderReport(0)).isEqualTo(5 * 65536);
  }

  @Test
  void withRtcpMuxEverythingRunsByOnePort() {
    bench.apply(alice, alice.settings.withRtcpMux(true));
    join(alice, bob);
    bench.speaks(bob);
    bench.speaks(alice);
    bench.seconds(5, alice, bob);
    assertThat(alice.rtcp).isEmpty();
    assertThat(alice.last().packet().kind()).isEqualTo(Packet.Kind.RTCP);
    assertThat(alice.last().to()).isEqualTo(alice.phone);
    assertThat(bob.rtcp).hasSize(1);
  }

  @Test
  void videoKeepsItsSourcesAndItsFeedbackPasses() {
    LegSettings video =
        LegSettings.of(MediaKind.VIDEO)
            .withFlow(Flow.BOTH)
            .withPayloadTypes(PayloadTypes.of(Map.of(96, 90_000)), Impairment.G711);
    Side a = bench.side(1, "192.0.2.1:4000", video.withRemote(at("192.0.2.1:4000")));
    Side b = bench.side(2, "192.0.2.2:4000", video.withRemote(at("192.0.2.2:4000")));
    join(a, b);
    bench.rtp(a, a.phone, 96, 7, 9, 77);
    bench.rtp(a, a.phone, 96, 60_000, 9, 78);
    assertThat(b.rtp).extracting(Bench.Sent::hex).allMatch(hex -> hex.startsWith("8060"));
    assertThat(b.last().packet().ssrc()).isEqualTo(78);
    assertThat(b.last().packet().sequence()).isEqualTo(60_000);
    bench.rtp(b, b.phone, 96, 1, 1, 5);
    bench.bytes(b, at("192.0.2.2:4001"), true, "81ce0002000000050000004d");
    assertThat(a.rtcp.getLast().hex()).isEqualTo("81ce0002000000050000004d");
    assertThat(a.rtcp.getLast().to()).isEqualTo(at("192.0.2.1:4001"));
  }

  @Test
  void faxDatagramsPassAsTheyAre() {
    LegSettings fax = LegSettings.of(MediaKind.DATAGRAMS).withFlow(Flow.BOTH);
    Side a = bench.side(1, "192.0.2.1:4000", fax.withRemote(at("192.0.2.1:4000")));
    Side b = bench.side(2, "192.0.2.2:4000", fax.withRemote(at("192.0.2.2:4000")));
    join(a, b);
    bench.bytes(a, a.phone, false, "000106c001800000ff");
    assertThat(b.last().hex()).isEqualTo("000106c001800000ff");
    bench.bytes(a, at("203.0.113.66:4000"), false, "000206c001800000ff");
    assertThat(b.rtp).hasSize(1);
    assertThat(a.leg.dropped(Dropped.STRANGER)).isEqualTo(1);
  }

  @Test
  void whatTheSystemDoesNotTakeIsCounted() {
    join(alice, bob);
    bob.wireTakes = false;
    bench.speaks(alice);
    assertThat(bob.leg.dropped(Dropped.NOT_SENT)).isEqualTo(1);
    assertThat(bob.leg.totals().sent()).isZero();
  }

  @Test
  void beforeThePhoneHasSaidWhereItIsNothingIsSent() {
    Side early = bench.side(33, "192.0.2.9:1", audio("192.0.2.9:1").withRemote(null));
    join(alice, early);
    bench.speaks(alice);
    assertThat(early.leg.dropped(Dropped.NO_ADDRESS)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0:4000", "192.0.2.9:0", "224.0.1.75:4000", ":::4000", "ff02::1:4000"})
  void nothingIsSentWhereNobodyIs(String nowhere) {
    Side odd = bench.side(33, nowhere);
    join(alice, odd);
    bench.speaks(alice);
    assertThat(odd.leg.dropped(Dropped.NO_ADDRESS)).isEqualTo(1);
  }

  private static List<LegEvent.MediaTimedOut> timeouts(Side side) {
    return side.events.stream()
        .filter(LegEvent.MediaTimedOut.class::isInstance)
        .map(LegEvent.MediaTimedOut.class::cast)
        .toList();
  }

  private static Quality quality(Side side) {
    return side.events.stream()
        .filter(LegEvent.Measured.class::isInstance)
        .map(event -> ((LegEvent.Measured) event).quality())
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
