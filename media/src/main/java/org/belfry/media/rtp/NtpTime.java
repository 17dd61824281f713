package org.belfry.media.rtp;

import java.time.Instant;

/**
 * Times as RTCP writes them (RFC 3550 §4): seconds since 1900 in the upper, 2^-32 seconds in the
 * lower half of a long.
 */
public final class NtpTime {
  private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private NtpTime() {}

  public static long of(Instant instant) {
    return (instant.getEpochSecond() + SECONDS_FROM_1900_TO_1970) << 32
        | fraction(instant.getNano());
  }

  /** A time some nanoseconds later, at most some 100 years. */
  public static long plusNanos(long ntp, long nanos) {
    long seconds = Math.floorDiv(nanos, NANOS_PER_SECOND);
    return ntp + (seconds << 32) + fraction(Math.floorMod(nanos, NANOS_PER_SECOND));
  }

  /** The middle 32 bits, with which reports refer to a time. */
  public static int middle(long ntp) {
    return (int) (ntp >>> 16);
  }

  /** A duration in 65536ths of a second, as reports give it. */
  public static int shortDuration(long nanos) {
    return (int)
        (((nanos / NANOS_PER_SECOND) << 16)
            + ((nanos % NANOS_PER_SECOND) << 16) / NANOS_PER_SECOND);
  }

  /** Nanoseconds of a duration in 65536ths of a second, unsigned. */
  public static long nanosOfShort(int duration) {
    return ((duration & 0xffffffffL) * NANOS_PER_SECOND) >> 16;
  }

  private static long fraction(long nanos) {
    return (nanos << 32) / NANOS_PER_SECOND;
  }
}
