package org.belfry.media.relay;

/**
 * What one leg may send us in any second; what is above is dropped and counted.
 *
 * @param packetsPerSecond 1 or more
 * @param bytesPerSecond of datagrams, 1 or more
 */
public record LegLimits(int packetsPerSecond, int bytesPerSecond) {
  /** G.711 in packets of 5 ms are 200 packets and 11 kB; uncompressed stereo needs 200 kB. */
  public static final LegLimits AUDIO = new LegLimits(500, 250_000);

  /** 16 Mbit/s with its retransmissions. */
  public static final LegLimits VIDEO = new LegLimits(4000, 2_000_000);

  public LegLimits {
    if (packetsPerSecond < 1 || bytesPerSecond < 1) {
      throw new IllegalArgumentException(packetsPerSecond + ", " + bytesPerSecond);
    }
  }
}
