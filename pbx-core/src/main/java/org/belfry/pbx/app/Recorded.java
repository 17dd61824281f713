package org.belfry.pbx.app;

import java.nio.file.Path;
import java.time.Duration;

/** What {@link VoiceCall#record} came to. */
public sealed interface Recorded {

  /**
   * There is a file. That the caller hung up is an ordinary end of one.
   *
   * @param length of all of it
   * @param from where sound begins in it; equal to {@code to} when all is silence
   * @param to where sound ends, for who cuts silence off
   */
  record Kept(Path file, Duration length, Duration from, Duration to, End end) implements Recorded {
    /** How much there is between the silence at both ends. */
    public Duration sound() {
      return to.minus(from);
    }
  }

  /** Why a recording ended. */
  enum End {
    KEY,
    SILENCE,
    LENGTH,
    HANG_UP
  }

  /**
   * There is no file, or none that is whole.
   *
   * @param sentence why, for an administrator
   */
  record Failed(String sentence) implements Recorded {}

  /** The caller had gone before. */
  record Gone() implements Recorded {}
}
