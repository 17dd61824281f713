package org.belfry.media.rtp;

/**
 * What became of a packet. A packet's fault is a value, never an exception: garbage may come at
 * line rate.
 */
public enum Verdict {
  /** It may go on. */
  PASS,
  /** Too short, or its fields do not fit its length. */
  MALFORMED,
  /** The authentication tag is wrong (RFC 3711 §3.3). */
  FORGED,
  /** Seen before, or older than the replay window (RFC 3711 §3.3.2). */
  REPLAYED,
  /** No keys yet, or none any more. */
  NO_KEYS
}
