package org.belfry.pbx.call;

import org.jspecify.annotations.Nullable;

/**
 * What somebody hears while the one it is to talk to is called or is busy with something else: a
 * port to media. Asked on the lane of the call, so it must not block.
 */
public interface WaitingSound {
  /** There is none: nobody can be kept waiting. */
  WaitingSound NONE =
      new WaitingSound() {
        @Override
        public byte @Nullable [] answer(String callId, byte[] offer) {
          return null;
        }

        @Override
        public void ended(String callId) {
          // nothing sounded
        }
      };

  /**
   * Lets it sound.
   *
   * @param callId of the leg that hears it
   * @param offer a session description of the leg's
   * @return the answer to it, or null when it cannot be
   */
  byte @Nullable [] answer(String callId, byte[] offer);

  /** The leg hears somebody else from now on, or is over. Unknown Call-IDs are nothing. */
  void ended(String callId);
}
