package org.belfry.media.ice;

import java.time.Duration;
import java.time.Instant;

/**
 * A check of ours on its way: a STUN client transaction over UDP (RFC 8489 §6.2.1).
 *
 * @param controlling the role we had when we sent it
 * @param sent how often it went out
 * @param dueAt when it is sent again, or given up after the last time
 * @param rto the time to the next transmission
 * @param cancelled not sent again, but an answer still counts (RFC 8445 §7.3.1.4)
 */
record Check(
    CandidatePair pair,
    byte[] bytes,
    boolean nominates,
    boolean controlling,
    int sent,
    Instant dueAt,
    Duration rto,
    boolean cancelled) {

  /** Rm of RFC 8489 §6.2.1: how many of the first RTOs the last answer is waited for. */
  private static final int LAST_WAIT = 16;

  static Check first(
      CandidatePair pair,
      byte[] bytes,
      boolean nominates,
      boolean controlling,
      Instant now,
      Duration rto) {
    return new Check(pair, bytes, nominates, controlling, 1, now.plus(rto), rto, false);
  }

  Check cancel() {
    return new Check(pair, bytes, nominates, controlling, sent, dueAt, rto, true);
  }

  Check again(Instant now, int transmissions, Duration firstRto) {
    Duration next = rto.multipliedBy(2);
    boolean last = sent + 1 >= transmissions;
    Duration wait = last ? firstRto.multipliedBy(LAST_WAIT) : next;
    return new Check(pair, bytes, nominates, controlling, sent + 1, now.plus(wait), next, false);
  }
}
