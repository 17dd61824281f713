package org.belfry.media.codec.opus;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.belfry.media.codec.Encoder;
import org.belfry.media.codec.FormatParameters;
import org.belfry.media.codec.opus.LibOpus.Setting;

/** One stream of Opus that we send. */
final class OpusEncoder implements Encoder {
  /** Longest payload of one frame (RFC 6716 §3.2.1) and its first octet. */
  private static final int MAX_BYTES = 1276;

  private static final int MAX_MS = 60;

  /**
   * From 0 to 10. At 5 an encoding costs half of what 9 costs; nobody hears the difference in
   * speech.
   */
  private static final int COMPLEXITY = 5;

  /**
   * Assumed at least, where the receiver wants redundancy: below 8 per cent libopus sends none, and
   * losses come in bursts that no average tells.
   */
  private static final int EXPECTED_LOSS = 10;

  private final LibOpus library;
  private final OpusState state;
  private final int sampleRate;
  private final MemorySegment pcm;
  private final MemorySegment payload;
  private int expectedLoss = EXPECTED_LOSS;

  OpusEncoder(LibOpus library, FormatParameters peer, int sampleRate) {
    this.library = library;
    this.sampleRate = sampleRate;
    state = library.newEncoder(sampleRate);
    pcm = state.buffer(2L * MAX_MS * sampleRate / 1000);
    payload = state.buffer(MAX_BYTES);
    int heard = Math.min(peer.number("maxplaybackrate").orElse(48_000), sampleRate);
    int bitrate = heard <= 8000 ? 20_000 : heard <= 16_000 ? 24_000 : 32_000;
    int allowed = Math.max(6000, peer.number("maxaveragebitrate").orElse(bitrate));
    library.set(state, Setting.BITRATE, Math.min(bitrate, allowed));
    library.set(state, Setting.COMPLEXITY, COMPLEXITY);
    library.set(state, Setting.SIGNAL, LibOpus.SIGNAL_VOICE);
    library.set(state, Setting.VBR, peer.on("cbr") ? 0 : 1);
    library.set(state, Setting.DTX, 0);
    library.set(state, Setting.INBAND_FEC, peer.on("useinbandfec") ? 1 : 0);
    library.set(state, Setting.PACKET_LOSS_PERCENT, expectedLoss);
  }

  @Override
  public int sampleRate() {
    return sampleRate;
  }

  @Override
  public int encode(short[] in, int from, int samples, byte[] out, int to) {
    if (samples < 0 || 2L * samples > pcm.byteSize()) {
      throw new IllegalArgumentException(samples + " samples at " + sampleRate + " Hz");
    }
    MemorySegment.copy(in, from, pcm, ValueLayout.JAVA_SHORT, 0, samples);
    int length = library.encode(state, pcm, samples, payload);
    if (length < 0) {
      throw new IllegalArgumentException(
          samples + " samples at " + sampleRate + " Hz: libopus says " + length);
    }
    MemorySegment.copy(payload, ValueLayout.JAVA_BYTE, 0, out, to, length);
    return length;
  }

  @Override
  public int maxBytes(int samples) {
    return MAX_BYTES;
  }

  @Override
  public void expectLoss(int percent) {
    int next = Math.clamp(percent, EXPECTED_LOSS, 50);
    if (next != expectedLoss) {
      expectedLoss = next;
      library.set(state, Setting.PACKET_LOSS_PERCENT, next);
    }
  }

  @Override
  public void close() {
    state.close();
  }
}
