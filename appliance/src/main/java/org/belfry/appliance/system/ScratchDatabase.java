package org.belfry.appliance.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A {@code mariadbd} of its own on a directory, beside the one that works: to try what comes out of
 * a backup, and to make what takes the other's place.
 */
public final class ScratchDatabase implements AutoCloseable {
  private static final Duration START_WAIT = Duration.ofMinutes(3);
  private static final int PAUSE_MS = 100;

  private final PrivateDatabase database;

  private ScratchDatabase(PrivateDatabase database) {
    this.database = database;
  }

  /**
   * Makes a new one and waits until it answers.
   *
   * @param directory that is not there yet, or empty
   * @throws IOException saying why it does not come up
   */
  public static ScratchDatabase in(Path directory) throws IOException, InterruptedException {
    PrivateDatabase made = new PrivateDatabase(directory);
    try {
      made.start();
    } catch (CannotStart e) {
      throw new IOException(e.getMessage(), e);
    }
    ScratchDatabase scratch = new ScratchDatabase(made);
    long deadline = System.nanoTime() + START_WAIT.toNanos();
    try {
      while (true) {
        try (Connection connection = scratch.connect()) {
          if (connection.isValid(1)) {
            return scratch;
          }
        } catch (SQLException e) {
          if (made.keepsDying() || System.nanoTime() > deadline) {
            throw new IOException(
                "a scratch database does not come up; its messages are in " + made.log(), e);
          }
        }
        Thread.sleep(PAUSE_MS);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  /** Stops one that a process left behind which was killed. */
  public static void stopLeftOver(Path directory) throws InterruptedException {
    LeftOverDatabase.stop(directory.resolve("data"), Duration.ofSeconds(20));
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), "root", "");
  }

  public Path socket() {
    return database.socket();
  }

  /** Stops it; its files stay. */
  @Override
  public void close() {
    database.close();
    try {
      // They belong to a process that is gone, and would move with the directory.
      Files.deleteIfExists(database.socket());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
