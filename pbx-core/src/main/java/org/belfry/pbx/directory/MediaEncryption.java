package org.belfry.pbx.directory;

/** Whether a user's phones encrypt their media (SRTP). Browsers always do. */
public enum MediaEncryption {
  /** As the site has it for all users. */
  SITE,
  /** They are offered plain RTP, and get nothing else. */
  FORBIDDEN,
  /** What they offer is taken. */
  ALLOWED,
  /** A call without keys for their leg is refused. */
  REQUIRED
}
