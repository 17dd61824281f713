package org.belfry.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.belfry.media.play.Tone;
import org.junit.jupiter.api.Test;

/** What every codec keeps to, at each of its sample rates. */
public interface CodecContract {
  Codec codec();

  /** Signal over noise that a tone of 440 Hz keeps, in dB. */
  double toneSnr();

  @Test
  default void aToneComesOutAsItWentIn() {
    for (int rate : codec().sampleRates()) {
      short[] tone = Tone.sine(440, rate, rate, 0.4);
      assertThat(Sound.snr(tone, roundTrip(tone, rate, 20), rate / 2, rate / 4))
          .as("%d Hz", rate)
          .isGreaterThan(toneSnr());
    }
  }

  @Test
  default void everyPacketLengthCarriesTheTone() {
    int rate = codec().sampleRates().getLast();
    for (int ptime : codec().format().ptimes()) {
      short[] tone = Tone.sine(440, rate, rate / 1000 * ptime * (1200 / ptime), 0.4);
      short[] heard = roundTrip(tone, rate, ptime);
      assertThat(Sound.snr(tone, heard, rate / 2, rate / 4)).isGreaterThan(toneSnr() - 6);
    }
  }

  @Test
  default void silenceStaysSilence() {
    for (int rate : codec().sampleRates()) {
      short[] heard = roundTrip(new short[rate], rate, 20);
      assertThat(Sound.peak(heard, rate / 2, heard.length)).isLessThanOrEqualTo(16);
    }
  }

  @Test
  default void aLostFrameIsMadeUpAndLeavesNoTrace() {
    for (int rate : codec().sampleRates()) {
      int frame = rate / 50;
      short[] tone = Tone.sine(400, rate, rate, 0.4);
      List<byte[]> packets = encode(tone, rate, 20);
      short[] whole = decode(packets, rate, -1);
      short[] holed = decode(packets, rate, 30);
      int hole = 30 * frame;
      double before = Sound.rms(holed, hole - 2 * frame, hole);
      assertThat(Sound.rms(holed, hole, hole + frame))
          .as("loudness of the frame made up")
          .isBetween(before * 0.5, before * 1.3);
      assertThat(Sound.largestStep(holed, hole - frame, hole + 2 * frame))
          .as("no click")
          .isLessThan(3 * Sound.largestStep(holed, hole - 2 * frame, hole));
      assertThat(Sound.snr(whole, holed, hole + 10 * frame, 8 * frame))
          .as("healed after 200 ms")
          .isGreaterThan(20);
    }
  }

  @Test
  default void aLongLossFadesAway() {
    for (int rate : codec().sampleRates()) {
      int frame = rate / 50;
      short[] pcm = new short[Decoder.maxSamples(rate)];
      try (Decoder decoder = codec().decoder(rate)) {
        for (byte[] packet : encode(Tone.sine(400, rate, rate, 0.4), rate, 20)) {
          decoder.decode(packet, 0, packet.length, pcm, 0);
        }
        for (int i = 0; i < 50; i++) {
          decoder.conceal(frame, pcm, 0);
        }
      }
      assertThat(Sound.peak(pcm, 0, frame)).as("%d Hz", rate).isLessThan(600);
    }
  }

  @Test
  default void concealingBeforeAnythingWasHeardIsSilent() {
    for (int rate : codec().sampleRates()) {
      short[] pcm = new short[Decoder.maxSamples(rate)];
      try (Decoder decoder = codec().decoder(rate)) {
        decoder.conceal(rate / 50, pcm, 0);
      }
      assertThat(Sound.peak(pcm, 0, rate / 50)).isLessThanOrEqualTo(1);
    }
  }

  @Test
  default void garbageNeverThrowsNorWritesBeyondItsRoom() {
    Random random = new Random(7);
    int rate = codec().sampleRates().getFirst();
    short[] pcm = new short[Decoder.maxSamples(rate) + 10];
    try (Decoder decoder = codec().decoder(rate)) {
      for (int i = 0; i < 5000; i++) {
        byte[] garbage = new byte[random.nextInt(i % 10 == 0 ? 1500 : 200)];
        random.nextBytes(garbage);
        Arrays.fill(pcm, (short) 4711);
        int ticks = codec().ticks(garbage, 0, garbage.length);
        int samples =
            i % 7 == 3
                ? concealWith(decoder, garbage, rate / 50, pcm)
                : decoder.decode(garbage, 0, garbage.length, pcm, 5);
        assertThat(samples).isBetween(-1, rate / 1000 * Format.MAX_PTIME);
        assertThat(ticks).isBetween(-1, codec().format().clockRate() / 1000 * Format.MAX_PTIME);
        int end = 5 + Math.max(samples, 0);
        for (int k = 0; k < pcm.length; k++) {
          if ((k < 5 || k >= end) && pcm[k] != 4711) {
            throw new AssertionError("wrote at " + k + ", may write 5 to " + end);
          }
        }
      }
    }
  }

