package org.belfry.appliance;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.ResolvableType;

/**
 * Delivers events. While beans are still being created, our own events reach the listeners that
 * existed before calls came up at once; all others get them afterwards, in order, because methods
 * with {@code @EventListener} are known only then. Delivery creates no bean: it runs on the
 * publisher's thread.
 */
class HeldEvents extends SimpleApplicationEventMulticaster {
  private static final Logger LOG = LoggerFactory.getLogger(HeldEvents.class);

  /** Events of a start. Late listeners miss older ones beyond that; the log says so. */
  private static final int MOST = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<ApplicationListener<?>> present = new CopyOnWriteArrayList<>();
  private final Deque<Held> held = new ArrayDeque<>();
  private volatile boolean callsAreUp;
  private volatile boolean everybodyListens;

  private record Held(
      ApplicationEvent event, ResolvableType type, Set<ApplicationListener<?>> heard) {}

  @Override
  public void addApplicationListener(ApplicationListener<?> listener) {
    super.addApplicationListener(listener);
    if (!callsAreUp) {
      present.add(listener);
    }
  }

  @Override
  public void multicastEvent(ApplicationEvent event, @Nullable ResolvableType type) {
    if (everybodyListens || !(event instanceof PayloadApplicationEvent<?> ours)) {
      super.multicastEvent(event, type);
      return;
    }
    Held held = hold(ours, type == null ? ResolvableType.forInstance(event) : type);
    if (held == null) {
      super.multicastEvent(event, type);
      return;
    }
    for (ApplicationListener<?> each : held.heard()) {
      if (supportsEvent(each, held.type(), null)) {
        invokeListener(each, event);
      }
    }
  }

  /** Null when everybody listens meanwhile. */
  private @Nullable Held hold(ApplicationEvent event, ResolvableType type) {
    lock.lock();
    try {
      if (everybodyListens) {
        return null;
      }
      Set<ApplicationListener<?>> heard = Collections.newSetFromMap(new IdentityHashMap<>());
      heard.addAll(present);
      Held next = new Held(event, type, heard);
      if (held.size() == MOST) {
        LOG.error("more than {} events in a start; whoever listens late misses the first", MOST);
        held.removeFirst();
      }
      held.addLast(next);
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** Who listens from now on waits for {@link #release}, so that nothing overtakes. */
  void callsAreUp() {
    callsAreUp = true;
  }

  /** Everybody listens now. */
  void release() {
    for (Held next = next(); next != null; next = next()) {
      for (ApplicationListener<?> each : getApplicationListeners(next.event(), next.type())) {
        if (!next.heard().contains(each)) {
          late(each, next.event());
        }
      }
    }
  }

  private @Nullable Held next() {
    lock.lock();
    try {
      Held next = held.pollFirst();
      everybodyListens = next == null;
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** There is no publisher any more who could be told. */
  private void late(ApplicationListener<?> listener, ApplicationEvent event) {
    try {
      invokeListener(listener, event);
    } catch (RuntimeException e) {
      LOG.error("{} of the start was not taken in", event, e);
    }
  }
}
