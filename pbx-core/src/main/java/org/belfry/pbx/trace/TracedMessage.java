package org.belfry.pbx.trace;

import java.time.Instant;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;

/**
 * One message of a call as it crossed the wire. Immutable, and so safe to hand to another thread.
 *
 * @param number counts the call's messages from 0; where one is missing it was left out
 * @param bytes shared with whoever sent or received it: nobody may write to it
 * @param failure why it could not be sent, or null
 */
public record TracedMessage(
    int number, Instant at, Direction direction, Hop hop, byte[] bytes, @Nullable String failure) {

  /** As we see it. */
  public enum Direction {
    RECEIVED,
    SENT,
    /** Told later that it did not go out, or not certainly. */
    NOT_SENT
  }
}
