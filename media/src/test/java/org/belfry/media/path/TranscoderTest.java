package org.belfry.media.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.FormatParameters;
import org.belfry.media.codec.G711Codec;
import org.belfry.media.codec.spandsp.Spandsp;
import org.belfry.media.codec.spandsp.SpandspToneReceiver;
import org.belfry.media.dtmf.Digit;
import org.belfry.media.dtmf.DtmfEvent;
import org.belfry.media.dtmf.ToneReceiver;
import org.belfry.media.path.Transcoder.Side;
import org.belfry.media.play.Tone;
import org.belfry.media.record.ToneLevel;
import org.junit.jupiter.api.Test;

/** Two phones with nothing in common, and a transcoder between them. */
class TranscoderTest {
  private static final Optional<EventFormat> EVENTS = Optional.of(new EventFormat(101, 8000));
  private final List<DtmfEvent> digitsAtA = new ArrayList<>();
  private final List<DtmfEvent> digitsAtB = new ArrayList<>();
  private final List<DtmfEvent> digitsBetween = new ArrayList<>();
  private long now = 1_000_000_000L;

  @Test
  void bothHearEachOtherWhateverTheirCodecs() throws Exception {
    List<Codec> codecs =
        List.of(G711Codec.PCMU, G711Codec.PCMA, Libraries.g722(), Libraries.opus());
    for (Codec a : codecs) {
      for (Codec b : codecs) {
        call(format(a, EVENTS), format(b, EVENTS), null, null, 100, () -> {});
      }
    }
  }

  @Test
  void digitsGoThroughAsEvents() throws Exception {
    call(
        format(G711Codec.PCMU, EVENTS),
        format(Libraries.opus(), Optional.of(new EventFormat(110, 48_000))),
        null,
        null,
        150,
        () -> {
          phoneA.sendDigit(Digit.STAR, 200);
          phoneB.sendDigit(Digit.NINE, 100);
        });
    assertThat(symbols(digitsAtB)).isEqualTo("+*-*");
    assertThat(symbols(digitsAtA)).isEqualTo("+9-9");
    assertThat(digitsBetween).hasSize(4);
    long held = ((DtmfEvent.Released) digitsAtB.get(1)).held().toMillis();
    assertThat(held).isBetween(160L, 300L);
  }

  @Test
  void tonesBecomeEventsAndEventsTones() throws Exception {
    ToneReceiver tones = new SpandspToneReceiver(Spandsp.load());
    tonesAtA = new SpandspToneReceiver(Spandsp.load());
    call(
        format(G711Codec.PCMU, Optional.empty()),
        format(G711Codec.PCMA, EVENTS),
        tones,
        null,
        150,
        () -> {
          phoneA.sendDigit(Digit.STAR, 200);
          phoneB.sendDigit(Digit.NINE, 100);
        });
    assertThat(symbols(digitsAtB)).isEqualTo("+*-*");
    assertThat(symbols(digitsAtA)).isEqualTo("+9-9");
  }

  @Test
  void theRateIsTheLowerOfBoth() throws Exception {
    Codec opus = Libraries.opus();
    assertThat(Transcoder.rate(G711Codec.PCMA, opus)).isEqualTo(8000);
    assertThat(Transcoder.rate(opus, Libraries.g722())).isEqualTo(16_000);
    assertThat(Transcoder.rate(opus, opus)).isEqualTo(48_000);
  }

  private AudioLeg phoneA;
  private AudioLeg phoneB;
  private ToneReceiver tonesAtA;

  private void call(
      LegFormat a,
      LegFormat b,
      ToneReceiver tonesOfA,
      ToneReceiver tonesOfB,
      int frames,
      Runnable after20) {
    phoneA = new AudioLeg(a, 8000, digitsAtA::add, tonesAtA, new Random(1));
    phoneB = new AudioLeg(b, 8000, digitsAtB::add, null, new Random(2));
    short[] heardAtA = new short[160 * frames];
    short[] heardAtB = new short[160 * frames];
    try (Transcoder between =
        new Transcoder(
            a,
            b,
            packet -> phoneA.put(packet, now),
            packet -> phoneB.put(packet, now),
            tonesOfA,
            tonesOfB,
            digitsBetween::add,
            new Random(3))) {
      short[] high = Tone.sine(1100, 8000, 160 * frames, 0.3);
      short[] low = Tone.sine(500, 8000, 160 * frames, 0.3);
      for (int i = 0; i < frames; i++) {
        if (i == 20) {
          after20.run();
        }
        phoneA.write(
            Arrays.copyOfRange(high, i * 160, i * 160 + 160),
            packet -> between.put(Side.A, packet, now));
        phoneB.write(
            Arrays.copyOfRange(low, i * 160, i * 160 + 160),
            packet -> between.put(Side.B, packet, now));
        between.tick(now);
        listen(phoneA, heardAtA, i);
        listen(phoneB, heardAtB, i);
        now += 20_000_000;
      }
      assertThat(between.stages(now)).hasSize(6);
      between.close();
    }
    hears(heardAtB, 1100, 500);
    hears(heardAtA, 500, 1100);
    phoneA.close();
    phoneB.close();
  }

  private void listen(AudioLeg phone, short[] heard, int i) {
    short[] frame = new short[160];
    phone.take(frame, now);
    System.arraycopy(frame, 0, heard, i * 160, 160);
  }

  private static void hears(short[] pcm, int tone, int own) {
    short[] end = Arrays.copyOfRange(pcm, pcm.length - 6000, pcm.length);
    assertThat(ToneLevel.decibels(end, 8000, tone)).isBetween(-13.5, -9.0);
    assertThat(ToneLevel.decibels(end, 8000, own)).isLessThan(-45);
  }

  private static LegFormat format(Codec codec, Optional<EventFormat> events) {
    int type = codec.format().staticPayloadType() < 0 ? 96 : codec.format().staticPayloadType();
    return LegFormat.of(codec, type, FormatParameters.of("useinbandfec=1"), 20, events);
  }

  private static String symbols(List<DtmfEvent> events) {
    StringBuilder all = new StringBuilder();
    for (DtmfEvent event : events) {
      all.append(event instanceof DtmfEvent.Pressed ? '+' : '-').append(event.digit().symbol());
    }
    return all.toString();
  }
}
