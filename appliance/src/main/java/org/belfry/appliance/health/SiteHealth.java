package org.belfry.appliance.health;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.pbx.admin.AcmeAdmin;
import org.belfry.pbx.admin.AcmeAdmin.RenewalView;
import org.belfry.pbx.admin.AlarmMonitor;
import org.belfry.pbx.admin.BackupAdmin;
import org.belfry.pbx.admin.CertificateAdmin;
import org.belfry.pbx.admin.EmergencyAdmin;
import org.belfry.pbx.admin.EmergencyPreview;
import org.belfry.pbx.admin.FuseAdmin;
import org.belfry.pbx.admin.HealthMonitor;
import org.belfry.pbx.admin.MailAdmin;
import org.belfry.pbx.admin.MailAdmin.MailServerView;
import org.belfry.pbx.admin.NetworkCheck;
import org.belfry.pbx.admin.PlanChecks;
import org.belfry.pbx.admin.SystemMonitor;
import org.belfry.pbx.admin.SystemMonitor.SystemView;
import org.belfry.pbx.admin.TrunkMonitor;
import org.belfry.pbx.admin.TrunkMonitor.TrunkState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Asks everything that can fail whether it does: what answers at once each time somebody looks,
 * what others have to be asked for (clock, names, ports) once a minute. An alarm is a finding that
 * is not well.
 */
