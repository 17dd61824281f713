package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Backups of this appliance: where they go, how they went, and the way back. */
public interface BackupAdmin {

  BackupView backup();

  /**
   * Says where backups go and when. The first time a passphrase is made.
   *
   * @return the passphrase when it was made now: it is shown this once; else null
   * @throws InvalidCommand naming what cannot be taken, also when the place cannot be reached or
   *     has a backup with another passphrase
   */
  @Nullable String set(SetBackup command);

  /** Makes no more backups; those that were made stay where they are. */
  void forget();

  /** What was done, the newest first; 200 at most. */
  List<RunView> runs();

  /**
   * Makes a backup now, and proves it by restoring it into a scratch database. Returns at once.
   *
   * @throws InvalidCommand when no place is set, or something is going on already
   */
  void make();

  /**
   * Proves the newest backup now. Returns at once.
   *
   * @throws InvalidCommand as {@link #make}
   */
  void prove();

  /**
   * What can be restored, the newest first.
   *
   * @param place null for the one that is set
   * @param passphrase null for the one that is kept here
   * @throws InvalidCommand when the place cannot be read with that passphrase
   */
  List<SnapshotView> snapshots(@Nullable Place place, @Nullable String passphrase);

  /**
   * Fetches a backup, proves it, and starts anew with it. What was here is kept. Returns when it
   * has begun; {@link BackupView#running} tells how it goes on.
   *
   * @throws InvalidCommand as {@link #snapshots}, when there is no such backup, it is of a newer
   *     version, or the disk has no room for it
   */
  void restore(Restore command);

  /** Where backups lie. */
  enum PlaceKind {
    /** A directory of this machine: better of another disk. */
    LOCAL,
    /** A server that is reached by SSH, with a key of ours. */
    SFTP,
    /** Storage that speaks Amazon's S3. */
    S3
  }

  /** What goes into a backup. */
  enum Scope {
    /** Everything. */
    WHOLE,
    /** Without messages, recordings, call history and journals. */
    SETTINGS
  }

  /** What was done. */
  enum RunKind {
    BACKUP,
    /** A backup was restored into a scratch database and compared. */
    PROOF,
    RESTORE
  }

  /** What came of it. */
  enum Outcome {
    RUNNING,
    GOOD,
    BAD
  }

  /**
   * @param path directory, absolute; of the server for SFTP; null for the usual one (LOCAL)
   * @param host of the server (SFTP)
   * @param port null for 22 (SFTP)
   * @param user on the server (SFTP)
   * @param url {@code https://s3.example.com/bucket/folder} (S3)
   * @param region or null (S3)
   * @param keyId access key (S3)
   * @param secret secret key (S3); null leaves it as it is; never shown
   */
  record Place(
      PlaceKind kind,
      @Nullable String path,
      @Nullable String host,
      @Nullable Integer port,
      @Nullable String user,
      @Nullable String url,
      @Nullable String region,
      @Nullable String keyId,
      @Nullable String secret) {

    /** The secret stays out of logs. */
    @Override
    public String toString() {
      return kind + " " + (url != null ? url : host != null ? host + ":" + path : path);
    }
  }

  /**
   * @param scope null for the whole
   * @param at time of day, {@code 02:30}; null for that
   * @param daily so many days of which the last backup is kept, 1 to 365; null for 7
   * @param weekly the same of weeks, 0 to 520; null for 4
   * @param monthly the same of months, 0 to 120; null for 12
   * @param passphrase of backups that are at the place already, at least 12 characters; null for a
   *     new one, or the one that is kept here
   * @param hostKey fingerprint of the key that the server must show (SFTP), {@code SHA256:…} as
   *     OpenSSH writes it; null for the one it showed first
   */
  record SetBackup(
      @Nullable Place place,
      @Nullable Scope scope,
      @Nullable String at,
      @Nullable Integer daily,
      @Nullable Integer weekly,
      @Nullable Integer monthly,
      @Nullable String passphrase,
      @Nullable String hostKey) {}

  /**
   * @param snapshot its id, or {@code latest}
   */
  record Restore(@Nullable Place place, @Nullable String passphrase, @Nullable String snapshot) {}

  /**
   * @param place null when none is set; without its secret
   * @param usualPath of a place on this machine
   * @param sshKey ours, one line for the server's authorized_keys
   * @param hostKeys fingerprints of the server's keys that are believed (SFTP): it is spoken to
   *     while it shows one of them
   * @param running what is being done right now, or null
   * @param lastGood the newest backup that was made, or null
   * @param lastProof the newest proof, good or bad, or null
   * @param nextAt when the next one is due, or null
   * @param problem why there can be no backups at all, a sentence, or null
   */
  record BackupView(
      @Nullable Place place,
      Scope scope,
      String at,
      int daily,
      int weekly,
      int monthly,
      String usualPath,
      @Nullable String sshKey,
      List<String> hostKeys,
      @Nullable RunView running,
      @Nullable RunView lastGood,
      @Nullable RunView lastProof,
      @Nullable Instant nextAt,
      @Nullable String problem) {}

  /**
   * @param sentence what came of it, in English
   * @param snapshot id of the backup, or null
   * @param bytes of all files and the database
   */
  record RunView(
      long id,
      RunKind kind,
      Scope scope,
      Instant startedAt,
      @Nullable Instant endedAt,
      Outcome outcome,
      String sentence,
      @Nullable String snapshot,
      long files,
      long bytes,
      long rows) {}

  /**
   * @param host name of the machine it was made on
   */
  record SnapshotView(String id, Instant madeAt, Scope scope, String host) {}
}
