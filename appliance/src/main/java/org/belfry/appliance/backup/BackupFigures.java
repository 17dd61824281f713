package org.belfry.appliance.backup;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.belfry.pbx.admin.BackupAdmin.Outcome;
import org.belfry.pbx.admin.BackupAdmin.RunKind;
import org.belfry.pbx.admin.BackupAdmin.RunView;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** What monitoring asks of backups; docs/operations.md lists it. */
@Component
class BackupFigures implements MeterBinder {
  private static final double MILLIS = 1000.0;

  private final BackupRuns runs;

  BackupFigures(BackupRuns runs) {
    this.runs = runs;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(
        registry,
        "backup.made.timestamp.seconds",
        "When the newest backup was made, Unix time",
        () -> runs.newest(RunKind.BACKUP, Outcome.GOOD),
        BackupFigures::began);
    gauge(
        registry,
        "backup.proven.timestamp.seconds",
        "When a backup was last restored and found to be right, Unix time",
        () -> runs.newest(RunKind.PROOF, Outcome.GOOD),
        BackupFigures::began);
    gauge(
        registry,
        "backup.bytes",
        "Bytes in the newest backup",
        () -> runs.newest(RunKind.BACKUP, Outcome.GOOD),
        RunView::bytes);
  }

  private static void gauge(
      MeterRegistry registry,
      String name,
      String help,
      Supplier<Optional<RunView>> run,
      ToDoubleFunction<RunView> value) {
    Gauge.builder(name, () -> known(run, value)).description(help).register(registry);
  }

  private static double began(RunView run) {
    return run.startedAt().toEpochMilli() / MILLIS;
  }

  /** 0 when there was none; not known while the database is away. */
  private static double known(Supplier<Optional<RunView>> run, ToDoubleFunction<RunView> value) {
    try {
      return run.get().map(value::applyAsDouble).orElse(0.0);
    } catch (DataAccessException e) {
      return Double.NaN;
    }
  }
}
