package org.belfry.media.server;

import java.util.concurrent.atomic.AtomicLongArray;
import org.belfry.media.relay.Dropped;
import org.belfry.media.relay.Leg;

/**
 * Sums over all legs of one loop since it was started. Only the loop writes, once a second for each
 * leg, so that packets pay nothing for it; anybody may read.
 */
final class Traffic {
  private static final Dropped[] REASONS = Dropped.values();
  private static final int RECEIVED = REASONS.length;
  private static final int SENT = REASONS.length + 1;

  private final AtomicLongArray sums = new AtomicLongArray(REASONS.length + 2);

  /** What of a leg is in the sums already. */
  static final class Counted {
    private final long[] of = new long[REASONS.length + 2];
  }

  /** Takes in what has come to a leg since the last time. On the loop's thread. */
  void add(Leg leg, Counted counted) {
    for (int i = 0; i < REASONS.length; i++) {
      add(i, leg.dropped(REASONS[i]), counted);
    }
    add(RECEIVED, leg.packetsReceived(), counted);
    add(SENT, leg.packetsSent(), counted);
  }

  private void add(int which, long now, Counted counted) {
    long more = now - counted.of[which];
    if (more != 0) {
      counted.of[which] = now;
      sums.setRelease(which, sums.getPlain(which) + more);
    }
  }

  long received() {
    return sums.getAcquire(RECEIVED);
  }

  long sent() {
    return sums.getAcquire(SENT);
  }

  @SuppressWarnings("EnumOrdinal") // a map of counters would box
  long dropped(Dropped why) {
    return sums.getAcquire(why.ordinal());
  }
}
