package org.belfry.media.record;

import java.time.Duration;
import org.belfry.media.path.Frames;

/**
 * How something is recorded.
 *
 * @param rate samples per second, 8000 or 16000
 * @param channels 1, or 2 for a channel per leg: left the caller, right the called
 * @param lengthMax the recording ends by itself after so much sound; at most 24 hours
 * @param bytesMax the recording ends by itself when the file is that large
 * @param soundAbove what is louder, in dBFS, counts as sound and not as silence at the ends
 */
public record RecorderSettings(
    int rate, int channels, Duration lengthMax, long bytesMax, double soundAbove) {

  public RecorderSettings {
    if (rate != 8000 && rate != 16_000) {
      throw new IllegalArgumentException("a recording of " + rate + " samples/s");
    }
    if (channels != 1 && channels != 2) {
      throw new IllegalArgumentException("a recording of " + channels + " channels");
    }
    if (lengthMax.toMillis() < Frames.MS || lengthMax.toHours() > 24 || bytesMax < 1) {
      throw new IllegalArgumentException(
          "a recording of " + lengthMax + ", " + bytesMax + " bytes");
    }
  }

  /** Two hours, a gigabyte, silence below -45 dBFS. */
  public static RecorderSettings of(int rate, int channels) {
    return new RecorderSettings(rate, channels, Duration.ofHours(2), 1L << 30, -45);
  }

  public RecorderSettings withLengthMax(Duration max) {
    return new RecorderSettings(rate, channels, max, bytesMax, soundAbove);
  }

  public RecorderSettings withBytesMax(long max) {
    return new RecorderSettings(rate, channels, lengthMax, max, soundAbove);
  }

  long framesMax() {
    return lengthMax.toMillis() / Frames.MS;
  }
}
