package org.belfry.media.dtmf;

import java.time.Duration;

/** What is known of a key, as soon as it is known. Each press is followed by one release. */
public sealed interface DtmfEvent {
  Digit digit();

  /** The key went down. */
  record Pressed(Digit digit) implements DtmfEvent {}

  /**
   * The key went up.
   *
   * @param held how long it was down, as far as it was seen
   */
  record Released(Digit digit, Duration held) implements DtmfEvent {}
}
