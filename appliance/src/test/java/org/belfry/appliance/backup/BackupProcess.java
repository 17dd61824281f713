package org.belfry.appliance.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.BackupAdmin.Scope;
import org.mariadb.jdbc.MariaDbDataSource;

/** A process of its own that makes a backup or restores one, to be killed at any moment. */
final class BackupProcess {
  private BackupProcess() {}

  /** {@code backup DATA REPOSITORY SOCKET} or {@code restore DATA REPOSITORY}. */
  public static void main(String[] args) throws Exception {
    if (args[0].equals("restore")) {
      System.exit(
          new RestoreCommand(
                  Map.of("BELFRY_BACKUP_PASSPHRASE", BackupTrial.PASSPHRASE),
                  System.out,
                  System.err)
              .run(List.of("--data", args[1], "--from", args[2])));
    }
    Path data = Path.of(args[1]);
    Path work = data.resolve("backup");
    Restic restic =
        new Restic(BackupTrial.local(Path.of(args[2])), work, data.resolve(Passphrase.NAME));
    new BackupMaker(data, work, Path.of(args[3]), source(args[3]), "0.1.0")
        .make(restic, Scope.WHOLE, Instant.now());
  }

  private static MariaDbDataSource source(String socket) throws SQLException {
    MariaDbDataSource source =
        new MariaDbDataSource("jdbc:mariadb://localhost/belfry?localSocket=" + socket);
    source.setUser("root");
    return source;
  }

  static Process start(String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                BackupProcess.class.getName()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** As a power cut: the process and all that it has started. */
  static void kill(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.addFirst(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }
}
