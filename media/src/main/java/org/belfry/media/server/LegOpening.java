package org.belfry.media.server;

/** What came of asking for a leg. */
public sealed interface LegOpening {
  /** It is there, and its ports can go into a session description. */
  record Opened(MediaLeg leg) implements LegOpening {}

  /**
   * There is none. To a caller that is 503.
   *
   * @param why for the operator
   */
  record NoPort(String why) implements LegOpening {}
}
