package org.belfry.media.relay;

/**
 * Counts what comes against a leg's limits, second by second. A burst at the turn of a second may
 * be twice the limit, which is harmless and makes it cheap.
 */
final class RateLimit {
  private static final long SECOND_NANOS = 1_000_000_000;

  private LegLimits limits;
  private long secondBegan;
  private int packets;
  private int bytes;

  RateLimit(LegLimits limits, long now) {
    this.limits = limits;
    this.secondBegan = now;
  }

  void limits(LegLimits newLimits) {
    limits = newLimits;
  }

  boolean admits(int length, long now) {
    if (now - secondBegan >= SECOND_NANOS) {
      secondBegan = now;
      packets = 0;
      bytes = 0;
    }
    if (packets >= limits.packetsPerSecond() || bytes + length > limits.bytesPerSecond()) {
      return false;
    }
    packets++;
    bytes += length;
    return true;
  }
}
