package org.belfry.media.rtp;

/**
 * When our last sender reports left, to tell the round trip from a report block that answers one
 * (RFC 3550 §6.4.1, LSR and DLSR). Belongs to one thread; allocates nothing.
 */
public final class ReportTimes {
  /** Answers to reports older than these are of no interest: 40 s at a report each 5 s. */
  private static final int KEPT = 8;

  private static final long LONGEST_NANOS = 10_000_000_000L;

  /** The round trip is not known. */
  public static final long UNKNOWN = -1;

  private final int[] middles = new int[KEPT];
  private final long[] sentAt = new long[KEPT];
  private int next;

  /** A sender report leaves. */
  public void sent(long ntp, long now) {
    middles[next] = NtpTime.middle(ntp);
    sentAt[next] = now;
    next = (next + 1) % KEPT;
  }

  /**
   * The round trip by a report block.
   *
   * @return nanoseconds, or {@link #UNKNOWN} when the block answers no report of ours or says
   *     nonsense
   */
  public long roundTrip(int lastSenderReport, int delaySince, long now) {
    if (lastSenderReport == 0) {
      return UNKNOWN;
    }
    for (int i = 0; i < KEPT; i++) {
      if (middles[i] == lastSenderReport) {
        long trip = now - sentAt[i] - NtpTime.nanosOfShort(delaySince);
        // Its clock ticks in 15 µs and may go a little fast: on a short line that gives less than
        // 0.
        return trip > LONGEST_NANOS || trip < -1_000_000 ? UNKNOWN : Math.max(0, trip);
      }
    }
    return UNKNOWN;
  }
}
