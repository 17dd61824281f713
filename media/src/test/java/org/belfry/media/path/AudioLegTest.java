package org.belfry.media.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.FormatParameters;
import org.belfry.media.codec.G711Codec;
import org.belfry.media.codec.LibraryMissing;
import org.belfry.media.codec.Sound;
import org.belfry.media.codec.spandsp.Spandsp;
import org.belfry.media.codec.spandsp.SpandspToneReceiver;
import org.belfry.media.dtmf.Digit;
import org.belfry.media.dtmf.DtmfEvent;
import org.belfry.media.jitter.JitterSettings;
import org.belfry.media.play.Tone;
import org.belfry.media.record.ToneLevel;
import org.belfry.media.rtp.Packet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two legs that talk to each other over a network in memory. */
class AudioLegTest {
  private static final long FRAME = 20_000_000;
  private static final Optional<EventFormat> EVENTS = Optional.of(new EventFormat(101, 8000));

  private final List<DtmfEvent> digits = new ArrayList<>();
  private final List<Packet> sent = new ArrayList<>();
  private final Deque<AudioLeg> open = new ArrayDeque<>();
  private long now = 5_000_000_000L;

  @AfterEach
  void close() {
    open.forEach(AudioLeg::close);
    open.forEach(AudioLeg::close);
  }

  @ParameterizedTest(name = "{0} ms in {1}, frames of {2} Hz")
  @CsvSource({
    "20, PCMU, 8000",
    "10, PCMA, 16000",
    "30, PCMU, 48000",
    "60, PCMA, 8000",
    "40, PCMU, 24000",
    "20, opus, 48000",
    "20, opus, 8000",
    "60, opus, 16000",
    "10, opus, 32000",
    "20, G722, 16000",
    "30, G722, 8000",
    "20, G722, 48000"
  })
  void aToneIsHeardOnTheOtherSide(int ptime, String name, int rate) throws Exception {
    Codec codec = codec(name);
    short[] heard =
        talk(leg(codec, ptime, EVENTS, rate), leg(codec, ptime, EVENTS, rate), rate, 100);
    short[] settled = Arrays.copyOfRange(heard, rate / 2, heard.length);
    assertThat(ToneLevel.decibels(settled, rate, 440)).isBetween(-7.5, -5.0);
    assertThat(Sound.largestStep(settled, 0, settled.length))
        .as("no click")
        .isLessThan((int) (16_384 * 2 * Math.PI * 440 / rate * 1.3) + 1500);
    assertThat(sent).hasSizeBetween(100 * 20 / ptime - 1, 100 * 20 / ptime);
  }

  @Test
  void packetsAreNumberedAndStamped() {
    AudioLeg leg = leg(G711Codec.PCMA, 20, EVENTS, 8000);
    for (int i = 0; i < 5; i++) {
      leg.silence(this::keep);
    }
    leg.skip(10);
    leg.silence(this::keep);
    Packet first = sent.getFirst();
    assertThat(first.marker()).isTrue();
    for (int i = 1; i < 6; i++) {
      Packet p = sent.get(i);
      assertThat(p.payloadType()).isEqualTo(8);
      assertThat(p.ssrc()).isEqualTo(leg.ssrc());
      assertThat(p.payloadLength()).isEqualTo(160);
      assertThat((short) (p.sequence() - first.sequence())).isEqualTo((short) i);
      assertThat(p.timestamp() - first.timestamp()).isEqualTo(i < 5 ? i * 160 : 15 * 160);
      assertThat(p.marker()).isEqualTo(i == 5);
    }
  }

  @Test
  void digitsGoAsEventsInPlaceOfTheSound() {
    AudioLeg from = leg(G711Codec.PCMA, 20, EVENTS, 8000);
    AudioLeg to = leg(G711Codec.PCMA, 20, EVENTS, 8000);
    talk(from, to, 8000, 10);
    from.sendDigit(Digit.FIVE, 100);
    from.sendDigit(Digit.POUND, 100);
    talk(from, to, 8000, 40);
    assertThat(digits).extracting(d -> d.digit().symbol()).containsExactly('5', '5', '#', '#');
    assertThat(sent.stream().filter(p -> p.payloadType() == 101)).hasSize(14);
    assertThat(to.jitter(now).lost()).isZero();
    assertThat(to.jitter(now).late()).isZero();
  }

