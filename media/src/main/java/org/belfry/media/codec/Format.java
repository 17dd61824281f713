package org.belfry.media.codec;

import java.util.List;

/**
 * How a codec is named in a session description, and how it fills packets.
 *
 * @param name the encoding name of a=rtpmap as registered, such as {@code PCMA}; compared without
 *     regard to case (RFC 8866 §6.6)
 * @param clockRate ticks of the RTP timestamp per second. Not always the rate of the sound: G.722
 *     is sampled at 16 kHz and stamped at 8 kHz (RFC 3551 §4.5.2)
 * @param channels as written in a=rtpmap: 2 for Opus (RFC 7587 §7), though we send one
 * @param staticPayloadType the payload type of RFC 3551 §6, or {@link #DYNAMIC}
 * @param ptimes milliseconds of sound that one packet may carry, ascending
 */
public record Format(
    String name, int clockRate, int channels, int staticPayloadType, List<Integer> ptimes) {
  /** Has no payload type of its own; a session description gives it one of 96 to 127. */
  public static final int DYNAMIC = -1;

  /** Longest packet that is taken, in milliseconds. No phone is known to send longer ones. */
  public static final int MAX_PTIME = 120;

  public Format {
    ptimes = List.copyOf(ptimes);
    if (ptimes.isEmpty() || clockRate < 8000 || channels < 1 || staticPayloadType > 95) {
      throw new IllegalArgumentException("no format: " + name + "/" + clockRate);
    }
  }

  /** Whether a line a=rtpmap means this format; a missing count of channels is 1. */
  public boolean is(String otherName, int otherClockRate, int otherChannels) {
    return name.equalsIgnoreCase(otherName)
        && clockRate == otherClockRate
        && channels == otherChannels;
  }

  /**
   * The packet length to use when the other side wishes one (a=ptime): the longest that we can make
   * and that is not longer, else our shortest.
   */
  public int ptime(int wished) {
    int best = ptimes.getFirst();
    for (int ptime : ptimes) {
      if (ptime <= wished) {
        best = ptime;
      }
    }
    return best;
  }

  /** As in a=rtpmap. */
  @Override
  public String toString() {
    return name + "/" + clockRate + (channels == 1 ? "" : "/" + channels);
  }
}
