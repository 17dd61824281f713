package org.belfry.pbx.app;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A recording of what the caller says.
 *
 * @param file its final name, ending in {@code .wav} or {@code .opus}; written beside it until it
 *     is complete, so that a file of this name is always whole
 * @param lengthMax it ends by itself then: up to 24 h
 * @param silence so much silence ends it; zero for never
 * @param keys that end it; may be empty
 * @param beep whether one is heard first
 */
public record Recording(
    Path file, Duration lengthMax, Duration silence, String keys, boolean beep) {

  /** After a beep, up to this length, ended by # or four seconds of silence. */
  public static Recording of(Path file, Duration lengthMax) {
    return new Recording(file, lengthMax, Duration.ofSeconds(4), "#", true);
  }

  public Recording silence(Duration length) {
    return new Recording(file, lengthMax, length, keys, beep);
  }

  public Recording endedBy(String those) {
    return new Recording(file, lengthMax, silence, those, beep);
  }

  public Recording withoutBeep() {
    return new Recording(file, lengthMax, silence, keys, false);
  }
}
