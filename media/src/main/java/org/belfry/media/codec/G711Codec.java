package org.belfry.media.codec;

import java.util.List;

/**
 * G.711 in packets (RFC 3551 §4.5.14): one octet per sample at 8 kHz. Its decoder conceals losses
 * ({@link Concealer}). Allocates nothing per frame.
 */
public final class G711Codec implements Codec {
  public static final G711Codec PCMA = new G711Codec(G711.A_LAW, "PCMA", 8);
  public static final G711Codec PCMU = new G711Codec(G711.MU_LAW, "PCMU", 0);

  private static final int RATE = 8000;

  private final G711 law;
  private final Format format;

  private G711Codec(G711 law, String name, int payloadType) {
    this.law = law;
    this.format = new Format(name, RATE, 1, payloadType, List.of(10, 20, 30, 40, 50, 60));
  }

  @Override
  public Format format() {
    return format;
  }

  @Override
  public List<Integer> sampleRates() {
    return List.of(RATE);
  }

  @Override
  public String parameters() {
    return "";
  }

  @Override
  public int ticks(byte[] payload, int from, int length) {
    return length < 1 || length > RATE / 1000 * Format.MAX_PTIME ? Decoder.UNREADABLE : length;
  }

  @Override
  public Encoder encoder(FormatParameters peer, int sampleRate) {
    requireRate(sampleRate);
    return new G711Encoder(law);
  }

  @Override
  public Decoder decoder(int sampleRate) {
    requireRate(sampleRate);
    return new G711Decoder(this);
  }

  private static final class G711Encoder implements Encoder {
    private final G711 law;
    private boolean closed;

    G711Encoder(G711 law) {
      this.law = law;
    }

    @Override
    public int sampleRate() {
      return RATE;
    }

    @Override
    public int encode(short[] pcm, int from, int samples, byte[] out, int to) {
      if (closed) {
        throw new IllegalStateException("closed");
      }
      law.encode(pcm, from, out, to, samples);
      return samples;
    }

    @Override
    public int maxBytes(int samples) {
      return samples;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static final class G711Decoder implements Decoder {
    private final G711Codec codec;
    private final Concealer concealer = new Concealer(RATE);
    private boolean closed;

    G711Decoder(G711Codec codec) {
      this.codec = codec;
    }

    @Override
    public int sampleRate() {
      return RATE;
    }

    @Override
    public int decode(byte[] payload, int from, int length, short[] pcm, int to) {
      requireOpen();
      int samples = codec.ticks(payload, from, length);
      if (samples != UNREADABLE) {
        codec.law.decode(payload, from, pcm, to, samples);
        concealer.heard(pcm, to, samples);
      }
      return samples;
    }

    @Override
    public void conceal(int samples, short[] pcm, int to) {
      requireOpen();
      concealer.conceal(pcm, to, samples);
    }

    @Override
    public void skipped() {
      concealer.skipped();
    }

    private void requireOpen() {
      if (closed) {
        throw new IllegalStateException("closed");
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
