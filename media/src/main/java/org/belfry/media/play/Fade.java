package org.belfry.media.play;

/** Ramps of 5 ms, so that sound does not begin or end with a click. */
final class Fade {
  private static final int PER_SECOND = 200;

  private Fade() {}

  /** Samples of a ramp. */
  static int samples(int rate) {
    return rate / PER_SECOND;
  }

  /** Raises the beginning, from sample {@code from} on. */
  static void in(short[] pcm, int from, int length) {
    for (int i = 0; i < length; i++) {
      pcm[from + i] = (short) (pcm[from + i] * i / length);
    }
  }

  /** Lowers all of it. */
  static void out(short[] pcm, int length) {
    for (int i = 0; i < length; i++) {
      pcm[i] = (short) (pcm[i] * (length - i) / length);
    }
  }
}
