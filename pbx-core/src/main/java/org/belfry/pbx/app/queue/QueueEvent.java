package org.belfry.pbx.app.queue;

import org.belfry.pbx.engine.Event;
import org.jspecify.annotations.Nullable;

/** What happens to a queue. Callers and agents that it does not know (any more) are no fault. */
public sealed interface QueueEvent extends Event {

  /**
   * A caller has come.
   *
   * @param number empty when it is hidden
   * @param skill that an agent needs, or null
   */
  record Joined(
      String caller, String number, @Nullable String name, int priority, @Nullable String skill)
      implements QueueEvent {}

  /** A caller has hung up. */
  record Left(String caller) implements QueueEvent {}

  /** An agent has answered, and confirmed where that is wanted. */
  record Answered(String agent, String caller) implements QueueEvent {}

  /** An agent did not take a caller. */
  record Refused(String agent, String caller, Why why) implements QueueEvent {}

  /** Why an agent did not. */
  enum Why {
    NO_ANSWER,
    BUSY,
    DECLINED,
    UNREACHABLE
  }

  /** An agent and a caller have stopped talking. */
  record Ended(String agent) implements QueueEvent {}

  record LoggedIn(String agent) implements QueueEvent {}

  record LoggedOut(String agent) implements QueueEvent {}

  record Paused(String agent, String reason) implements QueueEvent {}

  record Resumed(String agent) implements QueueEvent {}

  /** A caller hangs up, keeps the place and is called at this number. */
  record CallBackWanted(String caller, String number) implements QueueEvent {}

  /** An agent had time for a call-back, and nobody answered it. */
  record CallBackFailed(String agent, String caller) implements QueueEvent {}

  /** The queue was arranged anew. */
  record Changed(Queue queue) implements QueueEvent {}

  /** Some time has passed. */
  record Woke() implements QueueEvent {}
}
