package org.belfry.media.codec.spandsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.belfry.media.codec.G711;
import org.belfry.media.codec.LibraryMissing;
import org.belfry.media.dtmf.Digit;
import org.belfry.media.dtmf.DtmfEvent;
import org.belfry.media.dtmf.DtmfEvent.Pressed;
import org.belfry.media.dtmf.ToneSender;
import org.belfry.media.play.Tone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ITU-T Q.23 and Q.24. */
class SpandspToneReceiverTest {
  private SpandspToneReceiver receiver;
  private final ToneSender sender = new ToneSender(8000);
  private final List<DtmfEvent> heard = new ArrayList<>();

  @BeforeEach
  void open() throws LibraryMissing {
    receiver = new SpandspToneReceiver(Spandsp.load());
  }

  @AfterEach
  void close() {
    receiver.close();
    receiver.close();
  }

  @Test
  void everyDigitThatIsSentIsHeard() {
    for (Digit digit : Digit.values()) {
      assertThat(sender.send(digit, 80)).isTrue();
    }
    listen(130);
    assertThat(presses()).isEqualTo("0123456789*#ABCD");
    assertThat(heard).hasSize(32);
  }

  @Test
  void aHeldKeyIsOnePressOfItsLength() {
    sender.send(Digit.SEVEN, 1000);
    listen(70);
    assertThat(heard).hasSize(2);
    assertThat(((DtmfEvent.Released) heard.get(1)).held().toMillis()).isBetween(940L, 1060L);
  }

  @Test
  void theSameKeyTwiceIsTwoPresses() {
    sender.send(Digit.SEVEN, 80);
    sender.send(Digit.SEVEN, 80);
    listen(25);
    assertThat(presses()).isEqualTo("77");
  }

  @Test
  void aLossInAHeldKeyIsNoSecondPress() {
    sender.send(Digit.SEVEN, 1000);
    listen(20);
    sender.fill(new short[160], 0, 160);
    receiver.lost(160);
    listen(50);
    assertThat(presses()).isEqualTo("7");
  }

  @Test
  void silenceNoiseAndSingleTonesAreNoDigits() {
    Random random = new Random(4);
    short[] noise = new short[16_000];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (short) (random.nextGaussian() * 3000);
    }
    for (short[] pcm :
        List.of(
            new short[8000],
            noise,
            Tone.sine(770, 8000, 8000, 0.5),
            Tone.sine(425, 8000, 8000, 0.5))) {
      for (int from = 0; from < pcm.length; from += 160) {
        heard.addAll(receiver.on(pcm, from, 160));
      }
    }
    assertThat(heard).isEmpty();
  }

  private void listen(int frames) {
    byte[] wire = new byte[160];
    short[] pcm = new short[160];
    for (int i = 0; i < frames; i++) {
      java.util.Arrays.fill(pcm, (short) 0);
      sender.fill(pcm, 0, 160);
      G711.MU_LAW.encode(pcm, 0, wire, 0, 160);
      G711.MU_LAW.decode(wire, 0, pcm, 0, 160);
      heard.addAll(receiver.on(pcm, 0, 160));
    }
  }

  private String presses() {
    StringBuilder digits = new StringBuilder();
    for (DtmfEvent event : heard) {
      if (event instanceof Pressed pressed) {
        digits.append(pressed.digit().symbol());
      }
    }
    return digits.toString();
  }
}
