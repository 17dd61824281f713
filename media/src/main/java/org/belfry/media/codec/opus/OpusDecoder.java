package org.belfry.media.codec.opus;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.belfry.media.codec.Decoder;
import org.belfry.media.codec.Format;

/** One stream of Opus that we receive. What is lost, libopus makes up itself. */
final class OpusDecoder implements Decoder {
  /** Longest payload that is looked at; more does not fit a datagram that we take. */
  private static final int MAX_BYTES = 2048;

  private final LibOpus library;
  private final OpusState state;
  private final int sampleRate;
  private final MemorySegment payload;
  private final MemorySegment pcm;

  OpusDecoder(LibOpus library, int sampleRate) {
    this.library = library;
    this.sampleRate = sampleRate;
    state = library.newDecoder(sampleRate);
    payload = state.buffer(MAX_BYTES);
    pcm = state.buffer(2L * Format.MAX_PTIME * sampleRate / 1000);
  }

  @Override
  public int sampleRate() {
    return sampleRate;
  }

  @Override
  public int decode(byte[] in, int from, int length, short[] out, int to) {
    if (length < 1 || length > MAX_BYTES) {
      state.address();
      return UNREADABLE;
    }
    MemorySegment.copy(in, from, payload, ValueLayout.JAVA_BYTE, 0, length);
    int samples = library.decode(state, payload, length, pcm, (int) (pcm.byteSize() / 2), false);
    if (samples < 0) {
      return UNREADABLE;
    }
    MemorySegment.copy(pcm, ValueLayout.JAVA_SHORT, 0, out, to, samples);
    return samples;
  }

  @Override
  public void conceal(int samples, short[] out, int to) {
    fill(library.decode(state, MemorySegment.NULL, 0, pcm, samples, false), samples, out, to);
  }

  @Override
  public boolean recover(byte[] next, int from, int length, int samples, short[] out, int to) {
    if (length < 1 || length > MAX_BYTES) {
      conceal(samples, out, to);
      return false;
    }
    MemorySegment.copy(next, from, payload, ValueLayout.JAVA_BYTE, 0, length);
    if (!library.hasRedundancy(payload, length)) {
      conceal(samples, out, to);
      return false;
    }
    fill(library.decode(state, payload, length, pcm, samples, true), samples, out, to);
    return true;
  }

  /** Silence where libopus had nothing to give, as for a payload that only looked readable. */
  private void fill(int made, int samples, short[] out, int to) {
    int there = Math.clamp(made, 0, samples);
    MemorySegment.copy(pcm, ValueLayout.JAVA_SHORT, 0, out, to, there);
    Arrays.fill(out, to + there, to + samples, (short) 0);
  }

  @Override
  public void close() {
    state.close();
  }
}
