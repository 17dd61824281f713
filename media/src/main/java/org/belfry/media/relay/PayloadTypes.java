package org.belfry.media.relay;

import java.util.Map;

/** The payload types a leg has agreed on, each with its RTP clock rate. */
public final class PayloadTypes {
  /** Nothing is agreed on. */
  public static final PayloadTypes NONE = new PayloadTypes(Map.of());

  private final int[] clockRates = new int[128];

  private PayloadTypes(Map<Integer, Integer> rates) {
    rates.forEach((type, rate) -> {
      if (type < 0 || type > 127 || rate < 1000 || rate > 200_000) {
        throw new IllegalArgumentException("payload type " + type + " at " + rate + " Hz");
      }
      clockRates[type] = rate;
    });
  }

  /**
   * @param clockRates payload type (0 to 127) to clock rate (1,000 to 200,000 Hz)
   * @throws IllegalArgumentException when one is out of its range
   */
  public static PayloadTypes of(Map<Integer, Integer> clockRates) {
    return new PayloadTypes(clockRates);
  }

  /** Clock rate of a payload type in Hz, 0 when it was not agreed on. */
  int clockRate(int payloadType) {
    return clockRates[payloadType];
  }
}
