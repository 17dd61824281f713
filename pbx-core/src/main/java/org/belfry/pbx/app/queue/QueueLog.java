package org.belfry.pbx.app.queue;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of queues, and told to whoever watches them: a port. Called by the desk in the order
 * things happen, on its lane; returns at once.
 */
public interface QueueLog {

  /** Somebody has begun to wait. */
  void joined(String queue, Waiter caller);

  /** What is known of a caller now; replaces what was kept of the same one. */
  void kept(String queue, QueueEffect.Stay stay, boolean inTime);

  void duty(String queue, QueueEffect.Duty duty);

  /** What was kept of a queue before the server started; asked once. */
  Kept before(String queue);

  /**
   * @param duties of agents
   * @param callBacks that are still to be made, in any order
   */
  record Kept(List<Logged> duties, List<Waiter> callBacks) {
    public static final Kept NOTHING = new Kept(List.of(), List.of());
  }

  record Logged(String agent, boolean in, @Nullable String pause, Instant since) {}
}
