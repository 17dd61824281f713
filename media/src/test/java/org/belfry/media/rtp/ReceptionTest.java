package org.belfry.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.media.rtp.Reception.Arrival;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3550 §6.4.1, §A.1, §A.3, §A.8. */
class ReceptionTest {
  private static final long MILLI = 1_000_000;
  private final Reception reception = new Reception();
  private final Packet packet = new Packet();
  private long now;

  @ParameterizedTest
  @CsvSource({
    "'1 2 3', 'FIRST NEXT NEXT', 3, 0",
    "'1 3 2', 'FIRST NEXT LATE', 3, 0",
    "'1 4', 'FIRST NEXT', 4, 2",
    "'1 2 2', 'FIRST NEXT DUPLICATE', 2, 0",
    "'65535 0 1', 'FIRST NEXT NEXT', 65537, 0",
    "'0 65535 1', 'FIRST LATE NEXT', 1, 0",
    "'65534 1 65535 0', 'FIRST NEXT LATE LATE', 65537, 0",
    "'1 2001', 'FIRST NEXT', 2001, 1999",
    "'1 40000 2', 'FIRST STRAY NEXT', 2, 0",
    "'1 40000 40001 40002', 'FIRST STRAY FIRST NEXT', 40002, 0",
    "'100 1', 'FIRST DUPLICATE', 100, 0",
    "'100 40', 'FIRST LATE', 100, 59",
    "'100 36', 'FIRST DUPLICATE', 100, 0"
  })
  void sequencesAreUnwrapped(String numbers, String arrivals, int highest, int lost) {
    StringBuilder seen = new StringBuilder();
    for (String number : numbers.split(" ")) {
      seen.append(arrive(Integer.parseInt(number), 7)).append(' ');
    }
    assertThat(seen.toString().trim()).isEqualTo(arrivals);
    assertThat(reception.extendedHighest()).isEqualTo(highest);
    assertThat(reception.lost()).isEqualTo(lost);
  }

  @Test
  void aNewSourceBeginsAnewAndTheSumsGoOn() {
    arrive(10, 7);
    arrive(12, 7);
    assertThat(arrive(50000, 8)).isEqualTo(Arrival.FIRST);
    arrive(50001, 8);
    assertThat(reception.ssrc()).isEqualTo(8);
    assertThat(reception.received()).isEqualTo(4);
    assertThat(reception.expected()).isEqualTo(5);
    assertThat(reception.lost()).isEqualTo(1);
  }

  @Test
  void theLostShareIsThatOfTheInterval() {
    for (int i = 0; i < 10; i++) {
      arrive(i, 7);
    }
    reception.endInterval();
    assertThat(reception.fractionLost()).isZero();
    arrive(13, 7);
    reception.endInterval();
    assertThat(reception.intervalExpected()).isEqualTo(4);
    assertThat(reception.intervalLost()).isEqualTo(3);
    assertThat(reception.fractionLost()).isEqualTo(192);
    reception.endInterval();
    assertThat(reception.fractionLost()).isZero();
  }

  @Test
  void duplicatesDoNotMakeTheLossNegative() {
    arrive(1, 7);
    arrive(1, 7);
    reception.endInterval();
    assertThat(reception.lost()).isZero();
    assertThat(reception.duplicates()).isEqualTo(1);
  }

  @Test
  void packetsAtTheirPaceHaveNoJitter() {
    for (int i = 0; i < 200; i++) {
      packetAt(i, i * 160, 20 * MILLI * i);
    }
    assertThat(reception.jitterMillis()).isZero();
  }

  @Test
  void jitterApproachesTheMeanDeviation() {
    for (int i = 0; i < 500; i++) {
      packetAt(i, i * 160, 20 * MILLI * i + (i % 2) * 5 * MILLI);
    }
    assertThat(reception.jitterMillis()).isBetween(4.5, 5.1);
    assertThat(reception.jitter()).isBetween(36, 41);
  }

  @Test
  void aJumpOfTheClockIsNotJitter() {
    for (int i = 0; i < 50; i++) {
      packetAt(i, i * 160, 20 * MILLI * i);
    }
    for (int i = 50; i < 100; i++) {
      packetAt(i, i * 160 + 1_000_000, 20 * MILLI * i);
    }
    assertThat(reception.jitterMillis()).isZero();
  }

  @Test
  void thePacketsOfOneEventAreNotMeasured() {
    for (int i = 0; i < 50; i++) {
      packetAt(i, 160, 20 * MILLI * i);
    }
    assertThat(reception.jitterMillis()).isZero();
  }

  private Arrival arrive(int sequence, int ssrc) {
    now += 20 * MILLI;
    packet.beginRtp(0, sequence, sequence * 160, ssrc, 160);
    return reception.arrived(packet, now, 8000);
  }

  private void packetAt(int sequence, int timestamp, long at) {
    packet.beginRtp(0, sequence, timestamp, 7, 160);
    reception.arrived(packet, at, 8000);
  }
}
