package org.belfry.media.file;

import java.io.Closeable;
import java.io.IOException;

/**
 * Sound read from a file, mixed down to one channel. Blocks on the disk. Belongs to one thread at a
 * time.
 */
public interface SoundReader extends Closeable {
  /** The answer of {@link #samples} when the length is not known. */
  long UNKNOWN = -1;

  /** Samples per second. */
  int rate();

  /** Samples in the whole file, or {@link #UNKNOWN}. */
  long samples();

  /**
   * Reads what comes next.
   *
   * @return samples written, less than {@code count} only at the end; 0 for no more
   * @throws IOException when the disk fails. Damage within the file is skipped, not thrown
   */
  int read(short[] out, int from, int count) throws IOException;

  /** Goes on at a sample, counted from the beginning; behind the end there is nothing to read. */
  void seek(long sample) throws IOException;
}
