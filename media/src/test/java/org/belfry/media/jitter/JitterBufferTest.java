package org.belfry.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.belfry.media.jitter.JitterBuffer.Arrival;
import org.belfry.media.jitter.JitterBuffer.Playout;
import org.belfry.media.rtp.Packet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each line: packets with number, time (in frames) and arrival (ms); then what each take gave. */
class JitterBufferTest {

  @Test
  void nothingIsTakenFromAnEmptyBuffer() {
    assertThat(new Line().play(0, 3)).isEqualTo(". . .");
  }

  @Test
  void soundIsHeldForTheShortestDelayAndThenGoesOn() {
    assertThat(new Line().steady(0, 5, 0).play(0, 7)).isEqualTo(". . 0 1 2 3 4");
  }

  @Test
  void theShortestDelayMayBeNone() {
    Line line = new Line(new JitterSettings(0, 0), 20).steady(0, 3, 0);
    assertThat(line.play(1, 3)).isEqualTo("0 1 2");
  }

  @Test
  void packetsThatOvertakeEachOtherArePlayedInOrder() {
    Line line =
        new Line().sound(0, 0, 0).sound(1, 1, 45).sound(2, 2, 40).sound(3, 3, 66).sound(4, 4, 80);
    assertThat(line.play(5, 7)).isEqualTo(". . 0 1 2 3 4");
  }

  @Test
  void theFirstPacketsMayComeInAnyOrder() {
    Line line = new Line().sound(2, 2, 41).sound(0, 0, 42).sound(1, 1, 43).sound(3, 3, 60);
    assertThat(line.play(45, 5)).isEqualTo(". 0 1 2 3");
    assertThat(line.figures().lost()).isZero();
  }

  @Test
  void aLostPacketIsMadeUpAndCounted() {
    Line line = new Line().steady(0, 3, 0).steady(4, 7, 0);
    assertThat(line.play(0, 9)).isEqualTo(". . 0 1 2 - 4 5 6");
    assertThat(line.figures().lost()).isEqualTo(1);
    assertThat(line.figures().madeUp()).isEqualTo(1);
  }

  @Test
  void thePacketBehindALostOneIsShown() {
    Line line = new Line().steady(0, 3, 0).steady(4, 7, 0);
    assertThat(line.play(0, 6)).endsWith("-");
    assertThat(line.buffer.missingTicks()).isEqualTo(160);
    HeldPacket following = line.buffer.following();
    assertThat(following).isNotNull();
    assertThat(following.bytes()[1]).isEqualTo((byte) 4);
  }

  @Test
  void theFirstOfTwoLostOnesHasNothingBehindIt() {
    Line line = new Line().steady(0, 3, 0).steady(5, 7, -20);
    assertThat(line.play(0, 6)).endsWith("2 -");
    assertThat(line.buffer.following()).isNull();
    assertThat(line.play(120, 2)).isEqualTo("- 5");
    assertThat(line.figures().lost()).isEqualTo(2);
  }

  @Test
  void aRepeatedPacketIsDroppedWhetherItWasPlayedOrNot() {
    Line line = new Line().steady(0, 6, 0).sound(0, 0, 61).sound(4, 4, 82);
    assertThat(line.play(0, 8)).isEqualTo(". . 0 1 2 3 4 5");
    assertThat(line.figures().duplicates()).isEqualTo(2);
  }

  @Test
  void aPacketWhoseTimeIsOverIsDropped() {
    Line line = new Line().steady(0, 3, 0).sound(3, 3, 110).steady(4, 8, 0);
    assertThat(line.play(0, 6)).isEqualTo(". . 0 1 2 -");
    line.play(120, 3);
    assertThat(line.arrivals).contains(Arrival.LATE);
    assertThat(line.figures().late()).isEqualTo(1);
  }

  @Test
  void sequenceNumbersAndTimestampsWrapAround() {
    Line line = new Line();
    for (int i = 0; i < 6; i++) {
      line.add(65533 + i, -320 + i * 160, i * 20, false, Content.SOUND);
    }
    assertThat(line.play(0, 8)).isEqualTo(". . 65533 65534 65535 0 1 2");
    assertThat(line.figures().lost()).isZero();
    assertThat(line.figures().restarts()).isZero();
  }

