package org.belfry.appliance.host;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.belfry.appliance.system.StartsBeforePages;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Tells systemd when we are ready, that we go, and in between that we are alive: only while all
 * that has a {@link Pulse} answers. Who falls silent is stopped and started again. Does nothing
 * when nobody supervises us.
 */
@Component
class Supervision implements StartsBeforePages {
  private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final String WATCHDOG = "WATCHDOG_USEC";

  /** Of the time after which silence counts: one that is lost, or late, does no harm. */
  private static final int OFTENER = 4;

  private final Iterable<Pulse> pulses;
  private final @Nullable NotifySocket socket;
  private final Duration interval;
  private volatile boolean running;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("watchdog").daemon(true).factory());

  @Autowired
  Supervision(ObjectProvider<Pulse> pulses) {
    this(pulses, System.getenv());
  }

  Supervision(Iterable<Pulse> pulses, Map<String, String> environment) {
    this.pulses = pulses;
    String at = environment.get(SOCKET);
    socket = at == null || at.isEmpty() ? null : new NotifySocket(at);
    String micros = environment.getOrDefault(WATCHDOG, "");
    interval =
        micros.matches("[1-9][0-9]{3,17}")
            ? Duration.ofNanos(Long.parseLong(micros) * 1000 / OFTENER)
            : Duration.ZERO;
  }

  /** Not ready: the pages are what remains. */
  @Override
  public void start() {
    running = true;
    tell("STATUS=Calls can be made; the pages are starting.");
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** After the SIP server. */
  @Override
  public int getPhase() {
    return SmartLifecycle.DEFAULT_PHASE - 2900;
  }

  /**
   * Behind the two files that root waits for, and before everything else that begins when the start
   * is over: calls can be made, and whatever that does must not look like a start that hangs.
   */
  @Order(Ordered.HIGHEST_PRECEDENCE + 1)
  @EventListener(ApplicationReadyEvent.class)
  void ready() {
    tell("READY=1\nSTATUS=Calls can be made and pages opened.");
    if (socket != null && !interval.isZero()) {
      var _ =
          clock.scheduleAtFixedRate(
              this::beat, 0, Math.max(1, interval.toMillis()), TimeUnit.MILLISECONDS);
    }
  }

  @EventListener(ContextClosedEvent.class)
  void stopping() {
    tell("STOPPING=1\nSTATUS=Stopping.");
  }

  private void beat() {
    try {
      for (Pulse pulse : pulses) {
        if (!pulse.beats(interval)) {
          LOG.error("calls are not handled: the supervisor is not told that we are alive");
          return;
        }
      }
      tell("WATCHDOG=1");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(String lines) {
    if (socket == null) {
      return;
    }
    try {
      socket.send(lines);
    } catch (IOException e) {
      LOG.warn("the supervisor was not told {}: {}", lines.lines().findFirst(), e.getMessage());
    }
  }

  @Override
  public void destroy() {
    clock.shutdownNow();
  }
}
