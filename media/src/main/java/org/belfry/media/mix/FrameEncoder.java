package org.belfry.media.mix;

/** Encodes one stream of frames; the port through which {@link Outgoing} reaches a codec. */
@FunctionalInterface
public interface FrameEncoder extends AutoCloseable {
  /**
   * Encodes 20 ms.
   *
   * @param frame the samples; only to be read
   * @param out where the payload is written, from its beginning
   * @return bytes written; 0 for nothing to be sent
   */
  int encode(short[] frame, byte[] out);

  /** Gives back what is not on the heap. Called once, when nobody uses the encoder any more. */
  @Override
  default void close() {}
}
