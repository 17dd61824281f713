package org.belfry.appliance.backup;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** Directories that are thrown away, and the room that is left for them. */
final class Trees {
  /** Left free whatever we do: the database and calls go on. */
  private static final long SPARE = 200L * 1024 * 1024;

  private static final double MEGABYTE = 1e6;

  private Trees() {}

  /** Empty and there. */
  static Path fresh(Path directory) throws IOException {
    delete(directory);
    return Files.createDirectories(directory);
  }

  static void delete(Path directory) throws IOException {
    var _ = FileSystemUtils.deleteRecursively(directory);
  }

  /**
   * @throws BackupProblem saying how much is needed and how much is there
   */
  static void needRoom(Path directory, long bytes) throws IOException, BackupProblem {
    FileStore store = Files.getFileStore(directory);
    long free = store.getUsableSpace();
    if (free < bytes + SPARE) {
      throw new BackupProblem(
          "the disk of this machine is too full: "
              + Math.round((bytes + SPARE) / MEGABYTE)
              + " MB are needed, "
              + Math.round(free / MEGABYTE)
              + " MB are free");
    }
  }
}
