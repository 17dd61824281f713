package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.belfry.pbx.admin.BackupAdmin;
import org.belfry.pbx.admin.BackupAdmin.BackupView;
import org.belfry.pbx.admin.BackupAdmin.Place;
import org.belfry.pbx.admin.BackupAdmin.Restore;
import org.belfry.pbx.admin.BackupAdmin.RunView;
import org.belfry.pbx.admin.BackupAdmin.SetBackup;
import org.belfry.pbx.admin.BackupAdmin.SnapshotView;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Backups, their proof, and the way back. */
@RestController
@RequestMapping("/api/v1/backups")
@Tag(name = "backups")
class BackupResource {
  private final BackupAdmin backups;

  BackupResource(BackupAdmin backups) {
    this.backups = backups;
  }

  /**
   * @param passphrase only when it was made now: it is shown this once
   */
  record Planned(@Nullable String passphrase, BackupView backup) {}

  /**
   * @param place null for the one that is set
   */
  record Elsewhere(@Nullable Place place, @Nullable String passphrase) {}

  @GetMapping
  @Operation(summary = "Where backups go, and how they stand")
  BackupView backup() {
    return backups.backup();
  }

  @PutMapping
  @Operation(
      summary = "Say where backups go and when",
      description =
          "{\"place\":{\"kind\":\"LOCAL\",\"path\":\"/mnt/disk/belfry\"},\"scope\":\"WHOLE\","
              + "\"at\":\"02:30\",\"daily\":7,\"weekly\":4,\"monthly\":12}. A new passphrase is in"
              + " this answer only: without it the backups are worth nothing.")
  ResponseEntity<Planned> set(@RequestBody SetBackup command) {
    String passphrase = backups.set(command);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(new Planned(passphrase, backups.backup()));
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Make no more backups; those that were made stay")
  void forget() {
    backups.forget();
  }

  @GetMapping("/runs")
  @Operation(summary = "What was backed up, proven and restored, the newest first")
  List<RunView> runs() {
    return backups.runs();
  }

  @PostMapping("/runs")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Make a backup now, then prove it")
  BackupView make() {
    backups.make();
    return backups.backup();
  }

  @PostMapping("/proofs")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Restore the newest backup into a scratch database now, and compare")
  BackupView prove() {
    backups.prove();
    return backups.backup();
  }

  @PostMapping("/snapshots")
  @Operation(
      summary = "What can be restored, the newest first",
      description = "{} for the place that is set; else \"place\" and \"passphrase\"")
  List<SnapshotView> snapshots(@RequestBody Elsewhere command) {
    return backups.snapshots(command.place(), command.passphrase());
  }

  @PostMapping("/restore")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Restore a backup",
      description =
          "{\"snapshot\":\"latest\"}, with \"place\" and \"passphrase\" for one from elsewhere. It"
              + " is fetched and proven first; then Belfry starts anew with it. What was there is"
              + " kept until a backup of the new state is proven.")
  BackupView restore(@RequestBody Restore command) {
    backups.restore(command);
    return backups.backup();
  }
}