  @Test
  void anotherSsrcBeginsAnew() {
    Line line = new Line().steady(0, 3, 0);
    line.ssrc(2).sound(500, 9000, 60).sound(501, 9001, 80).sound(502, 9002, 100);
    assertThat(line.play(0, 8)).isEqualTo(". . 0 . . 500 501 502");
    assertThat(line.figures().restarts()).isEqualTo(1);
    assertThat(line.figures().leftOut()).isEqualTo(2);
  }

  /** RFC 3550 §A.1. */
  @Test
  void aSingleStrayNumberIsDroppedAndTwoInARowAreANewBeginning() {
    Line line = new Line().steady(0, 4, 0).sound(30_000, 4, 70).steady(5, 7, 0);
    assertThat(line.play(0, 9)).isEqualTo(". . 0 1 2 3 - 5 6");
    assertThat(line.figures().strays()).isEqualTo(1);
    line.sound(40_000, 9, 180).sound(40_001, 10, 200).sound(40_002, 11, 220);
    assertThat(line.play(240, 2)).isEqualTo("40001 40002");
    assertThat(line.figures().restarts()).isEqualTo(1);
  }

  @Test
  void aSenderThatSetsItsClockBackIsFollowed() {
    Line line = new Line().steady(0, 50, 0);
    for (int i = 50; i < 100; i++) {
      line.add(i, 160 * i - 800_000, i * 20, false, Content.SOUND);
    }
    assertThat(line.play(0, 102)).endsWith("97 98 99");
    assertThat(line.figures().restarts()).isEqualTo(1);
    assertThat(line.figures().late()).isZero();
  }

  @Test
  void aSenderThatSetsItsClockForwardIsFollowed() {
    Line line = new Line().steady(0, 50, 0);
    for (int i = 50; i < 100; i++) {
      line.add(i, 160 * i + 800_000, i * 20, false, Content.SOUND);
    }
    assertThat(line.play(0, 102)).endsWith("97 98 99");
    assertThat(line.figures().played()).isGreaterThanOrEqualTo(98);
  }

  @Test
  void aSenderWhoseClockStandsStillInItsPauseIsFollowed() {
    Line line = new Line().steady(0, 50, 0);
    for (int i = 50; i < 150; i++) {
      line.sound(i, i, i * 20 + 5000);
    }
    line.play(0, 300);
    assertThat(line.play(6000, 102)).endsWith("147 148 149");
    assertThat(line.figures().played()).isEqualTo(150);
  }

  @Test
  void aPauseOfTheSenderIsNoLoss() {
    Line line = new Line().steady(0, 3, 0).spurt(3, 20, 400).sound(4, 21, 420);
    assertThat(line.play(0, 12)).isEqualTo(". . 0 1 2 - - - - - . .");
    assertThat(line.play(240, 14)).isEqualTo(". . . . . . . . . . 3 4 - -");
    assertThat(line.figures().lost()).isZero();
  }

  /** RFC 3389 §4. */
  @Test
  void afterComfortNoiseNothingIsMadeUp() {
    Line line = new Line().steady(0, 3, 0).noise(3, 3, 60).spurt(4, 10, 200).sound(5, 11, 220);
    assertThat(line.play(0, 14)).isEqualTo(". . 0 1 2 n3 . . . . . . 4 5");
    assertThat(line.figures().madeUp()).isZero();
  }

  @Test
  void theDelayIsRightAgainAfterAPause() {
    Line line = new Line().steady(0, 3, 0).noise(3, 3, 60);
    line.play(0, 10);
    for (int i = 4; i < 10; i++) {
      line.sound(i, 100 + i, (100 + i) * 20 - 15);
    }
    // Played 40 ms after the fastest, which these are by 15 ms.
    assertThat(line.play(2070, 8)).isEqualTo(". . 4 5 6 7 8 9");
  }

  @Test
  void eventsKeepTheirNumbersAndAreNeitherPlayedNorLost() {
    Line line = new Line().steady(0, 3, 0);
    for (int i = 3; i < 9; i++) {
      line.event(i, 3, i * 20);
    }
    line.spurt(9, 9, 180).sound(10, 10, 200);
    assertThat(line.play(0, 13)).isEqualTo(". . 0 1 2 . . . . . . 9 10");
    assertThat(line.figures().lost()).isZero();
    assertThat(line.figures().events()).isEqualTo(6);
  }

