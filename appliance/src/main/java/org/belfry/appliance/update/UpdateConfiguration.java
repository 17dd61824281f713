package org.belfry.appliance.update;

import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.directory.Seniority;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.update.UpdateFile.Kind;
import org.belfry.pbx.admin.CallMonitor;
import org.belfry.pbx.admin.SystemMonitor;
import org.belfry.pbx.admin.UpdateAdmin.Automatic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Scheduled;

/** Joins updates to the host, the calls and the clock. */
@Configuration(proxyBeanMethods = false)
class UpdateConfiguration {
  private static final long SPARE = 500L << 20;

  @Bean
  UpdateHost updateHost() {
    return UpdateHost.of(System.getenv());
  }

  @Bean
  LiveUpdateAdmin updateAdmin(
      UpdateHost host,
      BelfryProperties properties,
      Bootstrap groundwork,
      SystemMonitor system,
      CallMonitor calls,
      AuditTrail audit,
      Seniority seniority,
      ZoneId zone) {
    String url = properties.update().url();
    UpdateHost.Image image = host.image();
    Kind kind = image == null ? Kind.PACKAGE : Kind.IMAGE;
    return new LiveUpdateAdmin(
        image == null ? version(System.getenv(), system) : image.version(),
        host,
        new UpdateFile(groundwork.data().path().resolve("update"), SPARE, kind),
        url == null ? null : new UpdateServer(URI.create(url), kind),
        Automatic.valueOf(properties.update().automatic().toUpperCase(Locale.ROOT)),
        seniority::owns,
        calls,
        audit,
        zone,
        InstantSource.system());
  }

  /** The package's, which has more to it than the program's. */
  private static String version(Map<String, String> environment, SystemMonitor system) {
    String ofPackage = environment.get("BELFRY_VERSION");
    return ofPackage == null ? system.system().version() : ofPackage;
  }

  @Bean
  UpdateClock updateClock(LiveUpdateAdmin updates) {
    return new UpdateClock(updates);
  }

  /** Has it look at the time. */
  record UpdateClock(LiveUpdateAdmin updates, AtomicBoolean looks) {

    UpdateClock(LiveUpdateAdmin updates) {
      this(updates, new AtomicBoolean());
    }

    @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
    void tick() {
      updates.tick();
    }

    @Scheduled(initialDelay = 5, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void look() {
      // The server may be slow, and this thread also has retention and reports.
      if (looks.compareAndSet(false, true)) {
        Thread.ofVirtual()
            .name("update-look")
            .start(() -> {
              try {
                updates.look();
              } finally {
                looks.set(false);
              }
            });
      }
    }
  }
}
