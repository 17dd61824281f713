package org.belfry.media.ice.stun;

/**
 * Why bytes are no STUN message. Nobody is answered: what has no sound header has nobody to answer
 * to (RFC 8489 §6.3).
 */
public enum StunFault implements StunReading {
  /** Shorter than a header or than its length says, or longer. */
  LENGTH,
  /** The first two bits or the magic cookie are somebody else's. */
  NOT_STUN,
  /** A method that we do not know. */
  METHOD,
  /** An attribute reaches beyond the message, or its value cannot have this length. */
  ATTRIBUTE,
  /** More attributes than anybody has a use for. */
  TOO_MANY,
  /** FINGERPRINT is wrong or not the last attribute (RFC 8489 §14.7). */
  FINGERPRINT
}