  @Test
  void digitsGoAsTonesWhereNoEventsWereAgreedOn() throws LibraryMissing {
    AudioLeg from = leg(G711Codec.PCMU, 20, Optional.empty(), 16_000);
    AudioLeg to =
        keep(
            new AudioLeg(
                format(G711Codec.PCMU, 20, Optional.empty()),
                16_000,
                digits::add,
                new SpandspToneReceiver(Spandsp.load()),
                new Random(2)));
    from.sendDigit(Digit.FIVE, 100);
    from.press(Digit.D);
    from.release();
    talk(from, to, 16_000, 40);
    assertThat(digits).extracting(d -> d.digit().symbol()).containsExactly('5', '5', 'D', 'D');
  }

  @Test
  void aFewLossesAreHardlyHeard() {
    AudioLeg from = leg(G711Codec.PCMA, 20, EVENTS, 8000);
    AudioLeg to = leg(G711Codec.PCMA, 20, EVENTS, 8000);
    short[] heard = talk(from, to, 8000, 200, i -> i % 20 != 7);
    assertThat(to.jitter(now).lost()).isBetween(9L, 10L);
    short[] settled = Arrays.copyOfRange(heard, 4000, heard.length);
    assertThat(ToneLevel.decibels(settled, 8000, 440)).isBetween(-7.0, -5.5);
  }

  @Test
  void opusRecoversLossesByItsRedundancy() throws Exception {
    Codec opus = codec("opus");
    AudioLeg from = leg(opus, 20, EVENTS, 16_000);
    AudioLeg to = leg(opus, 20, EVENTS, 16_000);
    from.expectLoss(20);
    talk(from, to, 16_000, 200, i -> i % 20 != 7);
    assertThat(figure(to, "decoder", "recovered")).isGreaterThan(5);
  }

  /** 3 % lost, delays of 20 to 80 ms, clocks 200 ppm apart, for two minutes. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"PCMA, 8000", "G722, 16000", "opus, 16000"})
  void inBadWeatherAToneIsStillATone(String name, int rate) throws Exception {
    record Flying(long arrival, Packet packet) {}
    AudioLeg from = leg(codec(name), 20, EVENTS, rate);
    AudioLeg to = leg(codec(name), 20, EVENTS, rate);
    Random random = new Random(11);
    PriorityQueue<Flying> air = new PriorityQueue<>(Comparator.comparingLong(Flying::arrival));
    int n = rate / 50;
    short[] tone = Tone.sine(440, rate, rate, 0.5);
    short[] frame = new short[n];
    short[] second = new short[rate];
    double worst = 0;
    long speaks = now;
    for (int i = 0; i < 6000; i++) {
      for (; speaks <= now; speaks += FRAME * 10_002 / 10_000) {
        System.arraycopy(tone, (int) (speaks / FRAME % 50) * n, frame, 0, n);
        long delay = 20_000_000L + (long) (random.nextDouble() * 60_000_000);
        from.write(
            frame,
            packet -> {
              Packet copy = new Packet();
              copy.copyFrom(packet.bytes(), packet.offset(), packet.length());
              if (random.nextInt(100) >= 3) {
                air.add(new Flying(now + delay, copy));
              }
            });
      }
      while (!air.isEmpty() && air.element().arrival <= now) {
        to.put(air.remove().packet, now);
      }
      Arrays.fill(frame, (short) 0);
      to.take(frame, now);
      System.arraycopy(frame, 0, second, i % 50 * n, n);
      if (i % 50 == 49 && i > 200) {
        worst = Math.max(worst, Math.abs(20 * Math.log10(Sound.rms(second, 0, rate) / 11_585)));
      }
      now += FRAME;
    }
    assertThat(worst).as("dB from its level in the worst second").isLessThan(3);
    assertThat(to.jitter(now).late()).isLessThan(60);
    assertThat(to.jitter(now).delayMs()).isLessThan(130);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"PCMA, 8000", "G722, 16000", "opus, 48000", "opus, 8000", "PCMU, 48000"})
  void fromMouthToEarNoMoreThan80MsPassOnAQuietNetwork(String name, int rate) throws Exception {
    AudioLeg from = leg(codec(name), 20, EVENTS, rate);
    AudioLeg to = leg(codec(name), 20, EVENTS, rate);
    int n = rate / 50;
    short[] silence = new short[n];
    short[] burst = Tone.sine(1000, rate, n, 0.8);
    short[] heard = new short[n];
    int loudest = 0;
    int loudestAt = 0;
    for (int i = 0; i < 60; i++) {
      from.write(i == 50 ? burst : silence, packet -> to.put(packet, now));
      Arrays.fill(heard, (short) 0);
      to.take(heard, now);
      for (int k = 0; k < n; k++) {
        if (Math.abs(heard[k]) > loudest) {
          loudest = Math.abs(heard[k]);
          loudestAt = i * n + k;
        }
      }
      now += FRAME;
    }
    // The burst is loudest somewhere in its 20 ms; its own packet takes 20 ms to fill.
    double ms = (loudestAt - 50.0 * n) * 1000 / rate;
    assertThat(ms).isBetween(35.0, 80.0);
  }

  @Test
  void silenceIsSaidWithoutAFrame() {
    AudioLeg leg = leg(G711Codec.PCMA, 20, EVENTS, 8000);
    short[] frame = {1, 2, 3};
    assertThat(leg.take(frame, now)).isEqualTo(FrameSource.Got.SILENCE);
    assertThat(frame).containsExactly(1, 2, 3);
  }

  /** RFC 3389. */
  @Test
  void comfortNoiseSoundsUntilThereIsSoundAgain() {
    AudioLeg leg = leg(G711Codec.PCMA, 20, EVENTS, 8000);
    Packet packet = new Packet();
    packet.beginRtp(13, 1, 0, 7, 1);
    packet.bytes()[packet.payloadOffset()] = 50;
    leg.put(packet, now);
    short[] frame = new short[160];
    leg.take(frame, now + 2 * FRAME);
    for (int i = 3; i < 100; i++) {
      assertThat(leg.take(frame, now + i * FRAME)).isEqualTo(FrameSource.Got.SOUND);
    }
    assertThat(20 * Math.log10(Sound.rms(frame, 0, 160) / 32768)).isBetween(-53.0, -47.0);
  }

