package org.belfry.appliance.health;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.belfry.pbx.admin.BackupAdmin.BackupView;
import org.belfry.pbx.admin.BackupAdmin.Outcome;
import org.belfry.pbx.admin.BackupAdmin.RunView;
import org.belfry.pbx.admin.HealthMonitor.CheckView;

/** Whether there is a backup that is not old and can be restored. */
final class BackupCheck {
  /** One night may fail. */
  private static final Duration OLD = Duration.ofHours(50);

  private BackupCheck() {}

  static CheckView judge(BackupView backup, Instant now, ZoneId zone) {
    RunView made = backup.lastGood();
    RunView proof = backup.lastProof();
    if (backup.problem() != null) {
      return Finding.warning(
          "backup",
          "backup_impossible",
          "backups unavailable: " + backup.problem(),
          "see docs/backup.md",
          backup.problem());
    }
    if (backup.place() == null) {
      return Finding.warning(
          "backup",
          "backup_none",
          "no backups are configured",
          "choose a backup location on the page Backups: a disk, an SFTP server or S3 storage");
    }
    if (proof != null && proof.outcome() == Outcome.BAD) {
      return Finding.bad(
          "backup",
          "backup_unproven",
          "the latest backup could not be verified: " + proof.sentence(),
          "back up again now; if it fails again, choose another location",
          proof.sentence());
    }
    if (made == null) {
      return backup.running() != null
          ? Finding.ok("backup", "backup_first", "the first backup is running")
          : Finding.warning(
              "backup",
              "backup_missing",
              "no backup yet",
              "back up now on the page Backups, or wait for the nightly backup");
    }
    String day = LocalDate.ofInstant(made.startedAt(), zone).toString();
    if (made.startedAt().isBefore(now.minus(OLD))) {
      return Finding.bad(
          "backup",
          "backup_old",
          "the latest backup is from " + day,
          "see on the page Backups why recent backups failed",
          day);
    }
    return proof == null
        ? Finding.ok("backup", "backup_made", "the latest backup is from " + day, day)
        : Finding.ok(
            "backup",
            "backup_ok",
            "the latest backup is from " + day + " and has been verified",
            day);
  }
}
