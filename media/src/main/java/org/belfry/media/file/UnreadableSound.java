package org.belfry.media.file;

import java.io.IOException;

/** A file whose sound we cannot read; the message is a sentence for people. */
public final class UnreadableSound extends IOException {
  /** The reasons. */
  public enum Reason {
    /** Neither WAV nor Ogg/Opus. */
    NOT_SOUND,
    /** One of the two, but of a kind that we do not read. */
    UNSUPPORTED,
    /** Its parts contradict each other, or the beginning is missing. */
    DAMAGED,
    /** Longer than the place it is loaded into. */
    TOO_LONG
  }

  private final Reason reason;

  public UnreadableSound(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
