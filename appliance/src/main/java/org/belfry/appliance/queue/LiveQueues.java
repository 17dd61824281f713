package org.belfry.appliance.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.LiveUpdates.Subscription;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.QueueMonitor;
import org.belfry.pbx.app.queue.Agent;
import org.belfry.pbx.app.queue.CallDistributor;
import org.belfry.pbx.app.queue.QueueEvent;
import org.belfry.pbx.app.queue.QueueState;
import org.belfry.pbx.app.queue.Waiter;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Queues as people see them. */
@Component
class LiveQueues implements QueueMonitor {
  private static final int PAUSE_LENGTH_MAX = 100;

  private final CallDistributor distributor;
  private final QueueFeed feed;
  private final QueueHistory history;
  private final InstantSource clock = InstantSource.system();

  LiveQueues(QueueService service, QueueFeed feed, QueueHistory history) {
    this.distributor = service.distributor();
    this.feed = feed;
    this.history = history;
  }

  @Override
  public List<LiveQueue> live() {
    return distributor.states().stream()
        .map(this::view)
        .sorted(Comparator.comparing(LiveQueue::name))
        .toList();
  }

  @Override
  public Optional<LiveQueue> live(String queue) {
    return Optional.ofNullable(distributor.state(queue)).map(this::view);
  }

  @Override
  public void duty(@Nullable String queue, String agent, ChangeDuty command) {
    if (command.in() == null && command.pause() == null) {
      throw new InvalidCommand("in", "must be in or pause");
    }
    if (command.pause() != null && command.pause().length() > PAUSE_LENGTH_MAX) {
      throw new InvalidCommand("pause", "must have at most " + PAUSE_LENGTH_MAX + " characters");
    }
    if (queue != null && distributor.state(queue) == null) {
      throw new NotFound("queue", queue);
    }
    List<String> queues =
        distributor.states().stream()
            .filter(s -> queue == null || s.queue().name().equals(queue))
            .filter(s -> s.agents().containsKey(agent))
            .map(s -> s.queue().name())
            .toList();
    if (queues.isEmpty()) {
      throw new NotFound("agent", agent);
    }
    for (String each : queues) {
      events(agent, command).forEach(event -> distributor.happened(each, event));
    }
  }

  private static List<QueueEvent> events(String agent, ChangeDuty command) {
    List<QueueEvent> events = new ArrayList<>();
    if (command.in() != null) {
      events.add(command.in() ? new QueueEvent.LoggedIn(agent) : new QueueEvent.LoggedOut(agent));
    }
    if (command.pause() != null) {
      events.add(
          command.pause().isBlank()
              ? new QueueEvent.Resumed(agent)
              : new QueueEvent.Paused(agent, command.pause().strip()));
    }
    return events;
  }

  @Override
  public StayPage stays(
      @Nullable String queue,
      @Nullable String outcome,
      @Nullable Instant from,
      @Nullable Instant to,
      int offset,
      int limit) {
    return history.stays(queue, outcome, from, to, offset, limit);
  }

  @Override
  public List<DayFigures> figures(@Nullable String queue, LocalDate from, LocalDate to) {
    return history.figures(queue, from, to);
  }

  @Override
  public Subscription onEvent(Consumer<QueueEventView> listener) {
    return feed.onEvent(listener);
  }

  private LiveQueue view(QueueState state) {
    Instant now = clock.instant();
    List<LiveCaller> callers = new ArrayList<>();
    for (Waiter w : state.waiters()) {
      callers.add(
          new LiveCaller(
              w.id(),
              w.number(),
              w.name(),
              w.priority(),
              w.skill(),
              w.since(),
              callers.size() + 1,
              w.callBack()));
    }
    Instant oldest =
        state.waiters().stream().map(Waiter::since).min(Comparator.naturalOrder()).orElse(now);
    return new LiveQueue(
        state.queue().name(),
        state.onDuty(),
        callers.size(),
        Duration.between(oldest, now).toMillis() / 1000.0,
        state.estimate(callers.size() + 1).toMillis() / 1000.0,
        callers,
        state.agents().values().stream().map(agent -> view(agent, state, now)).toList());
  }

  private static LiveAgent view(Agent agent, QueueState state, Instant now) {
    String with =
        switch (agent.work()) {
          case Agent.Work.Talking t -> t.caller().number();
          case Agent.Work.Ringing r ->
              state.waiters().stream()
                  .filter(w -> w.id().equals(r.caller()))
                  .map(Waiter::number)
                  .findFirst()
                  .orElse(null);
          default -> null;
        };
    boolean today = agent.day().equals(LocalDate.ofInstant(now, ZoneOffset.UTC));
    return new LiveAgent(
        agent.name(),
        state(agent),
        agent.pause(),
        with,
        agent.idleSince(),
        today ? agent.calls() : 0);
  }

  private static AgentState state(Agent agent) {
    return switch (agent.work()) {
      case Agent.Work.Ringing r -> AgentState.RINGING;
      case Agent.Work.Talking t -> AgentState.TALKING;
      case Agent.Work.WrapUp w -> AgentState.WRAP_UP;
      case Agent.Work.Idle i ->
          !agent.in()
              ? AgentState.LOGGED_OUT
              : agent.pause() != null ? AgentState.PAUSED : AgentState.IDLE;
    };
  }
}
