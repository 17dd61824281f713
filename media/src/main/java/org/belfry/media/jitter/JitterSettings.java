package org.belfry.media.jitter;

/**
 * The bounds of a jitter buffer.
 *
 * @param minDelayMs sound is held at least so long, 0 to 1000 ms
 * @param maxDelayMs and at most so long, even if packets get lost by it, up to 1000 ms
 */
public record JitterSettings(int minDelayMs, int maxDelayMs) {
  public static final JitterSettings DEFAULT = new JitterSettings(40, 200);

  public JitterSettings {
    if (minDelayMs < 0 || maxDelayMs < minDelayMs || maxDelayMs > 1000) {
      throw new IllegalArgumentException("a delay of " + minDelayMs + " to " + maxDelayMs + " ms");
    }
  }
}
