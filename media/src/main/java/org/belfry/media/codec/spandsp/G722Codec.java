package org.belfry.media.codec.spandsp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.belfry.media.codec.Codec;
import org.belfry.media.codec.Concealer;
import org.belfry.media.codec.Decoder;
import org.belfry.media.codec.Encoder;
import org.belfry.media.codec.Format;
import org.belfry.media.codec.FormatParameters;

/**
 * G.722 at 64 kbit/s in packets. Sampled at 16 kHz, but stamped with a clock of 8 kHz, for a
 * mistake in RFC 1890 that RFC 3551 §4.5.2 kept: one octet is one tick and two samples.
 */
public final class G722Codec implements Codec {
  private static final int RATE = 16_000;
  private static final Format FORMAT =
      new Format("G722", 8000, 1, 9, List.of(10, 20, 30, 40, 50, 60));
  private static final int MAX_OCTETS = 8 * Format.MAX_PTIME;

  private final Spandsp library;

  public G722Codec(Spandsp library) {
    this.library = library;
  }

  @Override
  public Format format() {
    return FORMAT;
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
    return length < 1 || length > MAX_OCTETS ? Decoder.UNREADABLE : length;
  }

  @Override
  public Encoder encoder(FormatParameters peer, int sampleRate) {
    requireRate(sampleRate);
    return new G722Encoder(library);
  }

  @Override
  public Decoder decoder(int sampleRate) {
    requireRate(sampleRate);
    return new G722Decoder(library);
  }

  private static final class G722Encoder implements Encoder {
    private final Spandsp library;
    private final SpandspState state;
    private final MemorySegment pcm;
    private final MemorySegment octets;

    G722Encoder(Spandsp library) {
      this.library = library;
      state = library.newG722Encoder();
      pcm = state.buffer(4L * MAX_OCTETS);
      octets = state.buffer(MAX_OCTETS);
    }

    @Override
    public int sampleRate() {
      return RATE;
    }

    @Override
    public int encode(short[] in, int from, int samples, byte[] out, int to) {
      if (samples < 0 || samples % 2 != 0 || samples > 2 * MAX_OCTETS) {
        throw new IllegalArgumentException(samples + " samples");
      }
      MemorySegment.copy(in, from, pcm, ValueLayout.JAVA_SHORT, 0, samples);
      int length = library.g722Encode(state, octets, pcm, samples);
      MemorySegment.copy(octets, ValueLayout.JAVA_BYTE, 0, out, to, length);
      return length;
    }

    @Override
    public int maxBytes(int samples) {
      return samples / 2;
    }

    @Override
    public void close() {
      state.close();
    }
  }

  private static final class G722Decoder implements Decoder {
    private final Spandsp library;
    private final SpandspState state;
    private final MemorySegment octets;
    private final MemorySegment pcm;
    private final Concealer concealer = new Concealer(RATE);

    G722Decoder(Spandsp library) {
      this.library = library;
      state = library.newG722Decoder();
      octets = state.buffer(MAX_OCTETS);
      pcm = state.buffer(4L * MAX_OCTETS);
    }

    @Override
    public int sampleRate() {
      return RATE;
    }

    @Override
    public int decode(byte[] payload, int from, int length, short[] out, int to) {
      state.address();
      if (length < 1 || length > MAX_OCTETS) {
        return UNREADABLE;
      }
      MemorySegment.copy(payload, from, octets, ValueLayout.JAVA_BYTE, 0, length);
      int samples = library.g722Decode(state, pcm, octets, length);
      MemorySegment.copy(pcm, ValueLayout.JAVA_SHORT, 0, out, to, samples);
      concealer.heard(out, to, samples);
      return samples;
    }

    @Override
    public void conceal(int samples, short[] out, int to) {
      state.address();
      concealer.conceal(out, to, samples);
    }

    @Override
    public void close() {
      state.close();
    }
  }
}
