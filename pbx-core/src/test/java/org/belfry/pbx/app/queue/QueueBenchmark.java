package org.belfry.pbx.app.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.belfry.pbx.app.queue.Queue.Strategy;

/**
 * Prints what it costs to give one caller to one agent with 500 callers waiting and 100 agents, in
 * microseconds: the agent's last call ends, who is next is found, and they talk. Run its main; the
 * first rounds are warm-up.
 */
final class QueueBenchmark {
  private static final int WAITING = 500;
  private static final int AGENTS = 100;
  private static final int CALLS = 2000;

  private QueueBenchmark() {}

  public static void main(String[] args) {
    for (int round = 0; round < 4; round++) {
      for (Strategy strategy : Strategy.values()) {
        Calls q = full(strategy);
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
          String agent = Integer.toString(1000 + i % AGENTS);
          q.ends(agent);
          List<QueueEffect.Ring> rung = q.all(QueueEffect.Ring.class);
          q.answers(rung.getFirst().agent().agent(), rung.getFirst().caller().id());
          q.joins("n" + i);
        }
        double each = (System.nanoTime() - start) / 1000.0 / CALLS;
        System.out.printf(Locale.ROOT, "round %d %-14s %8.1f us%n", round, strategy, each);
      }
    }
  }

  private static Calls full(Strategy strategy) {
    List<Queue.Member> members = new ArrayList<>();
    for (int i = 0; i < AGENTS; i++) {
      members.add(new Queue.Member(Integer.toString(1000 + i), 1 + i % 10, Set.of(), false));
    }
    Queue some = Calls.queue(strategy, members, java.time.Duration.ZERO);
    Queue large =
        new Queue(
            some.name(),
            null,
            null,
            strategy,
            members,
            some.ringTime(),
            some.wrapUp(),
            0,
            1000,
            some.waitMax(),
            List.of(),
            "",
            some.announcements(),
            null,
            null,
            null,
            null,
            some.serviceLevel());
    Calls q = new Calls(large);
    for (int i = 0; i < AGENTS; i++) {
      q.agents(Integer.toString(1000 + i));
      q.joins("t" + i);
      for (QueueEffect.Ring ring : q.all(QueueEffect.Ring.class)) {
        q.answers(ring.agent().agent(), ring.caller().id());
      }
    }
    for (int i = 0; i < WAITING; i++) {
      q.joins("w" + i);
    }
    return q;
  }
}
