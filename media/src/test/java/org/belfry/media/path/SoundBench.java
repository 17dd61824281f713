package org.belfry.media.path;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.Decoder;
import org.belfry.media.codec.Encoder;
import org.belfry.media.codec.FormatParameters;
import org.belfry.media.codec.G711Codec;
import org.belfry.media.codec.Resampler;
import org.belfry.media.path.Transcoder.Side;
import org.belfry.media.rtp.Packet;

/**
 * What sound costs: frames of 20 ms per CPU second, by codec; one transcoded call. Not a test: run
 * its main method with a directory for libopus.
 */
final class SoundBench {
  private static final double SECONDS = 1;

  private SoundBench() {}

  private interface Work {
    void frame(int i);
  }

  public static void main(String[] args) {
    SoundLibraries libraries = SoundLibraries.load(Path.of(args[0]));
    libraries.missing().forEach(System.out::println);
    for (Codec codec : libraries.codecs().all()) {
      for (int rate : codec.sampleRates()) {
        codec(codec, rate);
      }
    }
    int[][] pairs = {
      {8000, 16_000},
      {16_000, 8000},
      {8000, 48_000},
      {48_000, 8000},
      {16_000, 48_000},
      {48_000, 16_000},
      {24_000, 16_000}
    };
    for (int[] pair : pairs) {
      Resampler resampler = new Resampler(pair[0], pair[1]);
      short[] in = voice(pair[0]);
      short[] out = new short[960];
      int n = pair[0] / 50;
      print(
          "resample " + pair[0] + " to " + pair[1],
          rate(i -> resampler.convert(in, i % 50 * n, n, out, 0)));
    }
    for (Codec one : libraries.codecs().all()) {
      for (Codec other : libraries.codecs().all()) {
        if (one.format().name().compareTo(other.format().name()) < 0) {
          call(one, other);
        }
      }
    }
  }

  private static void codec(Codec codec, int rate) {
    short[] pcm = voice(rate);
    int n = rate / 50;
    byte[][] packets = new byte[50][];
    try (Encoder encoder = codec.encoder(FormatParameters.of("useinbandfec=1"), rate);
        Decoder decoder = codec.decoder(rate)) {
      byte[] out = new byte[encoder.maxBytes(n)];
      for (int i = 0; i < 50; i++) {
        packets[i] = Arrays.copyOf(out, encoder.encode(pcm, i * n, n, out, 0));
        System.arraycopy(out, 0, packets[i], 0, packets[i].length);
      }
      short[] heard = new short[Decoder.maxSamples(48_000)];
      String name = codec.format() + " at " + rate + " Hz: ";
      print(name + "encode", rate(i -> encoder.encode(pcm, i % 50 * n, n, out, 0)));
      print(
          name + "decode",
          rate(i -> decoder.decode(packets[i % 50], 0, packets[i % 50].length, heard, 0)));
    }
  }

  /** Two phones' packets, made beforehand, through a transcoder. */
  private static void call(Codec a, Codec b) {
    long[] now = {1_000_000_000L};
    long[] sent = {0};
    try (Transcoder transcoder =
        new Transcoder(
            format(a),
            format(b),
            p -> sent[0]++,
            p -> sent[0]++,
            null,
            null,
            e -> {},
            new Random(1))) {
      byte[][] fromA = packets(a);
      byte[][] fromB = packets(b);
      Packet packet = new Packet();
      double ticks =
          rate(i -> {
            put(transcoder, Side.A, a, fromA[i % 50], packet, i, now[0]);
            put(transcoder, Side.B, b, fromB[i % 50], packet, i, now[0]);
            transcoder.tick(now[0]);
            now[0] += 20_000_000;
          });
      print("call " + a.format() + " with " + b.format(), ticks);
    }
  }

  private static void put(
      Transcoder transcoder,
      Side side,
      Codec codec,
      byte[] payload,
      Packet packet,
      int i,
      long now) {
    int ticks = codec.format().clockRate() / 50;
    packet.beginRtp(type(codec), i & 0xffff, i * ticks, 7, payload.length);
    System.arraycopy(payload, 0, packet.bytes(), packet.payloadOffset(), payload.length);
    transcoder.put(side, packet, now);
  }

  private static byte[][] packets(Codec codec) {
    int rate = codec.sampleRates().getLast();
    int n = rate / 50;
    short[] pcm = voice(rate);
    byte[][] packets = new byte[50][];
    try (Encoder encoder = codec.encoder(FormatParameters.of("useinbandfec=1"), rate)) {
      byte[] out = new byte[encoder.maxBytes(n)];
      for (int i = 0; i < 50; i++) {
        packets[i] = Arrays.copyOf(out, encoder.encode(pcm, i * n, n, out, 0));
      }
    }
    return packets;
  }

  private static LegFormat format(Codec codec) {
    return LegFormat.of(
        codec, type(codec), FormatParameters.of("useinbandfec=1"), 20, Optional.empty());
  }

  private static int type(Codec codec) {
    return Math.max(codec.format().staticPayloadType(), codec instanceof G711Codec ? 0 : 9);
  }

  /** Something like a voice: harmonics that glide and stop. */
  private static short[] voice(int rate) {
    short[] pcm = new short[rate];
    Random random = new Random(3);
    double turn = 0;
    for (int i = 0; i < rate; i++) {
      double t = (double) i / rate;
      turn += 2 * Math.PI * (130 + 40 * Math.sin(7 * t)) / rate;
      double sound = random.nextGaussian() * 0.05;
      for (int h = 1; h < 20; h++) {
        sound += Math.sin(h * turn) / h;
      }
      pcm[i] = (short) (5000 * Math.max(0.05, Math.sin(2 * Math.PI * 3 * t)) * sound);
    }
    return pcm;
  }

  private static double rate(Work work) {
    int done = 0;
    for (int round = 0; ; round++) {
      long began = cpu();
      int count = 0;
      while (cpu() - began < SECONDS * 1e9) {
        for (int k = 0; k < 50; k++) {
          work.frame(done++);
        }
        count += 50;
      }
      if (round == 1) {
        return count / ((cpu() - began) / 1e9);
      }
    }
  }

  /** Time of a processor, not of the wall: others use it too. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void print(String what, double perSecond) {
    System.out.printf(
        Locale.ROOT,
        "%-40s %9.0f frames/s %8.2f µs %6.3f %% of a core%n",
        what,
        perSecond,
        1e6 / perSecond,
        5000 / perSecond);
  }
}
