package org.belfry.appliance.queue;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.belfry.pbx.admin.LiveUpdates.Subscription;
import org.belfry.pbx.admin.QueueMonitor.QueueEventType;
import org.belfry.pbx.admin.QueueMonitor.QueueEventView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells what happens in queues, on the queues' thread. */
@Component
class QueueFeed {
  private static final Logger LOG = LoggerFactory.getLogger(QueueFeed.class);

  private final List<Consumer<QueueEventView>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong number = new AtomicLong();

  Subscription onEvent(Consumer<QueueEventView> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void tell(
      QueueEventType type,
      Instant at,
      String queue,
      @Nullable String caller,
      @Nullable String callerNumber,
      @Nullable String agent,
      @Nullable String detail) {
    if (listeners.isEmpty()) {
      return;
    }
    QueueEventView event =
        new QueueEventView(
            number.incrementAndGet(), type, at, queue, caller, callerNumber, agent, detail);
    for (Consumer<QueueEventView> listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        LOG.error("a listener failed at {}", type, e);
      }
    }
  }
}
