package org.belfry.media.file;

import java.io.IOException;
import java.util.Arrays;

/** Copies sound from one file into another: a part of it, or into another format. */
public final class SoundCopy {
  private SoundCopy() {}

  /**
   * Copies a part, in whole frames; the last one is filled with silence.
   *
   * @param from positioned anywhere
   * @param to of one channel and of the reader's rate; not closed
   * @param firstSample inclusive
   * @param lastSample exclusive; more than there is, is all there is
   * @return samples copied
   */
  public static long copy(SoundReader from, SoundWriter to, long firstSample, long lastSample)
      throws IOException {
    if (to.channels() != 1 || to.rate() != from.rate()) {
      throw new IllegalArgumentException(
          from.rate() + " samples/s into " + to.channels() + " channels of " + to.rate());
    }
    short[] frame = new short[to.rate() / 50];
    from.seek(firstSample);
    long copied = 0;
    while (firstSample + copied < lastSample) {
      int wanted = (int) Math.min(frame.length, lastSample - firstSample - copied);
      int got = from.read(frame, 0, wanted);
      if (got == 0) {
        break;
      }
      Arrays.fill(frame, got, frame.length, (short) 0);
      to.write(frame);
      copied += got;
    }
    return copied;
  }
}
