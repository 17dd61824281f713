package org.belfry.pbx.directory;

/** Which digest algorithms a user's phones are challenged with (RFC 8760 §2.4). */
public enum DigestOffer {
  /** As the site has it for all users. */
  SITE,
  /** SHA-256 and MD5, in the order that suits the transport. */
  BOTH,
  /** MD5 alone, for phones that fail on a second challenge wherever it stands. */
  MD5
}
