package org.belfry.media.mix;

/** Why somebody may not enter a room; the message is a sentence for people. */
public final class RoomRefusal extends Exception {
  /** The reasons. */
  public enum Reason {
    FULL,
    LOCKED
  }

  private final Reason reason;

  RoomRefusal(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
