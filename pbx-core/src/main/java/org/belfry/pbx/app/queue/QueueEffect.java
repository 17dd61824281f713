package org.belfry.pbx.app.queue;

import java.time.Duration;
import java.time.Instant;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.engine.Effect;
import org.jspecify.annotations.Nullable;

/** What a queue wants done. */
public sealed interface QueueEffect extends Effect {

  /**
   * Let an agent's phone ring for a caller. One of Answered and Refused follows, or StopRinging.
   */
  record Ring(Queue.Member agent, Waiter caller, Duration time) implements QueueEffect {}

  /** Nobody is to answer there any more. */
  record StopRinging(String agent, String caller) implements QueueEffect {}

  /** They talk from now on; or a call-back is made from this agent. */
  record Connect(String agent, Waiter caller) implements QueueEffect {}

  /**
   * Tell a caller how things stand.
   *
   * @param estimate how long it may take, roughly
   * @param callBack whether they may be called back now
   */
  record Announce(String caller, int position, Duration estimate, boolean callBack)
      implements QueueEffect {}

  /**
   * A caller waits no longer.
   *
   * @param to null for a goodbye
   */
  record Overflow(String caller, Outcome why, @Nullable Destination to) implements QueueEffect {}

  /** Keep this of a caller; what was kept of the same one before is replaced. */
  record Keep(Stay stay) implements QueueEffect {}

  /** An agent has come, gone, paused or gone on. */
  record Duty(String agent, boolean in, @Nullable String pause, Instant at)
      implements QueueEffect {}

  /**
   * A caller's time with a queue.
   *
   * @param agent who took it, or null
   * @param until when the waiting was over; null while it lasts (a call-back that is to be made)
   * @param talked how long they talked; null until that is over
   * @param callBack the number that is called back, or null
   */
  record Stay(
      String caller,
      String number,
      @Nullable String name,
      int priority,
      @Nullable String skill,
      Instant since,
      @Nullable Instant until,
      @Nullable Outcome outcome,
      @Nullable String agent,
      @Nullable Duration talked,
      @Nullable String callBack) {
    static Stay of(Waiter w, @Nullable Instant until, @Nullable Outcome outcome) {
      return of(w, until, outcome, null, null);
    }

    static Stay of(
        Waiter w,
        @Nullable Instant until,
        @Nullable Outcome outcome,
        @Nullable String agent,
        @Nullable Duration talked) {
      return new Stay(
          w.id(),
          w.number(),
          w.name(),
          w.priority(),
          w.skill(),
          w.since(),
          until,
          outcome,
          agent,
          talked,
          w.callBack());
    }
  }

  /** How waiting ended. */
  enum Outcome {
    ANSWERED,
    /** The caller hung up. */
    ABANDONED,
    /** Too many waited. */
    FULL,
    /** It took too long. */
    LATE,
    /** No agent was there. */
    NOBODY,
    /** Whoever was to be called back was never reached. */
    NOT_REACHED
  }
}