  /** RFC 3264 §8.3.2. */
  @Test
  void theCodecMayChangeFromPacketToPacket() throws Exception {
    Codec g722 = codec("G722");
    LegFormat both =
        new LegFormat(
            new LegFormat.Receiving(
                Map.of(8, G711Codec.PCMA, 9, g722, 0, G711Codec.PCMU),
                -1,
                Optional.empty(),
                JitterSettings.DEFAULT),
            format(G711Codec.PCMA, 20, Optional.empty()).sending());
    AudioLeg to = keep(new AudioLeg(both, 16_000, digits::add, null, new Random(1)));
    AudioLeg a = leg(G711Codec.PCMA, 20, Optional.empty(), 16_000);
    AudioLeg b = leg(g722, 20, Optional.empty(), 16_000);
    talk(a, to, 16_000, 50);
    short[] heard = talk(b, to, 16_000, 100);
    assertThat(ToneLevel.decibels(Arrays.copyOfRange(heard, 16_000, 32_000), 16_000, 440))
        .isBetween(-7.5, -5.0);
  }

  @Test
  void unknownTypesAndGarbageAreCounted() throws Exception {
    Random random = new Random(9);
    Codec opus = codec("opus");
    LegFormat format =
        new LegFormat(
            new LegFormat.Receiving(
                Map.of(8, G711Codec.PCMA, 9, codec("G722"), 96, opus),
                13,
                EVENTS,
                JitterSettings.DEFAULT),
            format(opus, 20, EVENTS).sending());
    AudioLeg leg =
        keep(
            new AudioLeg(
                format, 48_000, digits::add, new SpandspToneReceiver(Spandsp.load()), random));
    short[] frame = new short[960];
    int[] types = {8, 9, 96, 13, 101, 77};
    Packet packet = new Packet();
    for (int i = 0; i < 20_000; i++) {
      int length = random.nextInt(random.nextInt(10) == 0 ? 1900 : 200);
      int type = types[random.nextInt(types.length)];
      int sequence = random.nextInt(100) == 0 ? random.nextInt() : i;
      int timestamp = random.nextInt(100) == 0 ? random.nextInt() : i * 160;
      packet.beginRtp(type, sequence, timestamp, random.nextInt(500) == 0 ? i : 1, length);
      for (int k = 0; k < length; k++) {
        packet.bytes()[packet.payloadOffset() + k] = (byte) random.nextInt();
      }
      leg.put(packet, now);
      if (random.nextInt(3) > 0) {
        leg.take(frame, now);
        now += FRAME;
      }
    }
    assertThat(figure(leg, "decoder", "of unknown type")).isPositive();
    assertThat(figure(leg, "decoder", "unreadable")).isPositive();
  }

