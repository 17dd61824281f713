package org.belfry.appliance.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.belfry.appliance.backup.Manifest.FilePrint;
import org.belfry.appliance.backup.Manifest.TablePrint;
import org.belfry.pbx.admin.BackupAdmin.Scope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a backup: hard links to the files, a dump of the database in one transaction, links to the
 * files that came meanwhile, so that every row of the dump finds its file; then a manifest of it
 * all, and restic. Calls go on and nothing is locked.
 */
final class BackupMaker {
  private static final Logger LOG = LoggerFactory.getLogger(BackupMaker.class);
  private static final Duration DUMP_LIMIT = Duration.ofHours(1);
  private static final int DUMPS = 3;

  /** A dump against what tables take in the database, at most. */
  private static final int DUMP_FACTOR = 2;

  private final Path data;
  private final Path work;
  private final Path socket;
  private final DataSource database;
  private final String version;

  /**
   * @param work directory of ours
   * @param socket of the database
   */
  BackupMaker(Path data, Path work, Path socket, DataSource database, String version) {
    this.data = data;
    this.work = work;
    this.socket = socket;
    this.database = database;
    this.version = version;
  }

  /** A backup that was made. */
  record Made(String snapshot, Manifest manifest) {}

  /**
   * @throws BackupProblem with the reason; nothing of a half-made backup counts then
   */
  Made make(Restic restic, Scope scope, Instant now) throws BackupProblem, InterruptedException {
    Path stage = work.resolve("stage");
    try {
      Trees.fresh(stage);
      Manifest manifest = lay(stage, scope, now);
      Files.writeString(stage.resolve(Manifest.NAME), manifest.toJson());
      restic.unlock();
      String snapshot = restic.backup(stage, scope);
      Files.writeString(work.resolve("manifest.new"), manifest.toJson());
      Files.move(
          work.resolve("manifest.new"),
          known(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      return new Made(snapshot, manifest);
    } catch (SQLException e) {
      throw new BackupProblem("the database did not answer: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new BackupProblem("the files cannot be read: " + e.getMessage(), e);
    } finally {
      delete(stage);
    }
  }

  private Path known() {
    return work.resolve("manifest.json");
  }

  private Manifest lay(Path stage, Scope scope, Instant now)
      throws IOException, SQLException, BackupProblem, InterruptedException {
    Path files = stage.resolve(Manifest.FILES);
    Stage.link(data, files, scope);
    try (Connection connection = database.getConnection()) {
      // Checksums of large tables take longer than what the call path would wait for.
      connection.setNetworkTimeout(Runnable::run, (int) DUMP_LIMIT.toMillis());
      Trees.needRoom(work, DUMP_FACTOR * Tables.bytes(connection));
      SortedMap<String, TablePrint> tables = dump(connection, stage.resolve(Manifest.DUMP), scope);
      Stage.link(data, files, scope);
      return new Manifest(
          Manifest.FORMAT,
          version,
          Tables.schema(connection),
          Tables.server(connection),
          now,
          scope,
          tables,
          Stage.prints(files, lastTime()));
    }
  }

  /** A file that was not touched since need not be read again. */
  private SortedMap<String, FilePrint> lastTime() {
    try {
      return Files.exists(known())
          ? Manifest.read(Files.readAllBytes(known())).files()
          : new TreeMap<>();
    } catch (IOException | BackupProblem e) {
      LOG.warn("the manifest of the last backup cannot be read: {}", e.getMessage());
      return new TreeMap<>();
    }
  }

  /**
   * Dumps until no table was written to meanwhile, so that what is in the dump is known exactly;
   * tables that never rest are marked after the third time.
   */
  private SortedMap<String, TablePrint> dump(Connection connection, Path file, Scope scope)
      throws SQLException, BackupProblem, InterruptedException {
    SortedMap<String, TablePrint> before = Tables.prints(connection);
    for (int tries = 1; ; tries++) {
      dumpOnce(file, scope);
      SortedMap<String, TablePrint> after = Tables.prints(connection);
      SortedMap<String, TablePrint> found = new TreeMap<>();
      for (Map.Entry<String, TablePrint> each : before.entrySet()) {
        boolean emptied = scope == Scope.SETTINGS && Tables.HISTORY.contains(each.getKey());
        TablePrint now = each.getValue();
        found.put(
            each.getKey(),
            emptied
                ? new TablePrint(0, 0, true)
                : new TablePrint(now.rows(), now.checksum(), now.equals(after.get(each.getKey()))));
      }
      if (tries == DUMPS || found.values().stream().allMatch(TablePrint::steady)) {
        return found;
      }
      before = after;
    }
  }

  private void dumpOnce(Path file, Scope scope) throws BackupProblem, InterruptedException {
    Path program = Tool.find("mariadb-dump");
    if (program == null) {
      throw new BackupProblem(
          "mariadb-dump is not installed; install Debian's package mariadb-client");
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--no-defaults",
                "--socket=" + socket,
                "--user=root",
                "--single-transaction",
                "--quick",
                "--no-autocommit",
                "--hex-blob",
                "--tz-utc",
                "--triggers",
                "--default-character-set=utf8mb4"));
    if (scope == Scope.SETTINGS) {
      Tables.HISTORY.forEach(each -> command.add("--ignore-table-data=belfry." + each));
    }
    command.add("belfry");
    Tool.Outcome dumped = new Tool(command, Map.of(), DUMP_LIMIT).writing(file).run();
    if (dumped.code() != 0) {
      throw new BackupProblem(
          dumped.err().contains("No space left") || dumped.err().contains("Errcode: 28")
              ? "the disk of this machine is full"
              : "the database cannot be dumped: " + dumped.err());
    }
  }

  private static void delete(Path stage) {
    try {
      Trees.delete(stage);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", stage, e.getMessage());
    }
  }
}
