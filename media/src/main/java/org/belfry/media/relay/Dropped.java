package org.belfry.media.relay;

import org.belfry.media.rtp.Verdict;

/** Why a packet went no further. Each leg counts each reason. */
public enum Dropped {
  /** Its fields do not fit its length. */
  MALFORMED,
  /** Its authentication tag is wrong. */
  FORGED,
  /** Seen before, by the replay window of SRTP. */
  REPLAYED,
  /** The leg has no SRTP keys yet. */
  NO_KEYS,
  /** From a source that the leg does not accept. */
  STRANGER,
  /** From a source that is being watched before it is accepted. */
  WATCHED,
  /** Above the leg's limits. */
  TOO_FAST,
  /** The phone's media is not wanted now: the leg is on hold or has not been answered. */
  NOT_WANTED,
  /** Of a payload type that was not agreed on, or that the other side has no name for. */
  NOT_AGREED,
  /** The same packet again, or one too late for anybody. */
  DUPLICATE,
  /** A number far from the others. */
  STRAY,
  /** It belongs before a switch of sources that the receiver has already seen. */
  OVERTAKEN,
  /** STUN or DTLS for a leg that does none, or nothing known. */
  UNEXPECTED,
  /** Nobody hears the leg now. */
  NO_RECEIVER,
  /** The receiver is on hold. */
  RECEIVER_HELD,
  /** Nobody knows yet where the receiver is. */
  NO_ADDRESS,
  /** The system did not take it. */
  NOT_SENT;

  static Dropped by(Verdict verdict) {
    return switch (verdict) {
      case MALFORMED -> MALFORMED;
      case FORGED -> FORGED;
      case REPLAYED -> REPLAYED;
      case NO_KEYS -> NO_KEYS;
      case PASS -> throw new IllegalArgumentException("it passes");
    };
  }
}
