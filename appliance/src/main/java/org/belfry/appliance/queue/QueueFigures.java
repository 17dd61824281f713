package org.belfry.appliance.queue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.belfry.appliance.directory.DirectoryChanged;
import org.belfry.pbx.admin.QueueMonitor;
import org.belfry.pbx.admin.QueueMonitor.AgentState;
import org.belfry.pbx.admin.QueueMonitor.LiveQueue;
import org.belfry.pbx.admin.QueueMonitor.QueueEventView;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What monitoring asks of queues, each by itself; docs/operations.md lists it. */
@Component
class QueueFigures implements MeterBinder {
  /** A name in the registry is never forgotten: more queues than this are not told apart. */
  private static final int QUEUES_MAX = 500;

  private final QueueMonitor queues;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private volatile @Nullable MeterRegistry registry;

  QueueFigures(QueueMonitor queues) {
    this.queues = queues;
  }

  @Override
  public void bindTo(MeterRegistry its) {
    registry = its;
    arrange();
    queues.onEvent(this::happened);
  }

  @EventListener
  void on(DirectoryChanged event) {
    arrange();
  }

  private void arrange() {
    MeterRegistry to = registry;
    if (to == null) {
      return;
    }
    for (LiveQueue queue : queues.live()) {
      String name = queue.name();
      if (known.size() < QUEUES_MAX && known.add(name)) {
        gauge(to, "queue.waiting", "Callers that wait", name, LiveQueue::waiting);
        gauge(
            to,
            "queue.longest.wait.seconds",
            "How long the one who waits longest has waited",
            name,
            LiveQueue::longestWaitSeconds);
        gauge(
            to,
            "queue.agents.ready",
            "Agents who could take a call now",
            name,
            q -> q.agents().stream().filter(a -> a.state() == AgentState.IDLE).count());
        gauge(to, "queue.agents.on.duty", "Agents logged in", name, LiveQueue::onDuty);
      }
    }
  }

  private void gauge(
      MeterRegistry to, String name, String help, String queue, ToDoubleFunction<LiveQueue> value) {
    Gauge.builder(name, queues, q -> q.live(queue).map(value::applyAsDouble).orElse(0.0))
        .description(help)
        .tag("queue", queue)
        .register(to);
  }

  private void happened(QueueEventView event) {
    MeterRegistry to = registry;
    if (to == null || !known.contains(event.queue())) {
      return;
    }
    switch (event.type()) {
      case ANSWERED, ABANDONED, OVERFLOWED ->
          to.counter(
                  "queue.callers",
                  "queue",
                  event.queue(),
                  "outcome",
                  event.type().name().toLowerCase(Locale.ROOT))
              .increment();
      default -> {} // nothing that comes to an end
    }
    if (event.type() == QueueMonitor.QueueEventType.ANSWERED && event.detail() != null) {
      to.counter("queue.answered.in.time", "queue", event.queue()).increment();
    }
  }
}
