package org.belfry.media.play;

/**
 * Something that a {@link Player} plays: a clip in memory, a file that is read ahead, a tone. Has a
 * place where it is; belongs to the player's thread once it was added. No call blocks.
 */
public interface Sound {
  /** The answer of {@link #samples} for sound that never ends, or whose length is not known. */
  long UNKNOWN = -1;

  /** Samples per second. */
  int rate();

  /** Samples in all, or {@link #UNKNOWN}. */
  long samples();

  /** The sample that is read next, counted from the beginning. */
  long position();

  /**
   * Reads on.
   *
   * @return samples written, less than {@code count} only at the end
   */
  int read(short[] out, int from, int count);

  /** Goes to a sample; cut to what there is. */
  void seek(long sample);

  /** Gives files back. Called once. */
  void close();
}
