package org.belfry.media.codec;

/**
 * Makes sound of payloads, and of what stands around a payload that was lost. Belongs to one thread
 * at a time. Closing it twice is fine.
 */
public interface Decoder extends AutoCloseable {
  /** The answer to a payload that is none. */
  int UNREADABLE = -1;

  /** Samples that a call of any decoder may write: {@link Format#MAX_PTIME} at 48 kHz. */
  int MAX_SAMPLES = 48 * Format.MAX_PTIME;

  /** Samples per second that it gives. */
  int sampleRate();

  /** Samples that a call may write: {@link Format#MAX_PTIME} at its rate. */
  default int maxSamples() {
    return maxSamples(sampleRate());
  }

  /** Samples that a call of a decoder of that rate may write. */
  static int maxSamples(int sampleRate) {
    return sampleRate / 1000 * Format.MAX_PTIME;
  }

  /**
   * Decodes a payload. Never throws for what stands in it.
   *
   * @param pcm has room for {@link #maxSamples()} from {@code to} on
   * @return samples written, or {@link #UNREADABLE}
   * @throws IllegalStateException after closing
   */
  int decode(byte[] payload, int from, int length, short[] pcm, int to);

  /**
   * Makes up what was lost, out of what was heard before; fades out when it has to do so for long.
   *
   * @param samples how many, at most {@link #maxSamples()}; whole multiples of 2.5 ms
   */
  void conceal(int samples, short[] pcm, int to);

  /**
   * Makes up what was lost, with help of the payload that followed it. The payload is decoded
   * afterwards as if nothing had been.
   *
   * @return whether the payload did help
   */
  default boolean recover(byte[] next, int from, int length, int samples, short[] pcm, int to) {
    conceal(samples, pcm, to);
    return false;
  }

  @Override
  void close();
}
