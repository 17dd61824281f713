package org.belfry.appliance.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.belfry.appliance.backup.Manifest.FilePrint;
import org.belfry.appliance.system.ScratchDatabase;

/**
 * Takes a backup out again and compares it with its manifest: every file by its hash, every table
 * of a database that is made of the dump by rows and checksum. A proof and a restore are the same
 * but for what becomes of it.
 */
final class Unpacking {
  private static final Duration IMPORT_LIMIT = Duration.ofHours(3);
  private static final double MEGABYTE = 1e6;

  /** What a database takes on the disk against its dump, at most, and what an empty one takes. */
  private static final int DATABASE_FACTOR = 3;

  private static final long EMPTY_DATABASE = 200L * 1024 * 1024;
  private static final int SAMPLE_FILES = 1000;
  private static final String OUTBOX = "mail_outbox";
  private static final String IMPORTER = "importer@localhost";

  private final Restic restic;
  private final String snapshot;
  private final Manifest manifest;

  private Unpacking(Restic restic, String snapshot, Manifest manifest) {
    this.restic = restic;
    this.snapshot = snapshot;
    this.manifest = manifest;
  }

  /** Reads the manifest of a backup. */
  static Unpacking of(Restic restic, String snapshot) throws BackupProblem, InterruptedException {
    return new Unpacking(
        restic, snapshot, Manifest.read(restic.file(snapshot, "/" + Manifest.NAME)));
  }

  Manifest manifest() {
    return manifest;
  }

  /**
   * @throws BackupProblem when the disk has no room for all of it
   */
  void needRoom(Path disk) throws IOException, BackupProblem {
    Trees.needRoom(disk, manifest.bytes() + EMPTY_DATABASE);
  }

  /** All files, or as many by chance as fit into so many bytes; small ones in every case. */
  SortedMap<String, FilePrint> sample(long bytes, Random random) {
    if (manifest.bytes() <= bytes) {
      return manifest.files();
    }
    SortedMap<String, FilePrint> chosen = new TreeMap<>();
    List<String> large = new ArrayList<>();
    manifest
        .files()
        .forEach((name, print) -> {
          if (isSound(name)) {
            large.add(name);
          } else {
            chosen.put(name, print);
          }
        });
    Collections.shuffle(large, random);
    long left = bytes;
    int many = 0;
    for (String name : large) {
      FilePrint print = manifest.files().get(name);
      if (print != null && print.size() <= left && many < SAMPLE_FILES && isPlain(name)) {
        chosen.put(name, print);
        left -= print.size();
        many++;
      }
    }
    return chosen;
  }

  private static boolean isSound(String name) {
    return name.startsWith("recordings/") || name.startsWith("voicemail/");
  }

  /** Restic would take other characters for a pattern. */
  private static boolean isPlain(String name) {
    return name.matches("[A-Za-z0-9._/ -]+");
  }

  /**
   * Unpacks into an empty directory: {@code database/}, and the files as the data directory has
   * them.
   *
   * @param files of the manifest that are wanted
   * @throws BackupProblem when it cannot be unpacked, or what comes out is not what went in
   */
  void into(Path directory, SortedMap<String, FilePrint> files)
      throws IOException, BackupProblem, InterruptedException {
    Path tree = directory.resolve("unpacked");
    boolean all = files.size() == manifest.files().size();
    restic.restore(snapshot, tree, all ? List.of() : wanted(files));
    Path restored = Files.createDirectories(tree.resolve(Manifest.FILES));
    Stage.refuseForeign(restored);
    List<String> differences =
        new ArrayList<>(Comparison.files(files, Stage.prints(restored, new TreeMap<>())));
    differences.addAll(database(directory, tree.resolve(Manifest.DUMP)));
    if (!differences.isEmpty()) {
      throw new BackupProblem(ResticComplaint.DAMAGED + ": " + Comparison.sentence(differences));
    }
    try (var entries = Files.list(restored)) {
      for (Path entry : entries.toList()) {
        Files.move(entry, directory.resolve(entry.getFileName()));
      }
    }
    Trees.delete(tree);
  }

  private static List<String> wanted(SortedMap<String, FilePrint> files) {
    TreeSet<String> paths = new TreeSet<>(List.of("/" + Manifest.NAME, "/" + Manifest.DUMP));
    for (String name : files.keySet()) {
      paths.add("/" + Manifest.FILES + "/" + (isSound(name) ? name : Path.of(name).getName(0)));
    }
    return List.copyOf(paths);
  }

  private List<String> database(Path directory, Path dump)
      throws IOException, BackupProblem, InterruptedException {
    if (!Files.exists(dump)) {
      return List.of("the database is missing");
    }
    Trees.needRoom(directory, DATABASE_FACTOR * Files.size(dump) + EMPTY_DATABASE);
    try (ScratchDatabase scratch = ScratchDatabase.in(directory.resolve("database"))) {
      try (Connection connection = scratch.connect()) {
        importInto(scratch, connection, dump);
        boolean same = Tables.server(connection).equals(manifest.server());
        var found = Tables.prints(connection);
        // Mails of the past are not sent again, nor is what a stranger put among them.
        Tables.empty(connection, OUTBOX);
        return Comparison.tables(manifest.tables(), found, same);
      } catch (SQLException e) {
        throw new BackupProblem("the scratch database failed: " + e.getMessage(), e);
      }
    }
  }

  /**
   * A dump is whatever the owner of the backup wrote into it. It is read by a client without
   * commands of its own (no shell, no files) and by an account that can fill tables of this one
   * database and nothing else; the account is gone before anybody uses what it made.
   */
  private static void importInto(ScratchDatabase scratch, Connection root, Path dump)
      throws BackupProblem, SQLException, InterruptedException {
    Path program = Tool.find("mariadb");
    if (program == null) {
      throw new BackupProblem(
          "mariadb is not installed; install Debian's package mariadb-client-core");
    }
    try (Statement statement = root.createStatement()) {
      statement.execute("create or replace user " + IMPORTER);
      statement.execute(
          "grant select, insert, create, alter, drop, index, references, lock tables on belfry.*"
              + " to "
              + IMPORTER);
      imported(scratch, program, dump);
      statement.execute("drop user " + IMPORTER);
    }
  }

  private static void imported(ScratchDatabase scratch, Path program, Path dump)
      throws BackupProblem, InterruptedException {
    Tool.Outcome done =
        new Tool(
                List.of(
                    program.toString(),
                    "--no-defaults",
                    "--sandbox",
                    "--binary-mode",
                    "--local-infile=0",
                    "--socket=" + scratch.socket(),
                    "--user=importer",
                    "--default-character-set=utf8mb4",
                    "belfry"),
                Map.of(),
                IMPORT_LIMIT)
            .reading(dump)
            .run();
    if (done.code() != 0) {
      throw new BackupProblem(
          done.err().contains("No space left") || done.err().contains("is full")
              ? "the disk of this machine is full"
              : ResticComplaint.DAMAGED + ": its database cannot be read: " + done.err());
    }
  }

  /** What was unpacked, for people. */
  static String sentence(Manifest manifest, SortedMap<String, FilePrint> files) {
    String which =
        files.size() == manifest.files().size()
            ? manifest.files().size() + " files"
            : files.size() + " of " + manifest.files().size() + " files";
    return "%s, %d tables with %d rows, %.1f MB: all as they were"
        .formatted(which, manifest.tables().size(), manifest.rows(), manifest.bytes() / MEGABYTE);
  }
}
