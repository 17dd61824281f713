package org.belfry.appliance.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.belfry.appliance.system.RestoredState;
import org.belfry.pbx.admin.BackupAdmin.SnapshotView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Restores a backup beside what is in the data directory, and says that it is ready to take its
 * place at the next start. Needs nothing but that directory, so it works from the command line too.
 */
final class Restorer {
  private static final Logger LOG = LoggerFactory.getLogger(Restorer.class);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Path data;
  private final Restic restic;

  Restorer(Path data, Restic restic) {
    this.data = data;
    this.restic = restic;
  }

  /**
   * Looks whether a backup can be restored here, without much work.
   *
   * @param wanted its id, the beginning of it, or {@code latest}
   * @throws BackupProblem saying why not
   */
  Unpacking look(String wanted) throws BackupProblem, InterruptedException {
    List<SnapshotView> there = restic.snapshots();
    SnapshotView found =
        there.stream()
            .filter(each -> wanted.equals("latest") || each.id().startsWith(wanted))
            .findFirst()
            .orElseThrow(() ->
                new BackupProblem(
                    there.isEmpty()
                        ? ResticComplaint.NOTHING_THERE
                        : "there is no backup " + wanted));
    Unpacking unpacking = Unpacking.of(restic, found.id());
    Manifest manifest = unpacking.manifest();
    int ours = newestMigration();
    if (manifest.schema() > ours) {
      throw new BackupProblem(
          "the backup is of a newer Belfry ("
              + manifest.version()
              + ", schema "
              + manifest.schema()
              + "; this one has "
              + ours
              + "): update this one first");
    }
    try {
      List<String> disks = RestoredState.immovable(data);
      if (!disks.isEmpty()) {
        throw new BackupProblem(
            "these directories are disks of their own and cannot be exchanged: "
                + String.join(", ", disks));
      }
      unpacking.needRoom(data);
    } catch (IOException e) {
      throw new BackupProblem("the data directory cannot be looked at: " + e.getMessage(), e);
    }
    return unpacking;
  }

  /**
   * Fetches it and proves it; afterwards it is ready.
   *
   * @return what was restored, for people
   */
  String restore(Unpacking unpacking, Instant now) throws BackupProblem, InterruptedException {
    try (RestoredState.Preparation preparation = RestoredState.prepare(data)) {
      if (preparation == null) {
        throw new BackupProblem("another restore is going on");
      }
      Path directory = preparation.directory();
      try {
        unpacking.into(directory, unpacking.manifest().files());
        // From now on backups go on with the passphrase that this one had.
        Passphrase.write(
            directory.resolve(Passphrase.NAME),
            Objects.requireNonNull(Passphrase.read(restic.passphrase())));
        preparation.ready(NAME.format(now));
      } catch (BackupProblem | IOException | InterruptedException | RuntimeException e) {
        Trees.delete(directory);
        throw e;
      }
      return Unpacking.sentence(unpacking.manifest(), unpacking.manifest().files());
    } catch (IOException e) {
      throw new BackupProblem("the backup cannot be laid out: " + e.getMessage(), e);
    }
  }

  /** The newest migration that this version has. */
  static int newestMigration() {
    try {
      int newest = 0;
      for (Resource each :
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:db/migration/V*.sql")) {
        String name = String.valueOf(each.getFilename());
        newest = Math.max(newest, Integer.parseInt(name.substring(1, name.indexOf("__"))));
      }
      return newest;
    } catch (IOException e) {
      LOG.error("our own migrations cannot be listed", e);
      return 0;
    }
  }

  /** A passphrase that is tried, where restic can read it; to be deleted. */
  static Path passphraseFile(Path home, String passphrase) throws IOException {
    Files.createDirectories(home);
    Path file = Files.createTempFile(home, "passphrase-tried", "");
    Passphrase.write(file, passphrase);
    return file;
  }
}