  @Test
  void whenNothingComesInventionEndsAfter100Ms() {
    Line line = new Line().steady(0, 3, 0);
    assertThat(line.play(0, 12)).isEqualTo(". . 0 1 2 - - - - - . .");
  }

  @Test
  void whatComesAfterAnOutageIsPlayed() {
    Line line = new Line().steady(0, 3, 0).steady(40, 44, 0);
    assertThat(line.play(0, 46)).endsWith(". . 40 41 42 43");
    assertThat(line.figures().lost()).isEqualTo(37);
  }

  @Test
  void theDelayGrowsWithTheJitter() {
    Line line = new Line();
    for (int i = 0; i < 500; i++) {
      line.sound(i, i, i * 20 + (i % 5 == 4 ? 95 : 0));
    }
    line.play(0, 520);
    assertThat(line.figures().targetMs()).isBetween(90, 130);
    assertThat(line.figures().late()).isLessThan(6);
  }

  @Test
  void theDelayStaysWithinItsBounds() {
    Line line = new Line(new JitterSettings(60, 120), 20);
    for (int i = 0; i < 500; i++) {
      line.sound(i, i, i * 20 + (i % 5 == 4 ? 290 : 0));
    }
    line.play(0, 400);
    assertThat(line.figures().targetMs()).isEqualTo(120);
    Line calm = new Line(new JitterSettings(60, 120), 20).steady(0, 100, 0);
    assertThat(calm.play(0, 6)).isEqualTo(". . . 0 1 2");
  }

  @Test
  void theDelayShrinksAgainInAQuietMoment() {
    Line line = new Line().quiet();
    for (int i = 0; i < 300; i++) {
      line.sound(i, i, i * 20 + (i % 5 == 4 ? 95 : 0));
    }
    line.steady(300, 3000, 0);
    line.play(0, 2900);
    JitterFigures after = line.buffer.figures(2899 * 20 * 1_000_000L);
    assertThat(after.targetMs()).isEqualTo(40);
    assertThat(after.delayMs()).isLessThanOrEqualTo(60);
    assertThat(after.leftOut()).isBetween(1L, 8L);
  }

  @Test
  void whereSoundWasLeftOutIsSaid() {
    Line line = new Line(new JitterSettings(0, 0), 20).steady(0, 6, 0);
    assertThat(line.play(1, 1)).isEqualTo("0");
    assertThat(line.buffer.skipped()).isFalse();
    assertThat(line.play(81, 1)).isEqualTo("4");
    assertThat(line.buffer.skipped()).isTrue();
    assertThat(line.play(101, 1)).isEqualTo("5");
    assertThat(line.buffer.skipped()).isFalse();
  }

