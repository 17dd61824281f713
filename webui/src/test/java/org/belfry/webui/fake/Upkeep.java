package org.belfry.webui.fake;

/**
 * What keeps a site going: set-up, network, certificate, alarms, the audit log, kept checks,
 * health, backups, the fraud fuse, settings, updates, the machine, reports, the call doctor, the
 * log, the disk, failed log-ins, the support bundle, SSH, automatic certificates.
 */
public record Upkeep(
    FakeGuide guide,
    FakeNetwork network,
    FakeCertificates certificates,
    FakeAlarms alarms,
    FakeAudit audit,
    FakeChecks checks,
    FakeHealth health,
    FakeBackups backups,
    FakeFuses fuses,
    FakeSettings settings,
    FakeUpdates updates,
    FakeHostNetwork hostNetwork,
    FakeReports reports,
    FakeDoctor doctor,
    FakeLog log,
    FakeStorage storage,
    FakeFailedLogIns failedLogIns,
    FakeSupport support,
    FakeSsh ssh,
    FakeAcme acme) {

  public static Upkeep fresh() {
    return new Upkeep(
        new FakeGuide(),
        new FakeNetwork(),
        new FakeCertificates(),
        new FakeAlarms(),
        new FakeAudit(),
        new FakeChecks(),
        new FakeHealth(),
        new FakeBackups(),
        new FakeFuses(),
        new FakeSettings(),
        new FakeUpdates(),
        new FakeHostNetwork(),
        new FakeReports(),
        new FakeDoctor(),
        new FakeLog(),
        new FakeStorage(),
        new FakeFailedLogIns(),
        new FakeSupport(),
        new FakeSsh(),
        new FakeAcme());
  }

  public void clear() {
    guide.clear();
    certificates.clear();
    alarms.clear();
    audit.clear();
    checks.clear();
    health.clear();
    backups.clear();
    fuses.clear();
    settings.clear();
    updates.clear();
    hostNetwork.clear();
    reports.clear();
    doctor.clear();
    log.clear();
    storage.clear();
    failedLogIns.clear();
    ssh.clear();
    acme.clear();
  }

  /** Fills the fakes as {@link Office} does the telephone system. */
  public void opens() {
    alarms.rings("trunk_refused", "backup");
    audit.happened();
    checks.happened();
    backups.happened();
    fuses.opens();
    reports.opens();
    settings.opens();
    updates.opens();
    log.opens();
    storage.opens();
    failedLogIns.opens();
  }
}
