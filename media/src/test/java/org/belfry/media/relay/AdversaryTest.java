package org.belfry.media.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.media.relay.Bench.at;
import static org.belfry.media.relay.Bench.audio;
import static org.belfry.media.relay.Bench.join;

import org.belfry.media.relay.Bench.Side;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Protection;
import org.belfry.media.rtp.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody else sends to a leg's port ("RTP bleed"): he must neither hear nor be heard. */
class AdversaryTest {
  private static final TransportAddress MALLORY = at("203.0.113.66:9999");
  private static final TransportAddress GATEWAY = at("198.51.100.1:0");
  private static final TransportAddress BEHIND = at("198.51.100.1:61000");

  private final Bench bench = new Bench();
  private final Side bob = bench.side(22, "198.51.100.2:5000");

  @ParameterizedTest
  @EnumSource(
      value = Latching.class,
      names = {"SIGNALLED", "HOST", "ANYBODY"})
  void beforeAndAfterThePhoneSpeaks(Latching rule) {
    Side alice = alice(rule);
    for (int i = 0; i < 4; i++) {
      attack(alice, i);
    }
    bench.speaks(bob);
    assertThat(alice.last().to()).isEqualTo(alice.phone);
    assertThat(bob.rtp).isEmpty();

    bench.speaks(alice);
    assertThat(bob.rtp).hasSize(1);
    for (int i = 0; i < 200; i++) {
      attack(alice, i);
      bench.speaks(bob);
    }
    bench.rtp(alice, MALLORY, 0, alice.sequence, alice.timestamp, 0x1000 + alice.phone.port());
    assertThat(bob.rtp).hasSize(1);
    assertThat(alice.rtp).extracting(Bench.Sent::to).containsOnly(alice.phone);
    assertThat(alice.leg.dropped(Dropped.STRANGER)).isGreaterThan(200);
  }

  @Test
  void whereThePhoneIsBehindNatTheOneWhoSignalsIsBelieved() {
    Side alice =
        bench.side(
            11, "10.0.0.5:4000", audio("10.0.0.5:4000").withLatching(Latching.HOST, GATEWAY));
    join(alice, bob);
    attack(alice, 1);
    bench.rtp(alice, BEHIND, 0, 1, 160, 7);
    attack(alice, 2);
    bench.speaks(bob);
    assertThat(alice.last().to()).isEqualTo(BEHIND);
    assertThat(bob.rtp).hasSize(1);
  }

  @Test
  void aSprayOverManyPortsDoesNotLastLongEnough() {
    Side alice = alice(Latching.ANYBODY);
    for (int i = 0; i < 4; i++) {
      attack(alice, i); // at once: four in a row, but no 100 ms
    }
    bench.now += 300 * Bench.MILLI;
    attack(alice, 9);
    bench.speaks(bob);
    assertThat(bob.rtp).isEmpty();
    assertThat(alice.rtp).extracting(Bench.Sent::to).containsOnly(alice.phone);
  }

  @Test
  void rtcpOfSomebodyElseIsNotRead() {
    Side alice = alice(Latching.HOST);
    bench.speaks(alice);
    bench.bytes(alice, at("203.0.113.66:4001"), true, "81cb000100000001");
    bench.bytes(alice, MALLORY, false, "81cb000100000001");
    assertThat(alice.leg.dropped(Dropped.STRANGER)).isEqualTo(2);
    bench.bytes(alice, at("192.0.2.1:4001"), true, "81cb000100000001");
    bench.bytes(alice, at("192.0.2.1:9999"), true, "81cb000100000001");
    assertThat(alice.leg.dropped(Dropped.STRANGER)).isEqualTo(3);
  }

  @Test
  void onlyWhoHasTheKeysMovesAnEncryptedLeg() {
    Side alice = alice(Latching.HOST);
    alice.leg.protect(new Seal(0x1000 + alice.phone.port()));
    bench.speaks(alice);
    attack(alice, 1);
    bench.speaks(bob);
    assertThat(alice.last().to()).isEqualTo(alice.phone);
    assertThat(alice.leg.dropped(Dropped.FORGED)).isEqualTo(1);
    // The phone's NAT gives it another port: the next packet proves itself, an old one does not
    // move.
    TransportAddress moved = at("192.0.2.77:1024");
    int ssrc = 0x1000 + alice.phone.port();
    bench.rtp(alice, moved, 0, alice.sequence - 2, alice.timestamp, ssrc);
    assertThat(alice.leg.source()).isEqualTo(alice.phone);
    bench.rtp(alice, moved, 0, alice.sequence, alice.timestamp, ssrc);
    bench.speaks(bob);
    assertThat(alice.last().to()).isEqualTo(moved);
    assertThat(alice.events).contains(new LegEvent.SourceMoved(alice.phone, moved));
  }

