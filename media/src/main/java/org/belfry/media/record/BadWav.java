package org.belfry.media.record;

import java.io.IOException;

/** A file that is no WAV file we can read; the message says what is wrong with it. */
public final class BadWav extends IOException {
  public BadWav(String message) {
    super(message);
  }
}
