package org.belfry.media.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.belfry.media.dtmf.DtmfEvent.Pressed;
import org.belfry.media.dtmf.DtmfEvent.Released;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 4733 §2.5.2. */
class EventReceiverTest {
  private static final long MS = 1_000_000;
  private final EventReceiver receiver = new EventReceiver(8000);
  private final List<String> heard = new ArrayList<>();
  private long now;

  @Test
  void aPressOfManyPacketsIsOnePress() {
    press(5, 1000, 8);
    assertThat(heard).containsExactly("+5", "-5 160");
  }

  @Test
  void theSameKeyTwiceIsTwoPresses() {
    press(5, 1000, 8);
    press(5, 4000, 8);
    assertThat(heard).containsExactly("+5", "-5 160", "+5", "-5 160");
  }

  @Test
  void theEndAloneIsAPress() {
    packet(7, 1000, true, 800);
    packet(7, 1000, true, 800);
    assertThat(heard).containsExactly("+7", "-7 100");
  }

  @Test
  void whenTheEndIsLostTimeEndsThePress() {
    packet(1, 1000, false, 160);
    packet(1, 1000, false, 320);
    now += 199 * MS;
    tick();
    assertThat(heard).containsExactly("+1");
    now += MS;
    tick();
    assertThat(heard).containsExactly("+1", "-1 40");
    packet(1, 1000, true, 800);
    tick();
    assertThat(heard).as("and its late end is none").hasSize(2);
  }

  @Test
  void whenTheEndIsLostTheNextPressEndsIt() {
    packet(1, 1000, false, 160);
    packet(2, 3000, false, 160);
    packet(1, 1000, true, 800);
    assertThat(heard).containsExactly("+1", "-1 20", "+2");
  }

  @Test
  void packetsOfAPressMayComeInAnyOrder() {
    packet(3, 1000, false, 480);
    packet(3, 1000, false, 160);
    packet(3, 1000, true, 800);
    packet(3, 1000, false, 640);
    assertThat(heard).containsExactly("+3", "-3 100");
  }

  @Test
  void aPacketOfAnEarlierPressChangesNothing() {
    press(3, 5000, 4);
    packet(4, 1000, false, 160);
    assertThat(heard).containsExactly("+3", "-3 80");
  }

  @Test
  void afterHalfADayTheNextPressIsStillHeard() {
    press(3, 5000, 4);
    now += 13 * 3_600_000L * MS;
    press(4, 5000 + (int) (13 * 3600 * 48_000L), 4);
    assertThat(heard).containsExactly("+3", "-3 80", "+4", "-4 80");
  }

  @Test
  void aPressOf20SecondsInThreeSegmentsIsOnePress() {
    int timestamp = 1000;
    int duration = 0;
    for (int i = 0; i < 1000; i++) {
      duration += 160;
      if (duration > 0xffff) {
        packet(9, timestamp, false, 0xffff);
        timestamp += 0xffff;
        duration -= 0xffff;
      }
      packet(9, timestamp, i == 999, duration);
    }
    assertThat(heard).containsExactly("+9", "-9 20000");
  }

  @Test
  void timestampsWrapAround() {
    press(1, -400, 8);
    press(2, 3000, 8);
    assertThat(heard).containsExactly("+1", "-1 160", "+2", "-2 160");
  }

  @Test
  void severalEventsInOnePacketAreSeveralPresses() {
    byte[] two = {1, (byte) 0x8a, 3, 32, 2, (byte) 0x8a, 3, 32};
    receiver.on(1000, two, 0, 8, now).forEach(this::note);
    receiver.on(1000, two, 0, 8, now).forEach(this::note);
    assertThat(heard).containsExactly("+1", "-1 100", "+2", "-2 100");
  }

  @Test
  void eventsThatAreNoDigitsAreNotHeard() {
    packet(16, 1000, true, 800);
    packet(36, 2000, true, 800);
    assertThat(heard).isEmpty();
  }

  @Test
  void anotherStreamEndsThePressAndItsTimestampsCountAnew() {
    packet(1, 5_000_000, false, 160);
    receiver.restart().forEach(this::note);
    press(2, 1000, 4);
    assertThat(heard).containsExactly("+1", "-1 20", "+2", "-2 80");
  }

  @ParameterizedTest
  @EnumSource(Digit.class)
  void everyDigitHasItsCode(Digit digit) {
    packet(digit.event(), 1000, false, 160);
    assertThat(heard).containsExactly("+" + digit.symbol());
  }

  @Test
  void garbageNeverThrowsAndEveryPressIsReleased() {
    Random random = new Random(3);
    int down = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] payload = new byte[random.nextInt(12)];
      random.nextBytes(payload);
      if (payload.length > 0) {
        payload[0] &= 15;
      }
      now += random.nextInt(50) * MS;
      List<DtmfEvent> news =
          new ArrayList<>(receiver.on(random.nextInt(), payload, 0, payload.length, now));
      news.addAll(receiver.tick(now));
      for (DtmfEvent event : news) {
        down += event instanceof Pressed ? 1 : -1;
        assertThat(down).isBetween(0, 1);
        if (event instanceof Released released) {
          assertThat(released.held().isNegative()).isFalse();
        }
      }
    }
    assertThat(receiver.malformed()).isPositive();
  }

  @Test
  void whatTheSenderMakesTheReceiverHears() {
    EventSender sender = new EventSender(8000);
    sender.send(Digit.ONE, 100);
    sender.send(Digit.POUND, 100);
    sender.send(Digit.POUND, 20_000);
    byte[] payload = new byte[4];
    for (int i = 0; i < 1200; i++) {
      if (sender.step(i * 160, 20)) {
        sender.write(payload, 0);
        receiver.on(sender.timestamp(), payload, 0, 4, now).forEach(this::note);
      }
      now += 20 * MS;
      tick();
    }
    assertThat(heard).containsExactly("+1", "-1 100", "+#", "-# 100", "+#", "-# 20000");
  }

  private void press(int event, int timestamp, int packets) {
    for (int i = 1; i <= packets; i++) {
      packet(event, timestamp, i == packets, i * 160);
    }
    packet(event, timestamp, true, packets * 160);
    packet(event, timestamp, true, packets * 160);
  }

  private void packet(int event, int timestamp, boolean end, int duration) {
    byte[] payload = {
      99, (byte) event, (byte) (end ? 0x8a : 0x0a), (byte) (duration >> 8), (byte) duration
    };
    now += 20 * MS;
    receiver.on(timestamp, payload, 1, 4, now).forEach(this::note);
  }

  private void tick() {
    receiver.tick(now).forEach(this::note);
  }

  private void note(DtmfEvent event) {
    heard.add(
        switch (event) {
          case Pressed p -> "+" + p.digit().symbol();
          case Released r -> "-" + r.digit().symbol() + " " + r.held().toMillis();
        });
  }
}