  /** RFC 5764 §3: two associations, so keys of one port prove nothing on the other. */
  @Test
  void onThePortOfRtcpItsOwnKeysCount() {
    Side alice = alice(Latching.HOST);
    int reporter = 0xabcd;
    alice.leg.protect(new Seal(0x1000 + alice.phone.port()), new Seal(reporter));
    bench.speaks(alice);
    String report = "82cb000200000001%08x"; // the seal looks where RTP has its SSRC
    bench.bytes(alice, at("192.0.2.1:4001"), true, report.formatted(0x1000 + alice.phone.port()));
    assertThat(alice.leg.dropped(Dropped.FORGED)).isEqualTo(1);
    bench.bytes(alice, at("192.0.2.1:4001"), true, report.formatted(reporter));
    bench.bytes(alice, alice.phone, false, report.formatted(0x1000 + alice.phone.port()));
    assertThat(alice.leg.dropped(Dropped.FORGED)).isEqualTo(1);
    bench.bytes(alice, alice.phone, false, report.formatted(reporter));
    assertThat(alice.leg.dropped(Dropped.FORGED)).isEqualTo(2);
  }

  @Test
  void aFloodFromElsewhereDisplacesNothing() {
    Side alice = alice(Latching.HOST);
    bench.speaks(alice);
    for (int i = 0; i < 10_000; i++) {
      attack(alice, i);
    }
    bench.speaks(alice);
    assertThat(bob.rtp).hasSize(2);
    assertThat(alice.leg.dropped(Dropped.TOO_FAST)).isGreaterThan(9_000);
  }

  @Test
  void whenNobodyElseMayComeTheSystemNeedNotTakeTheirPackets() {
    Side alice = alice(Latching.HOST);
    assertThat(alice.narrowedTo).isNull();
    bench.speaks(alice);
    bench.seconds(1, alice);
    assertThat(alice.narrowedTo).isEqualTo(alice.phone);
    TransportAddress moved = at("192.0.2.77:1024");
    bench.apply(alice, alice.settings.withRemote(moved));
    assertThat(alice.narrowedTo).isNull();
    bench.rtp(alice, moved, 0, alice.sequence, alice.timestamp, 1);
    bench.seconds(1, alice);
    assertThat(alice.narrowedTo).isEqualTo(moved);
    alice.leg.selected(BEHIND, 1);
    assertThat(alice.narrowedTo).isNull();
    bench.seconds(1, alice);
    assertThat(alice.narrowedTo).isEqualTo(BEHIND);
    alice.leg.ice((message, from, component) -> {});
    assertThat(alice.narrowedTo).isNull();
    bench.seconds(1, alice);
    assertThat(alice.narrowedTo).isNull();
  }

  @Test
  void beforeThereAreKeysNothingPassesInTheClear() {
    Side alice = alice(Latching.HOST);
    alice.leg.protect(Protection.AWAITING_KEYS);
    bench.speaks(alice);
    bench.speaks(bob);
    bench.seconds(5, alice);
    assertThat(bob.rtp).isEmpty();
    assertThat(alice.rtp).isEmpty();
    assertThat(alice.rtcp).isEmpty();
    assertThat(alice.leg.dropped(Dropped.NO_KEYS)).isGreaterThanOrEqualTo(2);
  }

  @Test
  void anEncryptedLegThatFellSilentListensToEverybodyAgain() {
    Side alice = alice(Latching.HOST);
    alice.leg.protect(new Seal(0x1000 + alice.phone.port()));
    bench.speaks(alice);
    bench.seconds(1, alice);
    assertThat(alice.narrowedTo).isEqualTo(alice.phone);
    bench.seconds(2, alice);
    assertThat(alice.narrowedTo).isNull();
  }

  @Test
  void whileAStrangerMayStillYieldEverybodyIsHeard() {
    Side alice = alice(Latching.ANYBODY);
    for (int i = 0; i < 10; i++) {
      bench.rtp(alice, BEHIND, 0, i, i * 160, 7);
      bench.now += 20 * Bench.MILLI;
    }
    assertThat(alice.leg.source()).isEqualTo(BEHIND);
    bench.seconds(1, alice);
    assertThat(alice.narrowedTo).isNull();
    bench.seconds(3, alice);
    assertThat(alice.narrowedTo).isEqualTo(BEHIND);
  }

  private Side alice(Latching rule) {
    Side alice = bench.side(11, "192.0.2.1:4000", audio("192.0.2.1:4000").withLatching(rule, null));
    join(alice, bob);
    return alice;
  }

  private void attack(Side side, int sequence) {
    bench.rtp(side, MALLORY, 0, sequence, sequence * 160, 666);
  }

  /** Lets one SSRC pass: stands for packets with a good tag. */
  private record Seal(int good) implements Protection {
    @Override
    public Verdict protect(Packet packet) {
      return Verdict.PASS;
    }

    @Override
    public Verdict unprotect(Packet packet) {
      return packet.ssrc() == good ? Verdict.PASS : Verdict.FORGED;
    }
  }
}
