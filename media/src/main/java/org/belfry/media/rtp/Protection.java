package org.belfry.media.rtp;

/**
 * What encrypts and decrypts one leg's packets in place, RTP and RTCP by {@link Packet#kind} (RFC
 * 3711). Belongs to one thread. Does not allocate on the steady path.
 */
public interface Protection {
  /** For a leg in the clear: everything passes as it is. */
  Protection NONE =
      new Protection() {
        @Override
        public Verdict protect(Packet packet) {
          return Verdict.PASS;
        }

        @Override
        public Verdict unprotect(Packet packet) {
          return Verdict.PASS;
        }
      };

  /**
   * For a leg that is to be encrypted and has no keys yet: nothing passes, least of all in the
   * clear.
   */
  Protection AWAITING_KEYS =
      new Protection() {
        @Override
        public Verdict protect(Packet packet) {
          return Verdict.NO_KEYS;
        }

        @Override
        public Verdict unprotect(Packet packet) {
          return Verdict.NO_KEYS;
        }
      };

  /** Encrypts what we send; the packet grows into its tailroom. */
  Verdict protect(Packet packet);

  /**
   * Checks and decrypts what came. Unless the verdict is {@link Verdict#PASS}, the content is
   * undefined afterwards.
   */
  Verdict unprotect(Packet packet);
}
