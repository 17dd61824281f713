package org.belfry.appliance.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.belfry.pbx.admin.BackupAdmin;
import org.belfry.pbx.admin.CallMonitor;
import org.belfry.pbx.admin.HealthMonitor;
import org.belfry.pbx.admin.HealthMonitor.CheckView;
import org.belfry.pbx.admin.RegistrationMonitor;
import org.belfry.pbx.admin.SystemMonitor;
import org.belfry.pbx.admin.SystemMonitor.SystemView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * What SNMP tells (BELFRY-MIB): a file that our script beside snmpd reads, one line an object, in
 * the order of SNMP. Written where systemd gives us a directory in {@code /run}, and nowhere else:
 * so snmpd needs no access to us.
 */
@Component
class SnmpTable implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(SnmpTable.class);
  private static final Duration EVERY = Duration.ofSeconds(15);
  private static final int TICKS_PER_SECOND = 100;
  private static final int TEXT_MAX = 255;

  private final HealthMonitor health;
  private final SystemMonitor system;
  private final CallMonitor calls;
  private final RegistrationMonitor registrations;
  private final BackupAdmin backups;
  private final InstantSource clock = InstantSource.system();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("snmp").daemon(true).factory());

  SnmpTable(
      HealthMonitor health,
      SystemMonitor system,
      CallMonitor calls,
      RegistrationMonitor registrations,
      BackupAdmin backups) {
    this.health = health;
    this.system = system;
    this.calls = calls;
    this.registrations = registrations;
    this.backups = backups;
  }

  @EventListener(ApplicationReadyEvent.class)
  void open() {
    String directory = System.getenv("RUNTIME_DIRECTORY");
    if (directory != null && !directory.isBlank()) {
      Path file = Path.of(directory.split(":")[0]).resolve("snmp");
      var _ =
          thread.scheduleWithFixedDelay(() -> write(file), 0, EVERY.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Override
  public void destroy() {
    thread.shutdownNow();
  }

  private void write(Path file) {
    try {
      Path fresh = file.resolveSibling("snmp.new");
      Files.writeString(fresh, String.join("\n", lines(now())) + "\n");
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      LOG.warn("the table for SNMP cannot be written: {}", e.toString());
    }
  }

  /**
   * @param made when the newest backup was, or null
   * @param proven when one was last found to be good, or null
   */
  record Values(
      String version,
      Duration up,
      int calls,
      int registrations,
      boolean database,
      @Nullable Instant made,
      @Nullable Instant proven,
      List<CheckView> checks) {}

  private Values now() {
    SystemView is = system.system();
    Instant made = null;
    Instant proven = null;
    try {
      BackupAdmin.BackupView backup = backups.backup();
      made = backup.lastGood() == null ? null : backup.lastGood().startedAt();
      BackupAdmin.RunView proof = backup.lastProof();
      proven =
          proof == null || proof.outcome() != BackupAdmin.Outcome.GOOD ? null : proof.startedAt();
    } catch (DataAccessException e) {
      LOG.debug("the database is away", e);
    }
    return new Values(
        is.version(),
        Duration.between(is.startedAt(), clock.instant()),
        calls.liveCalls().size(),
        registrations.registrations().size(),
        is.databaseUp(),
        made,
        proven,
        health.checks());
  }

  /** {@code 1.0 string 0.1.0}: the object below ours, its type, its value. */
  static List<String> lines(Values v) {
    int worst = v.checks().stream().mapToInt(each -> Finding.number(each.level())).max().orElse(0);
    List<String> lines =
        new ArrayList<>(
            List.of(
                "1.0 string " + v.version(),
                "2.0 timeticks " + v.up().toSeconds() * TICKS_PER_SECOND,
                "3.0 integer " + worst,
                "4.0 gauge " + v.calls(),
                "5.0 gauge " + v.registrations(),
                "6.0 integer " + (v.database() ? 1 : 0),
                "7.0 gauge " + seconds(v.made()),
                "8.0 gauge " + seconds(v.proven())));
    List<CheckView> checks = v.checks();
    for (int column = 2; column <= 4; column++) {
      for (int i = 0; i < checks.size(); i++) {
        CheckView check = checks.get(i);
        String value =
            switch (column) {
              case 2 -> "string " + check.about();
              case 3 -> "integer " + Finding.number(check.level());
              default -> "string " + line(check.sentence());
            };
        lines.add("9.1." + column + "." + (i + 1) + " " + value);
      }
    }
    return lines;
  }

  private static long seconds(@Nullable Instant instant) {
    return instant == null ? 0 : instant.getEpochSecond();
  }

  private static String line(String text) {
    String one = text.replaceAll("\\p{Cntrl}+", " ");
    return one.length() > TEXT_MAX ? one.substring(0, TEXT_MAX) : one;
  }
}
