package org.belfry.media.file;

import java.io.Closeable;
import java.io.IOException;

/**
 * Sound written to a file, one or two channels. Blocks on the disk. Belongs to one thread at a
 * time. When a call throws, the file stays as the last {@link #checkpoint} left it or longer.
 */
public interface SoundWriter extends Closeable {
  int rate();

  /** 1 or 2. */
  int channels();

  /**
   * Appends 20 ms.
   *
   * @param interleaved a frame of each channel: left, right, left, right…
   */
  void write(short[] interleaved) throws IOException;

  /** Makes what was written playable, should the process be killed in the next moment. */
  void checkpoint() throws IOException;

  /** Bytes of the file, so far. */
  long bytes();

  /** Completes the file and forces it onto the disk. */
  @Override
  void close() throws IOException;
}
