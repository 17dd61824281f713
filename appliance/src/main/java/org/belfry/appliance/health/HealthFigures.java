package org.belfry.appliance.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import org.belfry.pbx.admin.HealthMonitor;
import org.belfry.pbx.admin.HealthMonitor.CheckView;
import org.belfry.pbx.admin.HealthMonitor.Level;
import org.springframework.stereotype.Component;

/** What monitoring asks of health; docs/operations.md lists it. */
@Component
class HealthFigures implements MeterBinder {
  static final List<String> SUBJECTS =
      List.of(
          "clock",
          "names",
          "ports",
          "certificate",
          "disk",
          "memory",
          "program",
          "database",
          "trunks",
          "mail",
          "backup",
          "plans",
          "fuse");

  /** A scrape asks for each of them, and all of them are looked at together. */
  private static final long FRESH_NANOS = 2_000_000_000L;

  private final HealthMonitor health;
  private volatile Looked looked = new Looked(System.nanoTime() - FRESH_NANOS, List.of());

  private record Looked(long at, List<CheckView> checks) {}

  HealthFigures(HealthMonitor health) {
    this.health = health;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (String about : SUBJECTS) {
      Gauge.builder("health.level", () -> level(checks(), about))
          .description("0 well, 1 somebody should look, 2 something does not work")
          .tag("about", about)
          .register(registry);
    }
  }

  private List<CheckView> checks() {
    Looked known = looked;
    if (System.nanoTime() - known.at() >= FRESH_NANOS) {
      known = new Looked(System.nanoTime(), health.checks());
      looked = known;
    }
    return known.checks();
  }

  /** The worst that was found of it. */
  static int level(List<CheckView> checks, String about) {
    return checks.stream()
        .filter(each -> each.about().equals(about))
        .mapToInt(each -> Finding.number(each.level()))
        .max()
        .orElse(Finding.number(Level.OK));
  }
}
