package org.belfry.appliance.callcontrol;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.belfry.appliance.cdr.MariaCdrSink;
import org.belfry.appliance.registrations.MariaBindingJournal;
import org.belfry.pbx.admin.SystemMonitor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What monitoring asks. Calls decide whether we are up; a database that is away makes us DEGRADED,
 * which is still served with 200: taking us out of service would end the calls that go on.
 */
@Configuration(proxyBeanMethods = false)
class Observability {
  static final Status DEGRADED = new Status("DEGRADED", "calls go on without the database");

  @Bean
  HealthIndicator sipHealthIndicator(CallControl control) {
    return () ->
        (control.isRunning() ? Health.up() : Health.outOfService())
            .withDetail("listening", control.server().listening())
            .build();
  }

  @Bean
  HealthIndicator databaseHealthIndicator(SystemMonitor system) {
    return () -> {
      SystemMonitor.SystemView now = system.system();
      return Health.status(now.databaseUp() ? Status.UP : DEGRADED)
          .withDetail("pendingWrites", now.pendingWrites())
          .build();
    };
  }

  @Bean
  MeterBinder sipMeters(CallControl control, MariaBindingJournal bindings, MariaCdrSink cdrs) {
    return registry -> {
      for (String name : control.server().counters().keySet()) {
        FunctionCounter.builder(
                name, control, c -> c.server().counters().getOrDefault(name, 0L).doubleValue())
            .register(registry);
      }
      Gauge.builder("journal.bindings.pending", bindings, MariaBindingJournal::pending)
          .register(registry);
      Gauge.builder("journal.cdr.pending", cdrs, MariaCdrSink::pending).register(registry);
    };
  }
}
