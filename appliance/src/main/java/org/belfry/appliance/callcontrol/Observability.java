package org.belfry.appliance.callcontrol;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.belfry.appliance.cdr.MariaCdrSink;
import org.belfry.appliance.registrations.MariaBindingJournal;
import org.belfry.pbx.admin.SystemMonitor;
import org.belfry.pbx.app.VoiceRuntime;
import org.belfry.pbx.engine.Figure;
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

  /** Our figures in the glossary's words; docs/operations.md lists them. */
  @Bean
  MeterBinder figures(
      CallControl control,
      MariaBindingJournal bindings,
      MariaCdrSink cdrs,
      SystemMonitor system,
      VoiceRuntime voices) {
    return registry -> {
      control.server().figures().forEach(figure -> register(figure, registry));
      pending("bindings", bindings, MariaBindingJournal::pending).register(registry);
      pending("calls", cdrs, MariaCdrSink::pending).register(registry);
      FunctionCounter.builder("calls.words.lost", voices, VoiceRuntime::wordsLost)
          .description("What programs wanted of lanes that were full")
          .register(registry);
      Gauge.builder("database.up", system, s -> s.system().databaseUp() ? 1 : 0)
          .description("1 when the database answers")
          .register(registry);
    };
  }

  private static void register(Figure figure, MeterRegistry registry) {
    Tags tags = Tags.empty();
    for (var label : figure.labels().entrySet()) {
      tags = tags.and(label.getKey(), label.getValue());
    }
    if (figure.counter()) {
      FunctionCounter.builder(figure.name(), figure, f -> f.value().getAsDouble())
          .description(figure.help())
          .tags(tags)
          .register(registry);
    } else {
      Gauge.builder(figure.name(), figure, f -> f.value().getAsDouble())
          .description(figure.help())
          .tags(tags)
          .strongReference(true)
          .register(registry);
    }
  }

  private static <T> Gauge.Builder<T> pending(String which, T journal, ToDoubleFunction<T> count) {
    return Gauge.builder("journal.pending", journal, count)
        .description("Entries that wait for the database")
        .tag("journal", which);
  }
}
