package org.belfry.media.session;

import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Protection;
import org.belfry.media.rtp.Verdict;

/**
 * Of a leg that will be encrypted and has no keys yet: nothing passes, least of all in the clear.
 */
final class NoKeysYet implements Protection {
  static final NoKeysYet INSTANCE = new NoKeysYet();

  private NoKeysYet() {}

  @Override
  public Verdict protect(Packet packet) {
    return Verdict.NO_KEYS;
  }

  @Override
  public Verdict unprotect(Packet packet) {
    return Verdict.NO_KEYS;
  }
}
