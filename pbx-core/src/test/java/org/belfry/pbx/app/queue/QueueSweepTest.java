package org.belfry.pbx.app.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random things happen to a queue, sensible ones and not: no caller may be lost, none may be in two
 * places, and no agent may have two.
 */
class QueueSweepTest {
  private static final int SEEDS = 60;
  private static final int EVENTS = 600;
  private static final List<String> AGENTS = List.of("1001", "1002", "1003", "1004", "+49151");

  @ParameterizedTest
  @EnumSource(Queue.Strategy.class)
  void noCallerIsLostAndNoAgentHasTwo(Queue.Strategy strategy) {
    for (int seed = 0; seed < SEEDS; seed++) {
      new Run(strategy, seed).run();
    }
  }

  private static final class Run {
    private final String story;
    private final SplittableRandom random;
    private final Calls q;
    private final List<String> callers = new ArrayList<>();

    /** Where each caller is, as the effects said: that is what the calls would do. */
    private final Map<String, String> told = new HashMap<>();

    private final Map<String, String> rings = new HashMap<>();

    Run(Queue.Strategy strategy, int seed) {
      this.story = strategy + " seed " + seed;
      this.random = new SplittableRandom(seed);
      this.q = new Calls(queue(strategy));
    }

    private Queue queue(Queue.Strategy strategy) {
      List<Queue.Member> members = new ArrayList<>();
      for (String agent : AGENTS) {
        if (random.nextInt(4) > 0) {
          Set<String> skills = random.nextBoolean() ? Set.of("french") : Set.of();
          members.add(new Queue.Member(agent, 1 + random.nextInt(3), skills, false));
        }
      }
      Queue q = Calls.queue(strategy, members, Duration.ofSeconds(random.nextInt(30)));
      return random.nextInt(3) == 0 ? Calls.withNobody(q, "dial:1009") : q;
    }

    void run() {
      for (int i = 0; i < EVENTS; i++) {
        q.now = q.now.plusMillis(random.nextInt(8000));
        QueueEvent event = event(i);
        q.on(event);
        follow(event);
        check(event);
      }
    }

    private QueueEvent event(int i) {
      String agent = AGENTS.get(random.nextInt(AGENTS.size()));
      String caller = callers.isEmpty() ? "nobody" : callers.get(random.nextInt(callers.size()));
      String ringing = rings.getOrDefault(agent, caller);
      return switch (random.nextInt(13)) {
        case 0, 1 -> {
          callers.add("c" + i);
          told.put("c" + i, "waits");
          yield new QueueEvent.Joined(
              "c" + i, "+49", null, random.nextInt(3), random.nextInt(4) == 0 ? "french" : null);
        }
        case 2 -> new QueueEvent.Left(caller);
        case 3, 4 -> new QueueEvent.Answered(agent, ringing);
        case 5 ->
            new QueueEvent.Refused(agent, ringing, QueueEvent.Why.values()[random.nextInt(4)]);
        case 6 -> new QueueEvent.Ended(agent);
        case 7 -> new QueueEvent.LoggedIn(agent);
        case 8 ->
            random.nextInt(3) == 0
                ? new QueueEvent.LoggedOut(agent)
                : new QueueEvent.LoggedIn(agent);
        case 9 ->
            random.nextBoolean()
                ? new QueueEvent.Paused(agent, "x")
                : new QueueEvent.Resumed(agent);
        case 10 -> new QueueEvent.CallBackWanted(caller, "+49170");
        case 11 -> new QueueEvent.CallBackFailed(agent, caller);
        default ->
            random.nextInt(10) == 0
                ? new QueueEvent.Changed(queue(q.state.queue().strategy()))
                : new QueueEvent.Woke();
      };
    }

    private void follow(QueueEvent event) {
      if (event instanceof QueueEvent.Refused r) {
        rings.remove(r.agent(), r.caller());
      }
      for (QueueEffect effect : q.last) {
        switch (effect) {
          case QueueEffect.Ring r -> {
            assertThat(rings.put(r.agent().agent(), r.caller().id())).as(story).isNull();
          }
          case QueueEffect.StopRinging s -> rings.remove(s.agent(), s.caller());
          case QueueEffect.Connect c -> {
            rings.remove(c.agent(), c.caller().id());
            assertThat(told.put(c.caller().id(), "talks")).as(story).isEqualTo("waits");
          }
          case QueueEffect.Overflow o ->
              assertThat(told.put(o.caller(), "gone")).as(story).isEqualTo("waits");
          case QueueEffect.Keep k -> {
            if (k.stay().outcome() == QueueEffect.Outcome.ABANDONED
                || k.stay().outcome() == QueueEffect.Outcome.NOT_REACHED
                || k.stay().talked() != null) {
              told.put(k.stay().caller(), "gone");
            } else if (k.stay().outcome() == null) {
              told.put(k.stay().caller(), "waits"); // to be called back
            }
          }
          default -> {}
        }
      }
    }

    private void check(QueueEvent event) {
      Map<String, String> is = new HashMap<>();
      for (Waiter waiter : q.state.waiters()) {
        assertThat(is.put(waiter.id(), "waits")).as(story + " " + event).isNull();
      }
      Set<String> waiting = new HashSet<>(is.keySet());
      for (Agent agent : q.state.agents().values()) {
        switch (agent.work()) {
          case Agent.Work.Talking t ->
              assertThat(is.put(t.caller().id(), "talks")).as(story + " " + event).isNull();
          case Agent.Work.Ringing r -> {
            assertThat(waiting).as(story + " " + event).contains(r.caller());
            assertThat(rings).as(story + " " + event).containsEntry(agent.name(), r.caller());
          }
          default -> assertThat(rings).as(story + " " + event).doesNotContainKey(agent.name());
        }
      }
      told.forEach((caller, where) -> {
        if (!where.equals("gone")) {
          assertThat(is.get(caller)).as(story + " " + event + " " + caller).isEqualTo(where);
        } else {
          assertThat(is).as(story + " " + event).doesNotContainKey(caller);
        }
      });
      assertThat(q.state.waiters())
          .isSortedAccordingTo((a, b) -> a.isBefore(b) ? -1 : b.isBefore(a) ? 1 : 0);
    }
  }
}
