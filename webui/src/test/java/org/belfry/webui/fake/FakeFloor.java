package org.belfry.webui.fake;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.QueueAdmin.QueueView;
import org.belfry.pbx.admin.QueueMonitor;
import org.jspecify.annotations.Nullable;

/** What goes on in the queues; agents are logged out until something else is said. */
public final class FakeFloor implements QueueMonitor {
  private final FakeQueues queues;
  private final List<Consumer<QueueEventView>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, LiveAgent> agents = new LinkedHashMap<>();
  private final Map<String, List<LiveCaller>> callers = new LinkedHashMap<>();
  private final Map<String, DayFigures> days = new LinkedHashMap<>();
  private long events;

  FakeFloor(FakeQueues queues) {
    this.queues = queues;
  }

  public void clear() {
    agents.clear();
    callers.clear();
    days.clear();
  }

  public int listeners() {
    return listeners.size();
  }

  /** An agent does something else now. */
  public void works(String queue, String agent, String state, @Nullable String with) {
    AgentState now = AgentState.valueOf(state);
    agents.put(
        queue + "/" + agent,
        new LiveAgent(
            agent,
            now,
            now == AgentState.PAUSED ? "Lunch" : null,
            with,
            Instant.now().minusSeconds(133),
            4));
    happened(queue, QueueEventType.AGENT);
  }

  public void waits(String queue, String number, @Nullable String name, long seconds) {
    List<LiveCaller> all = callers.computeIfAbsent(queue, q -> new ArrayList<>());
    all.add(
        new LiveCaller(
            "c" + all.size(),
            number,
            name,
            0,
            null,
            Instant.now().minusSeconds(seconds),
            all.size() + 1,
            null));
    happened(queue, QueueEventType.JOINED);
  }

  public void day(String queue, long came, long answered, long inTime, long gaveUp) {
    days.put(
        queue,
        new DayFigures(
            LocalDate.EPOCH,
            queue,
            came,
            answered,
            inTime,
            gaveUp,
            came - answered - gaveUp,
            0,
            17,
            143,
            251,
            (double) inTime / (answered + gaveUp)));
  }

  private void happened(String queue, QueueEventType type) {
    QueueEventView event =
        new QueueEventView(++events, type, Instant.now(), queue, null, null, null, null);
    listeners.forEach(listener -> listener.accept(event));
  }

  @Override
  public List<LiveQueue> live() {
    return queues.queues().stream().map(this::now).toList();
  }

  @Override
  public Optional<LiveQueue> live(String queue) {
    return live().stream().filter(q -> q.name().equals(queue)).findFirst();
  }

  private LiveQueue now(QueueView queue) {
    List<LiveAgent> its =
        queue.members().stream()
            .map(m ->
                agents.getOrDefault(
                    queue.name() + "/" + m.agent(),
                    new LiveAgent(m.agent(), AgentState.LOGGED_OUT, null, null, Instant.now(), 0)))
            .toList();
    List<LiveCaller> waiting = List.copyOf(callers.getOrDefault(queue.name(), List.of()));
    return new LiveQueue(
        queue.name(),
        (int)
            its.stream()
                .filter(a -> a.state() != AgentState.LOGGED_OUT && a.pause() == null)
                .count(),
        waiting.size(),
        0,
        0,
        waiting,
        its);
  }

  @Override
  public void duty(@Nullable String queue, String agent, ChangeDuty command) {
    if (queue == null || live(queue).isEmpty()) {
      throw new NotFound("queue", String.valueOf(queue));
    }
    if (command.in() != null) {
      works(queue, agent, command.in() ? "IDLE" : "LOGGED_OUT", null);
    } else {
      works(queue, agent, "".equals(command.pause()) ? "IDLE" : "PAUSED", null);
    }
  }

  @Override
  public StayPage stays(
      @Nullable String queue,
      @Nullable String outcome,
      @Nullable Instant from,
      @Nullable Instant to,
      int offset,
      int limit) {
    List<StayView> stays = new ArrayList<>();
    if (!days.isEmpty()) {
      Instant now = Instant.now();
      stays.add(stay(queue, "+493055501", "ANSWERED", now.minusSeconds(400), "1002"));
      stays.add(stay(queue, "+4989444", "ABANDONED", now.minusSeconds(900), null));
      stays.add(stay(queue, "+49711222", "ANSWERED", now.minusSeconds(1500), "1001"));
    }
    return new StayPage(stays, stays.size(), offset, limit);
  }

  private static StayView stay(
      @Nullable String queue,
      String number,
      String outcome,
      Instant since,
      @Nullable String agent) {
    return new StayView(
        String.valueOf(queue), "c", number, null, since, 23, outcome, agent, 180.0, null);
  }

  @Override
  public List<DayFigures> figures(@Nullable String queue, LocalDate from, LocalDate to) {
    return days.values().stream().filter(d -> queue == null || d.queue().equals(queue)).toList();
  }

  @Override
  public LiveUpdates.Subscription onEvent(Consumer<QueueEventView> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