  @Test
  void aRouteThatBecomesLongerCostsFewPackets() {
    Line line = new Line().steady(0, 100, 0).steady(100, 300, 80);
    line.play(0, 300);
    assertThat(line.figures().late()).isLessThanOrEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-300e-6, -50e-6, 50e-6, 300e-6})
  void clocksThatDriftApartAreFollowedForAnHour(double drift) {
    Line line = new Line().quiet();
    int packets = 180_000;
    for (int i = 0; i < packets; i++) {
      line.sound(i, i, i * 20 * (1 + drift));
    }
    line.play(0, (int) ((packets - 100) * (1 + drift)));
    JitterFigures f = line.buffer.figures((long) ((packets - 101) * (1 + drift)) * 20_000_000L);
    assertThat(f.delayMs()).isBetween(15, 85);
    assertThat(f.late()).isLessThan(5);
    assertThat(f.restarts()).isZero();
    long corrections = Math.round(Math.abs(drift) * packets);
    assertThat(f.leftOut() + f.madeUp()).isBetween(corrections - 3, corrections + 5);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 30, 40, 60})
  void otherPacketLengthsArePlayedToo(int ms) {
    Line line = new Line(JitterSettings.DEFAULT, ms).steady(0, 50, 0);
    assertThat(line.play(0, 45)).matches("(\\. )+0 1 2 3 4 5 .*");
    assertThat(line.figures().madeUp()).isZero();
    assertThat(line.figures().targetMs()).isEqualTo(40);
  }

  /** Two takes at once each 20 ms, as a leg does it whose phone sends packets of 10 ms. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, 5, 8, 11, 14, 17, 19})
  void shortPacketsTakenInPairsAreNotCorrectedForEver(int phase) {
    JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT, 8000, 10);
    Packet packet = new Packet();
    for (int i = 0; i < 2000; i++) {
      packet.beginRtp(0, i, i * 80, 1, 80);
      buffer.put(packet, Content.SOUND, 80, i * 10_000_000L);
      if (i % 2 == 0) {
        buffer.take(i * 10_000_000L + phase * 500_000L, true);
        buffer.take(i * 10_000_000L + phase * 500_000L, true);
      }
    }
    JitterFigures figures = buffer.figures(20_000_000_000L);
    assertThat(figures.leftOut() + figures.madeUp()).isLessThanOrEqualTo(2);
  }

  @Test
  void whenNobodyTakesTheOldestGo() {
    Line line = new Line().steady(0, 1000, 0);
    line.play(20_000, 1);
    assertThat(line.figures().held()).isLessThanOrEqualTo(JitterBuffer.CAPACITY);
    assertThat(line.figures().leftOut()).isGreaterThan(900);
    assertThat(line.arrivals).containsOnly(Arrival.STORED);
  }

  @Test
  void moreThanTheLongestDelayIsNeverHeld() {
    Line line = new Line().steady(0, 50, 0);
    line.play(0, 20);
    line.steady(50, 100, 0);
    line.play(1300, 3);
    assertThat(line.buffer.figures(1_340_000_000L).delayMs()).isLessThanOrEqualTo(220);
  }

  @Test
  void aPayloadThatIsTooLongIsRefused() {
    Packet packet = new Packet();
    packet.beginRtp(0, 1, 1, 1, JitterBuffer.MAX_PAYLOAD + 1);
    JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT, 8000, 20);
    assertThat(buffer.put(packet, Content.SOUND, 160, 0)).isEqualTo(Arrival.TOO_LONG);
  }

  @Test
  void settingsOutsideTheirRangeAreRefused() {
    assertThatThrownBy(() -> new JitterSettings(50, 40))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new JitterSettings(0, 2000))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(JitterSettings.DEFAULT).isEqualTo(new JitterSettings(40, 200));
  }

  @Test
  void nothingIsAllocatedPerPacket() {
    JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT, 8000, 20);
    Packet packet = new Packet();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = 0;
    for (int round = 0; round < 3; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 20_000; i++) {
        int n = round * 20_000 + i;
        packet.beginRtp(0, n & 0xffff, n * 160, 1, 160);
        buffer.put(packet, Content.SOUND, 160, n * 20_000_000L);
        Playout playout = buffer.take(n * 20_000_000L + 1, false);
        assertNotNull(playout);
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isLessThan(4096);
  }

  private static void assertNotNull(Object o) {
    if (o == null) {
      throw new AssertionError(List.of());
    }
  }

  /** RFC 3550 §5.1: nothing bounds what a sender writes there. */
  @Test
  void timestampsThatLeapForeverDisturbNobodyElse() {
    Line line = new Line();
    for (int i = 0; i < 40_000; i++) {
      line.add(i, i * 0x7fffffff, i * 20, false, Content.SOUND);
    }
    line.play(0, 40_000);
    assertThat(line.steady(40_000, 40_020, 0).play(40_000 * 20, 20)).endsWith("40016 40017");
  }

  @Test
  void timestampsThatLeapByLessThanAMinuteDisturbNobodyElse() {
    Line line = new Line();
    for (int i = 0; i < 40_000; i++) {
      line.add(i, i * 59 * 8000, i * 20, false, Content.SOUND);
    }
    line.play(0, 40_000);
    assertThat(line.steady(40_000, 40_020, 0).play(40_000 * 20, 20)).endsWith("40016 40017");
  }

  @Test
  void anEventWithATimeOfItsOwnLeavesTheSoundAlone() {
    Line line = new Line().steady(0, 4, 0).event(4, 5_000_000, 80);
    for (int i = 5; i < 8; i++) {
      line.sound(i, i, i * 20);
    }
    assertThat(line.play(0, 10)).isEqualTo(". . 0 1 2 3 . 5 6 7");
    assertThat(line.figures().restarts()).isZero();
  }
}
