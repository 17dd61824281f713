package org.belfry.media.codec;

/** Makes payloads of sound. Belongs to one thread at a time. Closing it twice is fine. */
public interface Encoder extends AutoCloseable {
  /** Samples per second that it takes. */
  int sampleRate();

  /**
   * Encodes one packet's worth of sound.
   *
   * @param samples as many as one of {@link Format#ptimes} has
   * @param out has room for {@link #maxBytes} from {@code to} on
   * @return bytes written
   * @throws IllegalArgumentException for a count of samples that no packet has
   * @throws IllegalStateException after closing
   */
  int encode(short[] pcm, int from, int samples, byte[] out, int to);

  /** Bytes that a payload of so many samples may take. */
  int maxBytes(int samples);

  /**
   * Says how many packets get lost on the way, 0 to 100 per cent, where the codec can arm itself.
   */
  default void expectLoss(int percent) {}

  @Override
  void close();
}
