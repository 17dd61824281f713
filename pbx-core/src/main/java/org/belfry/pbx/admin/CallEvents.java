package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells what happens to calls, as it happens. */
public interface CallEvents {

  /**
   * Calls the listener with each event from now on, in order, on a thread of the appliance's; the
   * listener must return at once.
   *
   * @return closes the subscription
   */
  LiveUpdates.Subscription onEvent(Consumer<CallEventView> listener);

  /** What happened. A call that is over within a fraction of a second may have only ended. */
  enum CallEventType {
    STARTED,
    RINGING,
    ANSWERED,
    ENDED,
    /** A user calls an emergency number. */
    EMERGENCY
  }

  /**
   * @param number of the event, one more than the one before it since the start
   * @param caller extension or number of the caller, {@code callerName} its display name if known
   * @param callee what was dialled
   * @param cause why it ended, as in the call history; null before
   * @param durationSeconds time spoken; null before it has ended
   * @param location where the caller's phone stands, of an emergency call; else null
   */
  record CallEventView(
      long number,
      CallEventType type,
      Instant at,
      String callId,
      String caller,
      @Nullable String callerName,
      String callee,
      @Nullable String calleeName,
      @Nullable String cause,
      @Nullable Double durationSeconds,
      @Nullable String location) {}
}
