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
          "there can be no backups: " + backup.problem(),
          "see docs/backup.md",
          backup.problem());
    }
    if (backup.place() == null) {
      return Finding.warning(
          "backup",
          "backup_none",
          "no backups are made",
          "say on the page Backups where they go: a disk, an SFTP server or S3 storage");
    }
    if (proof != null && proof.outcome() == Outcome.BAD) {
      return Finding.bad(
          "backup",
          "backup_unproven",
          "the newest backup could not be restored: " + proof.sentence(),
          "make another one now; when that fails too, choose another place",
          proof.sentence());
    }
    if (made == null) {
      return backup.running() != null
          ? Finding.ok("backup", "backup_first", "the first backup is being made")
          : Finding.warning(
              "backup",
              "backup_missing",
              "there is no backup yet",
              "make one now on the page Backups, or wait for the night");
    }
    String day = LocalDate.ofInstant(made.startedAt(), zone).toString();
    if (made.startedAt().isBefore(now.minus(OLD))) {
      return Finding.bad(
          "backup",
          "backup_old",
          "the newest backup is of " + day,
          "look at the page Backups why the last ones failed",
          day);
    }
    return proof == null
        ? Finding.ok("backup", "backup_made", "the newest backup is of " + day, day)
        : Finding.ok(
            "backup",
            "backup_ok",
            "the newest backup is of " + day + " and was restored and compared",
            day);
  }
}
