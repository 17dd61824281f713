package org.belfry.media.sdp.negotiation;

import org.jspecify.annotations.Nullable;

/** What became of one m-line. */
public sealed interface AgreedStream {
  /** Its place, from 0. */
  int index();

  /** {@code audio}, {@code video}, {@code image}… */
  String type();

  /**
   * Declined by one of the sides or by us.
   *
   * @param why one sentence
   */
  record Declined(int index, String type, String why) implements AgreedStream {}

  /**
   * In use.
   *
   * @param fromA what becomes of A's payload types on the way to B
   * @param transcoding why sound must be decoded and encoded again, one sentence; null if it passes
   */
  record Open(
      int index,
      String type,
      @Nullable String label,
      LegMedia a,
      LegMedia b,
      PayloadMap fromA,
      PayloadMap fromB,
      @Nullable String transcoding)
      implements AgreedStream {

    public LegMedia leg(Side side) {
      return side == Side.A ? a : b;
    }

    public PayloadMap from(Side side) {
      return side == Side.A ? fromA : fromB;
    }
  }
}
