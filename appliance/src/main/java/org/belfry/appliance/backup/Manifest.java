package org.belfry.appliance.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.belfry.pbx.admin.BackupAdmin.Scope;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a backup holds, so that what comes out of it again can be compared: it is the file {@value
 * #NAME} in it.
 *
 * @param format of this file
 * @param version of Belfry
 * @param schema newest migration of the database
 * @param server version of MariaDB: another one may reckon other checksums
 * @param files by path, relative to the data directory
 */
record Manifest(
    int format,
    String version,
    int schema,
    String server,
    Instant madeAt,
    Scope scope,
    SortedMap<String, TablePrint> tables,
    SortedMap<String, FilePrint> files) {
  static final String NAME = "manifest.json";

  /** The dump of the database in a backup. */
  static final String DUMP = "database.sql";

  /** The directory of a backup that has the files. */
  static final String FILES = "files";

  static final int FORMAT = 1;
  private static final JsonMapper JSON = new JsonMapper();

  Manifest {
    tables = new TreeMap<>(tables);
    files = new TreeMap<>(files);
  }

  /**
   * @param steady false when it was written to while it was dumped, three times in a row: then only
   *     that it is there can be compared
   */
  record TablePrint(long rows, long checksum, boolean steady) {}

  /**
   * @param modified in milliseconds
   */
  record FilePrint(long size, String sha256, long modified) {}

  long rows() {
    return tables.values().stream().mapToLong(TablePrint::rows).sum();
  }

  long bytes() {
    return files.values().stream().mapToLong(FilePrint::size).sum();
  }

  String toJson() {
    return JSON.writeValueAsString(this);
  }

  /**
   * @throws BackupProblem when it is none, or of a later kind
   */
  static Manifest read(byte[] json) throws BackupProblem {
    try {
      Manifest read = JSON.readValue(json, Manifest.class);
      if (read.format() != FORMAT) {
        throw new BackupProblem("the backup is of a newer Belfry: update this one first");
      }
      // What comes out of a backup is written below a directory of ours, and nowhere else.
      for (String name : read.files().keySet()) {
        Path path = Path.of(name);
        if (path.isAbsolute() || !path.normalize().equals(path) || path.startsWith("..")) {
          throw new BackupProblem(ResticComplaint.DAMAGED + ": it names the file " + name);
        }
      }
      return read;
    } catch (JacksonException | NullPointerException e) {
      throw new BackupProblem(ResticComplaint.DAMAGED + ": its manifest cannot be read", e);
    }
  }
}
