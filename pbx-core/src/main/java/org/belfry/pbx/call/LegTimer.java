package org.belfry.pbx.call;

/** The timers of a leg; each runs once at a time. */
public enum LegTimer {
  /** Send our 2xx again: its ACK has not come (RFC 3261 §13.3.1.4). */
  SUCCESS_AGAIN,
  /** No ACK came for 64*T1 (§13.3.1.4). */
  ACK_MISSING,
  /** Send our reliable provisional again: its PRACK has not come (RFC 3262 §3). */
  PROVISIONAL_AGAIN,
  /** No PRACK came for 64*T1 (RFC 3262 §3). */
  PRACK_MISSING,
  /** It is ours to refresh the session (RFC 4028 §7.2, §9). */
  REFRESH,
  /** Nobody refreshed the session (RFC 4028 §10). */
  SESSION_EXPIRED,
  /** The final response after our CANCEL has not come (§9.1). */
  CANCEL_UNANSWERED,
  /** The server that we call has said nothing at all, not even 100 ({@link LegLimits#silence}). */
  SILENCE,
  /** The leg is over; late answers of other branches are still released until now. */
  LINGER
}
