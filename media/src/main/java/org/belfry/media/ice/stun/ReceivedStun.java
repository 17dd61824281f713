package org.belfry.media.ice.stun;

import java.util.List;

/**
 * A message as somebody sent it.
 *
 * @param bytes the whole message, whose signatures can be checked; never changed
 * @param unknown types below 0x8000 that we do not know: a request is answered with 420, a response
 *     is not usable (RFC 8489 §6.3)
 * @param integrityAt index of MESSAGE-INTEGRITY in the bytes, or -1
 * @param integritySha256At index of MESSAGE-INTEGRITY-SHA256, or -1
 * @param fingerprinted whether a right FINGERPRINT ends it
 */
public record ReceivedStun(
    StunMessage message,
    byte[] bytes,
    List<Integer> unknown,
    int integrityAt,
    int integritySha256At,
    boolean fingerprinted)
    implements StunReading {

  /** Whether it carries a signature at all, right or not. */
  public boolean signed() {
    return integrityAt >= 0 || integritySha256At >= 0;
  }

  /** Whether it is to be answered with MESSAGE-INTEGRITY-SHA256 (RFC 8489 §9.2.4). */
  public boolean signedWithSha256() {
    return integritySha256At >= 0;
  }

  /**
   * Whether who wrote it knows the key. Where both signatures are there the stronger one counts
   * (RFC 8489 §9.1.3).
   */
  public boolean isSignedBy(IntegrityKey key) {
    if (integritySha256At >= 0) {
      return key.verifiesSha256(bytes, integritySha256At);
    }
    return integrityAt >= 0 && key.verifiesSha1(bytes, integrityAt);
  }
}
