package org.belfry.media.path;

/** The arithmetic of a frame: 20 ms of linear PCM, 16 bits a sample, one channel. */
public final class Frames {
  /** Milliseconds of sound in a frame. */
  public static final int MS = 20;

  /** Frames in a second of sound. */
  public static final int PER_SECOND = 1000 / MS;

  private Frames() {}

  /**
   * Samples in a frame.
   *
   * @param rate samples per second, a multiple of 50 from 8000 to 48000
   * @throws IllegalArgumentException for any other rate
   */
  public static int samples(int rate) {
    if (rate < 8000 || rate > 48_000 || rate % PER_SECOND != 0) {
      throw new IllegalArgumentException("frames have 8000 to 48000 samples/s, not " + rate);
    }
    return rate / PER_SECOND;
  }
}
