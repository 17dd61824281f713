package org.belfry.media.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.media.rtp.Packet;
import org.junit.jupiter.api.Test;

/** RFC 3550 §5.1, §7.1: the receiver hears one stream, whoever speaks. */
class ContinuityTest {
  private static final long MILLI = 1_000_000;
  private final Continuity stream = new Continuity(99, 1000, 50_000);
  private final Packet packet = new Packet();
  private final Object alice = new Object();
  private final Object music = new Object();

  @Test
  void theFirstPacketBeginsWhereWeWant() {
    assertThat(send(alice, 7, 300, 7000, 0)).isTrue();
    assertThat(out()).isEqualTo("99 1000 50000 0");
    assertThat(send(alice, 7, 301, 7160, 20)).isTrue();
    assertThat(out()).isEqualTo("99 1001 50160 0");
  }

  @Test
  void gapsStayVisible() {
    send(alice, 7, 300, 7000, 0);
    send(alice, 7, 303, 7480, 60);
    assertThat(out()).isEqualTo("99 1003 50480 0");
    send(alice, 7, 302, 7320, 61);
    assertThat(out()).isEqualTo("99 1002 50320 0");
    send(alice, 7, 304, 7640, 80);
    assertThat(out()).isEqualTo("99 1004 50640 0");
  }

  @Test
  void anotherSourceGoesOnWhereTheFirstStopped() {
    send(music, 5, 65535, 1, 0);
    send(music, 5, 0, 161, 20);
    send(alice, 7, 300, 900_000, 520);
    assertThat(out()).isEqualTo("99 1002 54160 128");
    send(alice, 7, 301, 900_160, 540);
    assertThat(out()).isEqualTo("99 1003 54320 0");
    send(music, 5, 26, 8000, 560);
    assertThat(out()).isEqualTo("99 1004 54480 128");
  }

  @Test
  void aNewSsrcOfTheSameSourceIsASwitch() {
    send(alice, 7, 300, 7000, 0);
    send(alice, 8, 20, 0, 20);
    assertThat(out()).isEqualTo("99 1001 50160 128");
  }

  @Test
  void aSwitchWithinOneFrameStillMovesTheTimestampOn() {
    send(alice, 7, 300, 7000, 0);
    send(music, 5, 1, 1, 1);
    assertThat(out()).isEqualTo("99 1001 50160 128");
  }

  @Test
  void numbersThatJumpAreASwitch() {
    send(alice, 7, 300, 7000, 0);
    send(alice, 7, 40_000, 7160, 20);
    assertThat(out()).isEqualTo("99 1001 50160 128");
    send(alice, 7, 20, 7320, 40);
    assertThat(out()).isEqualTo("99 1002 50320 128");
  }

  @Test
  void whatBelongsBeforeTheSwitchIsTooLate() {
    send(music, 5, 1, 1, 0);
    send(alice, 7, 300, 7000, 20);
    assertThat(send(alice, 7, 299, 6840, 21)).isFalse();
    send(alice, 7, 302, 7320, 60);
    assertThat(send(alice, 7, 301, 7160, 61)).isTrue();
    assertThat(out()).isEqualTo("99 1002 50320 0");
  }

  @Test
  void numbersWrap() {
    Continuity late = new Continuity(99, 65535, -1);
    packet.beginRtp(0, 10, 0, 7, 0);
    late.rewrite(packet, alice, 0, 8000);
    packet.beginRtp(0, 11, 160, 7, 0);
    late.rewrite(packet, alice, 20 * MILLI, 8000);
    assertThat(out()).isEqualTo("99 0 159 0");
  }

  @Test
  void theTimestampOfNowRunsOn() {
    send(alice, 7, 300, 7000, 0);
    assertThat(stream.timestampAt(1000 * MILLI)).isEqualTo(58_000);
    assertThat(stream.hears(alice, 7)).isTrue();
    assertThat(stream.hears(music, 7)).isFalse();
    assertThat(stream.timestampOf(7160)).isEqualTo(50_160);
  }

  private boolean send(Object from, int ssrc, int sequence, int timestamp, long millis) {
    packet.beginRtp(0, sequence, timestamp, ssrc, 0);
    return stream.rewrite(packet, from, millis * MILLI, 8000);
  }

  private String out() {
    return packet.ssrc()
        + " "
        + packet.sequence()
        + " "
        + packet.timestamp()
        + " "
        + (packet.marker() ? 128 : 0);
  }
}
