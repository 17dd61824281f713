package org.belfry.media.codec.opus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.CodecContract;
import org.belfry.media.codec.Decoder;
import org.belfry.media.codec.Encoder;
import org.belfry.media.codec.FormatParameters;
import org.belfry.media.codec.LibraryMissing;
import org.belfry.media.codec.Sound;
import org.belfry.media.play.Tone;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpusCodecTest implements CodecContract {
  @TempDir static Path directory;
  private static OpusCodec opus;

  @BeforeAll
  static void load() throws LibraryMissing {
    opus = new OpusCodec(LibOpus.load(directory));
  }

  @Override
  public Codec codec() {
    return opus;
  }

  @Override
  public double toneSnr() {
    return 18;
  }

  @Test
  void nothingIsLeftOfTheUnpackedFile() throws Exception {
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsNamed() {
    assertThatThrownBy(() -> LibOpus.load(directory.resolve("nowhere")))
        .isInstanceOf(LibraryMissing.class)
        .hasMessageContaining("nowhere");
  }

  /** RFC 6716 §3.1 and §3.2. */
  @ParameterizedTest(name = "{0} lasts {1} ms")
  @CsvSource({
    "00, 10",
    "08, 20",
    "10, 40",
    "18, 60", // SILK, narrow
    "60, 10",
    "68, 20", // hybrid
    "80, 2.5",
    "88, 5",
    "90, 10",
    "98, 20", // CELT
    "0900, 40",
    "1A00, 120",
    "0B01, 20",
    "0B06, 120",
    "9B3F, -1",
    "0B07, -1",
    "0B00, -1",
    "0B, -1"
  })
  void theFirstOctetsSayHowLongItLasts(String hex, double ms) {
    byte[] payload = HexFormat.of().parseHex(hex);
    int ticks = ms < 0 ? Decoder.UNREADABLE : (int) (ms * 48);
    assertThat(opus.ticks(payload, 0, payload.length)).isEqualTo(ticks);
  }

  /** RFC 6716 §2.1.7 and RFC 7587 §3.3. */
  @Test
  void redundancyBringsALostFrameBackWhereTheReceiverAskedForIt() {
    List<byte[]> armed = encode(sweep(), "useinbandfec=1");
    int recoverable = 0;
    double recovered = 0;
    double madeUp = 0;
    for (int lost = 5; lost + 1 < armed.size(); lost++) {
      OptionalDouble near = lostFrameSnr(armed, lost, true);
      if (near.isPresent()) {
        recoverable++;
        recovered += near.getAsDouble();
        madeUp += lostFrameSnr(armed, lost, false).orElseThrow();
      }
    }
    assertThat(recoverable).isGreaterThan(armed.size() / 4);
    assertThat(recovered / recoverable).isGreaterThan(madeUp / recoverable + 3);
    for (byte[] packet : encode(sweep(), "")) {
      try (Decoder decoder = opus.decoder(16_000)) {
        assertThat(decoder.recover(packet, 0, packet.length, 320, new short[320], 0)).isFalse();
      }
    }
  }

  /** A voice of sorts: four syllables a second, gliding. Redundancy is for speech only. */
  private static short[] sweep() {
    short[] pcm = new short[16_000];
    double phase = 0;
    for (int i = 0; i < pcm.length; i++) {
      phase += 2 * Math.PI * (200 + 50 * Math.sin(i / 1500.0)) / 16_000;
      double syllable = Math.max(0, Math.sin(2 * Math.PI * 4 * i / 16_000));
      pcm[i] = (short) (syllable * (9000 * Math.sin(phase) + 3000 * Math.sin(2 * phase)));
    }
    return pcm;
  }

  private static List<byte[]> encode(short[] pcm, String fmtp) {
    List<byte[]> packets = new ArrayList<>();
    try (Encoder encoder = opus.encoder(FormatParameters.of(fmtp), 16_000)) {
      encoder.expectLoss(25);
      byte[] out = new byte[encoder.maxBytes(320)];
      for (int from = 0; from + 320 <= pcm.length; from += 320) {
        packets.add(Arrays.copyOf(out, encoder.encode(pcm, from, 320, out, 0)));
      }
    }
    return packets;
  }

  /**
   * How near the lost frame comes to that of a stream without loss; empty if the next cannot help.
   */
  private static OptionalDouble lostFrameSnr(List<byte[]> packets, int lost, boolean useNext) {
    short[] whole = new short[Decoder.maxSamples(48_000)];
    short[] holed = new short[Decoder.maxSamples(48_000)];
    try (Decoder a = opus.decoder(16_000);
        Decoder b = opus.decoder(16_000)) {
      for (int i = 0; i < lost; i++) {
        a.decode(packets.get(i), 0, packets.get(i).length, whole, 0);
        b.decode(packets.get(i), 0, packets.get(i).length, holed, 0);
      }
      byte[] it = packets.get(lost);
      byte[] next = packets.get(lost + 1);
      a.decode(it, 0, it.length, whole, 0);
      if (useNext) {
        if (!b.recover(next, 0, next.length, 320, holed, 0)) {
          return OptionalDouble.empty();
        }
      } else {
        b.conceal(320, holed, 0);
      }
    }
    double signal = 0;
    double noise = 1;
    for (int i = 0; i < 320; i++) {
      signal += whole[i] * whole[i];
      noise += Math.pow(whole[i] - holed[i], 2);
    }
    return OptionalDouble.of(10 * Math.log10(Math.max(signal, 1) / noise));
  }

  /** RFC 7587 §6.1. */
  @Test
  void theReceiverLimitsTheBitrate() {
    int free = Sound.join(encode(sweep(), "")).length;
    int limited = Sound.join(encode(sweep(), "maxaveragebitrate=8000")).length;
    assertThat(limited).isLessThan(free / 2);
    assertThat(Sound.join(encode(sweep(), "maxaveragebitrate=1")).length).isPositive();
  }

  /** RFC 7587 §6.1: cbr. */
  @Test
  void constantBitrateGivesPacketsOfOneLength() {
    assertThat(encode(sweep(), "cbr=1").stream().mapToInt(p -> p.length).distinct().count())
        .isEqualTo(1);
  }

  @Test
  void eachEncoderAtAnyRateIsHeardAtAnyOther() {
    for (int from : opus.sampleRates()) {
      byte[] out = new byte[1276];
      try (Encoder encoder = opus.encoder(FormatParameters.NONE, from)) {
        short[] tone = Tone.sine(440, from, from, 0.4);
        for (int to : opus.sampleRates()) {
          try (Decoder decoder = opus.decoder(to)) {
            short[] heard = new short[to + Decoder.maxSamples(to)];
            for (int i = 0; i < 50; i++) {
              int length = encoder.encode(tone, i * from / 50, from / 50, out, 0);
              assertThat(decoder.decode(out, 0, length, heard, i * to / 50)).isEqualTo(to / 50);
            }
            short[] part = Arrays.copyOfRange(heard, to / 2, to);
            assertThat(org.belfry.media.record.ToneLevel.decibels(part, to, 440))
                .isBetween(-9.5, -6.5);
          }
        }
      }
    }
  }
}