  @Test
  void readersOfSourcesAndWritersOfSinksHearAndSpeakToo() {
    AudioLeg from = leg(G711Codec.PCMA, 20, EVENTS, 16_000);
    AudioLeg to = leg(G711Codec.PCMA, 20, EVENTS, 16_000);
    FrameSink mouth = from.sink(packet -> to.put(packet, now));
    FrameSource ear = to.source(() -> now);
    assertThat(mouth.rate()).isEqualTo(16_000);
    assertThat(ear.rate()).isEqualTo(16_000);
    short[] frame = Tone.sine(500, 16_000, 320, 0.5);
    short[] heard = new short[320];
    FrameSource.Got got = FrameSource.Got.END;
    for (int i = 0; i < 10; i++) {
      mouth.write(frame);
      got = ear.read(heard);
      now += FRAME;
    }
    assertThat(got).isEqualTo(FrameSource.Got.SOUND);
    assertThat(Sound.peak(heard, 0, 320)).isGreaterThan(10_000);
    for (int i = 0; i < 10; i++) {
      mouth.silence();
      got = ear.read(heard);
      now += FRAME;
    }
    assertThat(Sound.peak(heard, 0, 320)).isLessThan(20);
  }

  @Test
  void theStagesAreInTheOrderOfTheSound() {
    AudioLeg leg = leg(G711Codec.PCMA, 20, EVENTS, 8000);
    assertThat(leg.stages(now))
        .extracting(Stage::name)
        .containsExactly("jitter buffer", "decoder", "encoder");
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 16_000})
  void nothingIsAllocatedPerFrame(int rate) {
    AudioLeg from = leg(G711Codec.PCMA, 20, EVENTS, rate);
    AudioLeg to = leg(G711Codec.PCMU, 20, EVENTS, rate);
    AudioLeg heard = leg(G711Codec.PCMA, 20, EVENTS, rate);
    short[] frame = Tone.sine(400, rate, rate / 50, 0.5);
    PacketSink listened = packet -> heard.put(packet, now);
    PacketSink nobody = packet -> {};
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = 0;
    for (int round = 0; round < 3; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        from.write(frame, listened);
        heard.take(frame, now);
        to.write(frame, nobody);
        now += FRAME;
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated / 10_000).as("bytes per frame").isZero();
  }

  private interface Network {
    boolean delivers(int packet);
  }

  private short[] talk(AudioLeg from, AudioLeg to, int rate, int frames) {
    return talk(from, to, rate, frames, i -> true);
  }

  private short[] talk(AudioLeg from, AudioLeg to, int rate, int frames, Network network) {
    int samples = rate / 50;
    short[] tone = Tone.sine(440, rate, samples * frames, 0.5);
    short[] heard = new short[tone.length];
    short[] frame = new short[samples];
    int[] count = {0};
    for (int i = 0; i < frames; i++) {
      System.arraycopy(tone, i * samples, frame, 0, samples);
      from.write(
          frame,
          packet -> {
            keep(packet);
            if (network.delivers(count[0]++)) {
              to.put(packet, now);
            }
          });
      Arrays.fill(frame, (short) 0);
      if (to.take(frame, now) == FrameSource.Got.SOUND) {
        System.arraycopy(frame, 0, heard, i * samples, samples);
      }
      now += FRAME;
    }
    return heard;
  }

  private void keep(Packet packet) {
    Packet copy = new Packet();
    copy.copyFrom(packet.bytes(), packet.offset(), packet.length());
    sent.add(copy);
  }

  private AudioLeg keep(AudioLeg leg) {
    open.add(leg);
    return leg;
  }

  private AudioLeg leg(Codec codec, int ptime, Optional<EventFormat> events, int rate) {
    return keep(
        new AudioLeg(
            format(codec, ptime, events), rate, digits::add, null, new Random(open.size())));
  }

  private static LegFormat format(Codec codec, int ptime, Optional<EventFormat> events) {
    int type = codec.format().staticPayloadType() < 0 ? 96 : codec.format().staticPayloadType();
    return LegFormat.of(codec, type, FormatParameters.of("useinbandfec=1"), ptime, events);
  }

  private static Codec codec(String name) throws LibraryMissing, IOException {
    return switch (name) {
      case "PCMA" -> G711Codec.PCMA;
      case "PCMU" -> G711Codec.PCMU;
      case "G722" -> Libraries.g722();
      default -> Libraries.opus();
    };
  }

  private long figure(AudioLeg leg, String stage, String name) {
    return leg.stages(now).stream()
        .filter(s -> s.name().equals(stage))
        .map(s -> ((Number) s.figures().get(name)).longValue())
        .findFirst()
        .orElseThrow();
  }
}
