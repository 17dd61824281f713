package org.belfry.pbx.transaction;

/** The timers' letters in RFC 3261 §17 (A to K) and RFC 6026 (L, M). */
public enum TransactionTimer {
  /** INVITE request retransmission. */
  A,
  /** INVITE transaction time-out. */
  B,
  /** Wait for response retransmissions after a non-2xx. */
  D,
  /** Non-INVITE request retransmission. */
  E,
  /** Non-INVITE transaction time-out. */
  F,
  /** INVITE response retransmission. */
  G,
  /** Wait for the ACK. */
  H,
  /** Wait for ACK retransmissions. */
  I,
  /** Wait for non-INVITE request retransmissions. */
  J,
  /** Wait for non-INVITE response retransmissions. */
  K,
  /** Wait for INVITE retransmissions after a 2xx. */
  L,
  /** Wait for 2xx retransmissions. */
  M,
  /** Wait for the answer to a non-INVITE request that came (RFC 4320 §4.2); it has no letter. */
  UNANSWERED;

  /** True for the timers at which a message is sent again. */
  public boolean sendsAgain() {
    return this == A || this == E || this == G;
  }
}
