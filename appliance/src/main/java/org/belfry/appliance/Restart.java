package org.belfry.appliance;

import java.time.Duration;
import org.belfry.appliance.system.RestartAsked;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;

/**
 * Stops everything and starts it anew when somebody asks for it: by systemd where that runs us,
 * else within this process.
 */
final class Restart implements ApplicationListener<ApplicationEvent> {
  /** For systemd's {@code RestartForceExitStatus}: EX_TEMPFAIL. */
  static final int EXIT_CODE = 75;

  private static final Logger LOG = LoggerFactory.getLogger(Restart.class);

  /** How long pending answers may take. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String[] arguments;
  private volatile @Nullable ConfigurableApplicationContext context;

  Restart(String[] arguments) {
    this.arguments = arguments.clone();
  }

  @Override
  public void onApplicationEvent(ApplicationEvent event) {
    if (event instanceof ApplicationReadyEvent ready) {
      context = ready.getApplicationContext();
    } else if (event instanceof PayloadApplicationEvent<?> said
        && said.getPayload() instanceof RestartAsked asked) {
      LOG.warn("starting anew: {}", asked.reason());
      // Not a daemon: it keeps the process alive while nothing else does.
      Thread.ofPlatform().name("restart").daemon(false).start(this::restart);
    }
  }

  private void restart() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (System.getenv("NOTIFY_SOCKET") != null) {
      System.exit(EXIT_CODE);
    }
    ConfigurableApplicationContext running = context;
    if (running != null) {
      running.close();
    }
    BelfryApplication.main(arguments);
  }
}
