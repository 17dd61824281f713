package org.belfry.media.server;

import java.time.Duration;

/**
 * When a loop lets packets gather in their sockets, so that one wake-up serves many.
 *
 * @param busyPackets in a tick of 100 ms, above which it naps
 * @param nap how long it then looks away; zero for never
 */
record Pace(int busyPackets, Duration nap) {
  /**
   * With fewer, a nap gathers hardly more than one, and a wake-up by the packet itself costs no
   * more.
   */
  private static final int RELAYED_PACKETS = 400;

  /**
   * For what applications hear and say: their jitter buffers and their tick of 20 ms are slower
   * anyway. What they say is sent at the end of the tick, nap or not.
   */
  static final Pace OF_APPLICATIONS = new Pace(20, Duration.ofMillis(5));

  /** For packets that pass from phone to phone. */
  static Pace relaying(Duration nap) {
    return new Pace(RELAYED_PACKETS, nap);
  }
}