  private static int concealWith(Decoder decoder, byte[] next, int samples, short[] pcm) {
    decoder.recover(next, 0, next.length, samples, pcm, 5);
    return samples;
  }

  @Test
  default void emptyPayloadsAndTooLongOnesAreUnreadable() {
    assertThat(codec().ticks(new byte[0], 0, 0)).isEqualTo(Decoder.UNREADABLE);
    try (Decoder decoder = codec().decoder(codec().sampleRates().getFirst())) {
      short[] pcm = new short[decoder.maxSamples()];
      assertThat(decoder.decode(new byte[0], 0, 0, pcm, 0)).isEqualTo(Decoder.UNREADABLE);
      assertThat(decoder.decode(new byte[4000], 0, 4000, pcm, 0)).isEqualTo(Decoder.UNREADABLE);
    }
  }

  @Test
  default void ticksSayHowLongAPacketSounds() {
    for (int rate : codec().sampleRates()) {
      for (int ptime : codec().format().ptimes()) {
        byte[] packet = encode(new short[rate / 1000 * ptime], rate, ptime).getFirst();
        assertThat(codec().ticks(packet, 0, packet.length))
            .isEqualTo(codec().format().clockRate() / 1000 * ptime);
      }
    }
  }

  @Test
  default void closingTwiceIsFineAndUseAfterwardsIsOurFault() {
    int rate = codec().sampleRates().getFirst();
    Encoder encoder = codec().encoder(FormatParameters.NONE, rate);
    Decoder decoder = codec().decoder(rate);
    encoder.close();
    encoder.close();
    decoder.close();
    decoder.close();
    short[] pcm = new short[Decoder.maxSamples(48_000)];
    assertThatThrownBy(() -> encoder.encode(pcm, 0, rate / 50, new byte[2000], 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> decoder.decode(new byte[160], 0, 160, pcm, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> decoder.conceal(rate / 50, pcm, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  default void anotherRateIsRefused() {
    assertThatThrownBy(() -> codec().encoder(FormatParameters.NONE, 44_100))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> codec().decoder(11_025)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void streamsInParallelThreadsDoNotDisturbEachOther() throws Exception {
    int rate = codec().sampleRates().getFirst();
    List<Callable<byte[]>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(() -> Sound.join(encode(Tone.sine(440, rate, rate, 0.4), rate, 20)));
    }
    byte[] alone = tasks.getFirst().call();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var result : threads.invokeAll(tasks)) {
        assertThat(result.get()).isEqualTo(alone);
      }
    }
  }

  private short[] roundTrip(short[] pcm, int rate, int ptime) {
    return decode(encode(pcm, rate, ptime), rate, -1);
  }

  private List<byte[]> encode(short[] pcm, int rate, int ptime) {
    int samples = rate / 1000 * ptime;
    List<byte[]> packets = new ArrayList<>();
    try (Encoder encoder = codec().encoder(FormatParameters.NONE, rate)) {
      byte[] out = new byte[encoder.maxBytes(samples) + 3];
      for (int from = 0; from + samples <= pcm.length; from += samples) {
        int length = encoder.encode(pcm, from, samples, out, 3);
        packets.add(Arrays.copyOfRange(out, 3, 3 + length));
      }
    }
    return packets;
  }

  private short[] decode(List<byte[]> packets, int rate, int lost) {
    short[] out = new short[packets.size() * rate / 50 * 3 + Decoder.maxSamples(rate)];
    int at = 0;
    try (Decoder decoder = codec().decoder(rate)) {
      for (int i = 0; i < packets.size(); i++) {
        if (i == lost) {
          decoder.conceal(rate / 50, out, at);
          at += rate / 50;
        } else {
          at += decoder.decode(packets.get(i), 0, packets.get(i).length, out, at);
        }
      }
    }
    return Arrays.copyOf(out, at);
  }
}
