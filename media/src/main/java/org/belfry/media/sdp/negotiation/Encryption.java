package org.belfry.media.sdp.negotiation;

/** What a side may do about encryption of its media. */
public enum Encryption {
  /** An offer of it is refused; keys offered beside plain RTP are overlooked. */
  FORBIDDEN,
  /** What the side offers is taken. */
  ALLOWED,
  /** Media in the clear is refused. */
  REQUIRED
}
