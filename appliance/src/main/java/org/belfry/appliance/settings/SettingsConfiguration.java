package org.belfry.appliance.settings;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.RestartAsked;
import org.belfry.pbx.admin.CallMonitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;

/** Joins the settings to the clock, the calls and the requests of administrators. */
@Configuration(proxyBeanMethods = false)
class SettingsConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsConfiguration.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  @Bean
  Restarts restarts(
      Bootstrap groundwork, CallMonitor calls, ApplicationEventPublisher events, ZoneId zone) {
    return new Restarts(
        groundwork.settings().file(),
        () -> calls.liveCalls().size(),
        reason -> events.publishEvent(new RestartAsked(reason)),
        zone,
        InstantSource.system());
  }

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService restartClock() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name("restarts").daemon(true).factory());
  }

  /** After Spring Security, which says who it is. */
  @Bean
  FilterRegistrationBean<AdministratorSeen> administratorSeen(Restarts restarts) {
    var registration = new FilterRegistrationBean<>(new AdministratorSeen(restarts));
    registration.setOrder(Ordered.LOWEST_PRECEDENCE);
    return registration;
  }

  /** What happens once Belfry is up. */
  @Bean
  Begin settingsBegin(
      Restarts restarts,
      SettingStore store,
      Bootstrap groundwork,
      ScheduledExecutorService restartClock) {
    return new Begin(restarts, store, groundwork, restartClock);
  }

  /** Starts the clock, and has the file follow the database. */
  record Begin(
      Restarts restarts, SettingStore store, Bootstrap groundwork, ScheduledExecutorService clock) {

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
      restarts.ready();
      follow();
      var _ =
          clock.scheduleWithFixedDelay(
              this::tick, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** After a restore, or a loss of power between database and file, the database is right. */
    private void follow() {
      try {
        if (groundwork.settings().file().want(store.all())) {
          restarts.now("the database has other settings than those in use");
        }
      } catch (IOException e) {
        LOG.error("the settings for the next start cannot be written: {}", e.getMessage());
      }
    }

    private void tick() {
      try {
        restarts.tick();
      } catch (RuntimeException e) { // else nobody would look again
        LOG.warn("a restart that is due cannot be seen: {}", e.toString());
      }
    }
  }
}
