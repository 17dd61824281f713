package org.belfry.media.jitter;

/** What a packet holds, as far as its time matters. */
public enum Content {
  /** Sound that lasts for the packet's ticks. */
  SOUND,
  /** A description of comfort noise, which sounds until something else comes (RFC 3389). */
  NOISE,
  /**
   * Something that is handled elsewhere, a telephone-event: it only says that this number was not
   * lost, and that sound may pause.
   */
  EVENT
}
