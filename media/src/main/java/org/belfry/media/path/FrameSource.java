package org.belfry.media.path;

/**
 * Where sound comes from, 20 ms at a time: a leg behind its jitter buffer and decoder, a player, a
 * tone, music on hold. Its owner reads one frame per tick.
 *
 * <p>A source belongs to the thread that reads it. Reading never blocks, never waits for a disk or
 * the network, and allocates nothing on the steady path; who has nothing in time answers {@link
 * Got#SILENCE}.
 */
public interface FrameSource {

  /** What a read gave. */
  enum Got {
    /** The frame holds 20 ms of sound. */
    SOUND,

    /**
     * Nothing to be heard in these 20 ms: the content of the frame is undefined and must not be
     * read. More may come later. Said for packets that do not come, pauses and gated silence, so
     * that whoever mixes need not look at zeros.
     */
    SILENCE,

    /** There is no more and never will be; the frame is undefined. Every later read says so too. */
    END
  }

  /** Samples per second; never changes. */
  int rate();

  /**
   * Reads the next 20 ms.
   *
   * @param frame belongs to the caller and is kept by nobody; the first {@link Frames#samples} of
   *     it are written on {@link Got#SOUND}, all others stay as they are
   */
  Got read(short[] frame);
}
