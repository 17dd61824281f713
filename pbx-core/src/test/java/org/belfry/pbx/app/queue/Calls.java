package org.belfry.pbx.app.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.engine.Step;

/** A queue for machine tests: what happens to it, and what it wanted done last. */
final class Calls {
  static final Instant START = Instant.parse("2026-06-10T10:00:00Z");

  QueueState state;
  Instant now = START;
  final Set<String> elsewhere = new HashSet<>();
  List<QueueEffect> last = List.of();

  Calls(Queue queue) {
    state = QueueState.empty(queue, START);
  }

  static Queue queue(Queue.Strategy strategy, String... agents) {
    List<Queue.Member> members = new ArrayList<>();
    for (String agent : agents) {
      members.add(new Queue.Member(agent, members.size() + 1, Set.of(), false));
    }
    return queue(strategy, members, Duration.ZERO);
  }

  static Queue queue(Queue.Strategy strategy, List<Queue.Member> members, Duration wrapUp) {
    return new Queue(
        "sales",
        "600",
        null,
        strategy,
        members,
        Duration.ofSeconds(20),
        wrapUp,
        3,
        5,
        Duration.ofMinutes(10),
        List.of(),
        "jazz",
        new Queue.Announcements(Duration.ofSeconds(30), true, true, List.of()),
        new Queue.CallBack(Duration.ofSeconds(60), 2, Duration.ofMinutes(5), Queue.CallBack.USUAL),
        Destination.parse("voicemail:1001"),
        null,
        null,
        Duration.ofSeconds(20));
  }

  static Queue withNobody(Queue q, String to) {
    return new Queue(
        q.name(),
        q.number(),
        q.language(),
        q.strategy(),
        q.members(),
        q.ringTime(),
        q.wrapUp(),
        q.missedMax(),
        q.waitingMax(),
        q.waitMax(),
        q.greeting(),
        q.music(),
        q.announcements(),
        q.callBack(),
        q.full(),
        q.late(),
        Destination.parse(to),
        q.serviceLevel());
  }

  Calls on(QueueEvent event) {
    Step<QueueState, QueueEffect> step =
        QueueMachine.on(state, event, agent -> !elsewhere.contains(agent), now);
    state = step.state();
    last = step.effects().stream().map(QueueEffect.class::cast).toList();
    return this;
  }

  Calls agents(String... names) {
    for (String name : names) {
      on(new QueueEvent.LoggedIn(name));
      now = now.plusSeconds(1); // so that it is known who came first
    }
    return this;
  }

  Calls joins(String caller) {
    return on(new QueueEvent.Joined(caller, "+49170" + caller, null, 0, null));
  }

  Calls answers(String agent, String caller) {
    return on(new QueueEvent.Answered(agent, caller));
  }

  Calls refuses(String agent, String caller) {
    return on(new QueueEvent.Refused(agent, caller, QueueEvent.Why.NO_ANSWER));
  }

  Calls ends(String agent) {
    return on(new QueueEvent.Ended(agent));
  }

  Calls after(int seconds) {
    now = now.plusSeconds(seconds);
    return on(new QueueEvent.Woke());
  }

  /** {@code agent<caller} for each phone that was made to ring just now. */
  List<String> rung() {
    return last.stream()
        .filter(QueueEffect.Ring.class::isInstance)
        .map(QueueEffect.Ring.class::cast)
        .map(r -> r.agent().agent() + "<" + r.caller().id())
        .toList();
  }

  <E extends QueueEffect> List<E> all(Class<E> kind) {
    return last.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  List<String> waiting() {
    return state.waiters().stream().map(Waiter::id).toList();
  }
}