@Component
class SiteHealth implements HealthMonitor, AlarmMonitor, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(SiteHealth.class);
  private static final double DISK_LOW = 0.10;
  private static final double DISK_OUT = 0.02;
  private static final double GIGABYTE = 1e9;
  private static final Duration DATABASE_SLOW = Duration.ofMillis(500);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final int WAITING_MANY = 1000;

  private final BelfryProperties properties;
  private final Bootstrap groundwork;
  private final SystemMonitor system;
  private final TrunkMonitor trunks;
  private final CertificateAdmin certificates;
  private final AcmeAdmin acme;
  private final MailAdmin mails;
  private final PlanChecks checks;
  private final NetworkCheck network;
  private final BackupAdmin backups;
  private final FuseAdmin fuses;
  private final EmergencyAdmin emergency;
  private final EmergencyPreview preview;
  private final AlarmAddresses addresses;
  private final ZoneId zone;
  private final InstantSource clock = InstantSource.system();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("health").daemon(true).factory());
  private volatile List<CheckView> slow = List.of();

  SiteHealth(
      BelfryProperties properties,
      Bootstrap groundwork,
      SystemMonitor system,
      TrunkMonitor trunks,
      CertificateAdmin certificates,
      AcmeAdmin acme,
      MailAdmin mails,
      PlanChecks checks,
      NetworkCheck network,
      BackupAdmin backups,
      FuseAdmin fuses,
      EmergencyAdmin emergency,
      EmergencyPreview preview,
      AlarmAddresses addresses,
      ZoneId zone) {
    this.properties = properties;
    this.groundwork = groundwork;
    this.system = system;
    this.trunks = trunks;
    this.certificates = certificates;
    this.acme = acme;
    this.mails = mails;
    this.checks = checks;
    this.network = network;
    this.backups = backups;
    this.fuses = fuses;
    this.emergency = emergency;
    this.preview = preview;
    this.addresses = addresses;
    this.zone = zone;
  }

  @EventListener(ApplicationReadyEvent.class)
  void open() {
    var _ = thread.scheduleWithFixedDelay(this::lookSlowly, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void destroy() {
    thread.shutdownNow();
  }

  @Override
  public List<CheckView> checks() {
    List<CheckView> found = new ArrayList<>(slow);
    long asked = System.nanoTime();
    SystemView now = system.system();
    Duration took = Duration.ofNanos(System.nanoTime() - asked);
    found.add(database(now, took));
    found.add(diskCheck());
    found.add(MemoryCheck.look());
    found.add(CrashCheck.look(Path.of("").toAbsolutePath(), clock.instant(), zone));
    found.addAll(
        CertificateCheck.judge(certificates.certificate(), renewal(now), clock.instant(), zone));
    found.addAll(trunkChecks());
    found.addAll(FuseCheck.judge(fuses.fuse()));
    found.addAll(EmergencyCheck.judge(emergency.locations().size(), preview.unlocated()));
    if (now.databaseUp()) {
      try {
        found.addAll(mail());
        found.addAll(plans());
        found.add(BackupCheck.judge(backups.backup(), clock.instant(), zone));
      } catch (DataAccessException e) {
        LOG.debug("the database went away while it was asked", e);
      }
    }
    found.sort(Comparator.comparing(CheckView::level).reversed());
    return found;
  }

  @Override
  public List<AlarmView> alarms() {
    return checks().stream()
        .filter(each -> each.level() != Level.OK)
        .map(each ->
            new AlarmView(
                each.level() == Level.BAD ? Severity.BAD : Severity.CHECK,
                each.code(),
                each.words(),
                each.sentence()))
        .toList();
  }

  @Override
  public List<String> alarmMail() {
    return addresses.get();
  }

  @Override
  public List<String> setAlarmMail(List<String> to) {
    return addresses.set(to);
  }

  private void lookSlowly() {
    try {
      List<CheckView> found = new ArrayList<>();
      found.add(ClockCheck.look());
      found.add(NameServerCheck.look(NameServerCheck.servers(properties.dns().addresses())));
      found.add(ownName());
      InetAddress web =
          properties.bind() == null
              ? InetAddress.getLoopbackAddress()
              : groundwork.addresses().all().getFirst();
      found.addAll(
          PortCheck.look(properties, groundwork.ports(), system.system().sipAddresses(), web));
      slow = List.copyOf(found);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.warn("the surroundings could not be looked at: {}", e.toString());
    }
  }

  /** The same finding as in the set-up; only a name that leads elsewhere is a fault. */
  private CheckView ownName() {
    for (NetworkCheck.FindingView each : network.look()) {
      if (each.code().equals("domain_elsewhere")) {
        return Finding.warning(
            "names",
            each.code(),
            each.sentence(),
            "correct the DNS record, or advertise that address",
            each.words().toArray(String[]::new));
      }
      if (each.code().startsWith("domain_")) {
        return Finding.ok(
            "names", each.code(), each.sentence(), each.words().toArray(String[]::new));
      }
    }
    throw new IllegalStateException("nothing was found of our name");
  }

  private static CheckView database(SystemView now, Duration took) {
    if (!now.databaseUp()) {
      return Finding.bad(
          "database",
          "database",
          "the database is unavailable; calls continue",
          "check the database log in the data directory; if the disk is full, free some space");
    }
    if (now.pendingWrites() > WAITING_MANY) {
      String waiting = Integer.toString(now.pendingWrites());
      return Finding.warning(
          "database",
          "pending",
          waiting + " entries are waiting to be written to the database",
          "wait a few minutes; if the number grows, the disk is too slow",
          waiting);
    }
    String millis = Long.toString(took.toMillis());
    return took.compareTo(DATABASE_SLOW) > 0
        ? Finding.warning(
            "database",
            "database_slow",
            "the database took " + millis + " ms to respond",
            "check for other programs using the disk",
            millis)
        : Finding.ok(
            "database", "database_ok", "the database responds in " + millis + " ms", millis);
  }

  private CheckView diskCheck() {
    DiskView disk = disk();
    double free = disk.total() == 0 ? 1 : (double) disk.free() / disk.total();
    if (free < DISK_LOW) {
      String percent = Long.toString(Math.round(100 * free));
      String sentence = "only " + percent + " % of disk space is free";
      String advice = "delete old recordings and messages, or move to a larger disk";
      return free < DISK_OUT
          ? Finding.bad("disk", "disk", sentence, advice, percent)
          : Finding.warning("disk", "disk", sentence, advice, percent);
    }
    String gigabytes = Long.toString(Math.round(disk.free() / GIGABYTE));
    return Finding.ok("disk", "disk_ok", gigabytes + " GB of disk space is free", gigabytes);
  }

  /** How renewals go is in the database. */
  private RenewalView renewal(SystemView now) {
    RenewalView none = new RenewalView(null, 0, null);
    try {
      return now.databaseUp() ? acme.acme().renewal() : none;
    } catch (DataAccessException e) {
      LOG.debug("the database went away while it was asked", e);
      return none;
    }
  }

  private List<CheckView> trunkChecks() {
    List<CheckView> found = new ArrayList<>();
    int on = 0;
    for (TrunkMonitor.TrunkView trunk : trunks.trunks()) {
      on += trunk.state() == TrunkState.OFF ? 0 : 1;
      if (trunk.state() == TrunkState.FAILED) {
        found.add(
            Finding.bad(
                "trunks",
                "trunk_failed",
                "the trunk " + trunk.name() + " is unreachable",
                "check your internet connection, then contact the provider",
                trunk.name()));
      } else if (trunk.state() == TrunkState.REFUSED) {
        found.add(
            Finding.bad(
                "trunks",
                "trunk_refused",
                "the provider rejects the trunk " + trunk.name(),
                "check its user name and password",
                trunk.name()));
      }
    }
    if (found.isEmpty()) {
      String many = Integer.toString(on);
      found.add(Finding.ok("trunks", "trunks_ok", many + " trunks are working", many));
    }
    return found;
  }

  private List<CheckView> mail() {
    List<CheckView> found = new ArrayList<>();
    MailServerView server = mails.server();
    if (server.problem() != null) {
      found.add(
          Finding.warning(
              "mail",
              "mail",
              "the mail server rejects e-mails: " + server.problem(),
              "check the settings on the page E-mail; unsent e-mails are kept for five days",
              server.problem()));
    }
    if (server.givenUp() > 0) {
      String many = Long.toString(server.givenUp());
      found.add(
          Finding.warning(
              "mail",
              "mail_givenup",
              many + " e-mails failed",
              "see the reason on the page E-mail, then resend or delete them",
              many));
    }
    if (found.isEmpty()) {
      found.add(
          server.host().isEmpty()
              ? Finding.ok("mail", "mail_none", "no mail server is configured")
              : Finding.ok("mail", "mail_ok", "the mail server accepts e-mails"));
    }
    return found;
  }

  private List<CheckView> plans() {
    List<PlanChecks.CheckView> changed =
        checks.checks().stream().filter(check -> !check.good()).toList();
    return changed.isEmpty()
        ? List.of()
        : List.of(
            Finding.warning(
                "plans",
                "checks",
                changed.size() + " calls would go elsewhere than they are meant to",
                "look on the page Explain a call what has changed",
                changed.getFirst().name(),
                Integer.toString(changed.size())));
  }

  @Override
  public DiskView disk() {
    Path data = groundwork.data().path();
    try {
      FileStore store = Files.getFileStore(data);
      return new DiskView(store.getTotalSpace(), store.getUsableSpace());
    } catch (IOException e) {
      LOG.debug("the disk of {} cannot be asked", data, e);
      return new DiskView(0, 0);
    }
  }
}
