package org.belfry.pbx.app.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.belfry.pbx.app.queue.QueueEffect.Outcome;
import org.belfry.pbx.directory.Destination;
import org.jspecify.annotations.Nullable;

/**
 * What the desk tells the program that leads a caller, or an agent who is to call somebody back.
 * Each says when it was told: a program that was busy meanwhile leaves out what is old.
 */
public sealed interface QueueNews {
  Instant at();

  /** Let these ring for the caller. */
  record Ring(Instant at, List<Queue.Member> agents, Duration time) implements QueueNews {
    public Ring {
      agents = List.copyOf(agents);
    }
  }

  /** Say how things stand. */
  record Announce(Instant at, int position, Duration estimate, boolean callBack)
      implements QueueNews {}

  /** The caller waits no longer. */
  record Overflow(Instant at, Outcome why, @Nullable Destination to) implements QueueNews {}

  /** Nobody is to answer any more: let it ring no longer. Told on the lane, at once. */
  record StopRinging(Instant at) implements QueueNews {}

  /** To an agent: call this one back now. */
  record CallBack(Instant at, Waiter caller) implements QueueNews {}

  /** To an agent: it has been done, or is not wanted any more. */
  record NotNeeded(Instant at) implements QueueNews {}
}
