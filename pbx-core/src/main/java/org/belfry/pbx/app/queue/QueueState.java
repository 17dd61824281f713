package org.belfry.pbx.app.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A queue at one moment: immutable, so that anybody may look at it.
 *
 * @param waiters in the order they are served
 * @param agents by extension or number, in the order of the members
 * @param lastRung who was rung last, or null
 * @param handling how long an agent is busy with a call, on average of late
 */
public record QueueState(
    Queue queue,
    List<Waiter> waiters,
    SequencedMap<String, Agent> agents,
    @Nullable String lastRung,
    Duration handling) {
  /** Until calls have shown how long they take. */
  private static final Duration HANDLING = Duration.ofMinutes(3);

  public QueueState {
    waiters = List.copyOf(waiters);
    agents = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(agents));
  }

  /** A queue in which nobody waits and nobody is logged in. */
  public static QueueState empty(Queue queue, Instant now) {
    SequencedMap<String, Agent> agents = new LinkedHashMap<>();
    queue.members().forEach(m -> agents.put(m.agent(), Agent.of(m, now)));
    return new QueueState(queue, List.of(), agents, null, HANDLING);
  }

  /** A queue as it was before the server was restarted: who talked then talks no more. */
  static QueueState restored(Queue queue, QueueLog.Kept kept, Instant now) {
    QueueState empty = empty(queue, now);
    SequencedMap<String, Agent> agents = new LinkedHashMap<>(empty.agents());
    for (QueueLog.Logged logged : kept.duties()) {
      agents.computeIfPresent(
          logged.agent(), (name, agent) -> agent.duty(logged.in(), logged.pause()));
    }
    List<Waiter> waiters = new ArrayList<>();
    for (Waiter waiter : kept.callBacks()) {
      int at = waiters.size();
      while (at > 0 && waiter.isBefore(waiters.get(at - 1))) {
        at--;
      }
      waiters.add(at, waiter);
    }
    return new QueueState(queue, waiters, agents, null, HANDLING);
  }

  /** Place of a caller, from 1; 0 when they do not wait. */
  public int position(String caller) {
    for (int i = 0; i < waiters.size(); i++) {
      if (waiters.get(i).id().equals(caller)) {
        return i + 1;
      }
    }
    return 0;
  }

  /** How long who is at this place will wait, roughly. */
  public Duration estimate(int position) {
    long onDuty = agents.values().stream().filter(Agent::onDuty).count();
    long rounds = (position + Math.max(1, onDuty) - 1) / Math.max(1, onDuty);
    return handling.multipliedBy(rounds);
  }

  /** Agents who are logged in and not paused. */
  public int onDuty() {
    return (int) agents.values().stream().filter(Agent::onDuty).count();
  }

  /** Whether time alone changes nothing here. */
  public boolean isQuiet() {
    return waiters.isEmpty()
        && agents.values().stream()
            .allMatch(
                a -> a.work() instanceof Agent.Work.Idle || a.work() instanceof Agent.Work.Talking);
  }
}
