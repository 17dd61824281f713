package org.belfry.media.dtmf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 4733 §2.5.1. Each step: timestamp, M for the marker, event, E for the end, duration. */
class EventSenderTest {
  private final EventSender sender = new EventSender(8000);
  private int clock = 5000;

  @Test
  void aDigitHasOneTimestampAMarkerAndThreeEnds() {
    sender.send(Digit.FIVE, 100);
    assertThat(steps(9, 20))
        .containsExactly(
            "5000 M 5 160",
            "5000 5 320",
            "5000 5 480",
            "5000 5 640",
            "5000 5 E800",
            "5000 5 E800",
            "5000 5 E800",
            "sound",
            "sound");
  }

  @Test
  void theNextDigitWaitsForAPause() {
    sender.send(Digit.ONE, 60);
    sender.send(Digit.TWO, 60);
    assertThat(steps(10, 20))
        .containsExactly(
            "5000 M 1 160",
            "5000 1 320",
            "5000 1 E480",
            "5000 1 E480",
            "5000 1 E480",
            "sound",
            "sound",
            "sound",
            "6280 M 2 160",
            "6280 2 320");
    assertThat(sender.busy()).isTrue();
  }

  @Test
  void anOpenPressLastsUntilItsRelease() {
    sender.press(Digit.STAR);
    assertThat(steps(10, 20).getLast()).isEqualTo("5000 10 1600");
    sender.release();
    assertThat(steps(4, 20))
        .containsExactly("5000 10 E1760", "5000 10 E1760", "5000 10 E1760", "sound");
    assertThat(sender.busy()).isFalse();
  }

  @Test
  void aShortPressIsMadeLongEnough() {
    sender.press(Digit.A);
    sender.release();
    assertThat(steps(3, 20).getLast()).isEqualTo("5000 12 E480");
  }

  @Test
  void aPressThatNobodyReleasesEnds() {
    sender.press(Digit.ZERO);
    assertThat(steps(1503, 20).getLast()).isEqualTo("sound");
  }

  @Test
  void anotherPressEndsTheOneBefore() {
    sender.press(Digit.ONE);
    steps(5, 20);
    sender.press(Digit.TWO);
    assertThat(steps(10, 20)).contains("5000 1 E960").last().asString().contains(" 2 ");
  }

  @Test
  void aLongPressGoesOnInAnotherSegment() {
    sender.send(Digit.ONE, 9000);
    List<String> steps = steps(460, 20);
    assertThat(steps.get(409)).isEqualTo("5000 1 65535");
    assertThat(steps.get(410)).isEqualTo("70535 1 225");
    assertThat(steps.get(449)).isEqualTo("70535 1 E" + (72_000 - 65_535));
  }

  @Test
  void longPacketsCarryWholeDigits() {
    sender.send(Digit.ONE, 60);
    assertThat(steps(4, 60))
        .containsExactly("5000 M 1 E480", "5000 1 E480", "5000 1 E480", "sound");
  }

  @Test
  void tooManyDigitsAreRefused() {
    for (int i = 0; i < EventSender.MAX_WAITING; i++) {
      assertThat(sender.send(Digit.ONE, 100)).isTrue();
    }
    assertThat(sender.send(Digit.ONE, 100)).isFalse();
    assertThat(sender.press(Digit.ONE)).isFalse();
  }

  @Test
  void nothingIsWrittenBeforeThereIsSomething() {
    assertThat(steps(2, 20)).containsExactly("sound", "sound");
    assertThatThrownBy(() -> sender.write(new byte[4], 0))
        .isInstanceOf(IllegalStateException.class);
  }

  private List<String> steps(int count, int ms) {
    List<String> steps = new ArrayList<>();
    byte[] payload = new byte[5];
    for (int i = 0; i < count; i++) {
      boolean event = sender.step(clock, ms);
      clock += ms * 8;
      if (event) {
        sender.write(payload, 1);
        assertThat(payload[2] & 0x40).as("reserved").isZero();
        steps.add(
            "%d %s%d %s%d"
                .formatted(
                    sender.timestamp(),
                    sender.marker() ? "M " : "",
                    payload[1],
                    (payload[2] & 0x80) != 0 ? "E" : "",
                    (payload[3] & 0xff) << 8 | payload[4] & 0xff));
      } else {
        steps.add("sound");
      }
    }
    return steps;
  }
}
