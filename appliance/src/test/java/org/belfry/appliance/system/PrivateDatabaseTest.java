package org.belfry.appliance.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
@Timeout(120)
class PrivateDatabaseTest {
  @TempDir private Path directory;

  @Test
  void whatAFirstStartThatWasCutShortHasLeftIsMadeAnew() throws IOException {
    Path half = directory.resolve("data.new");
    Files.createDirectories(half.resolve("mysql"));
    Files.writeString(half.resolve("mysql/db.frm"), "half");
    PrivateDatabase database = new PrivateDatabase(directory);
    database.start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> {
            try (Connection connection =
                DriverManager.getConnection(database.jdbcUrl(), "root", "")) {
              return connection.isValid(5);
            }
          });
      assertThat(half).doesNotExist();
    } finally {
      database.close();
    }
  }

  @Test
  void filesThatAreNoDatabaseAreLeftAsTheyAre() throws IOException {
    Path foreign = directory.resolve("data/notes");
    Files.createDirectories(foreign.getParent());
    Files.writeString(foreign, "of somebody else");
    PrivateDatabase database = new PrivateDatabase(directory);
    assertThatThrownBy(database::start)
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("the private database cannot be started");
    assertThat(foreign).hasContent("of somebody else");
  }

  @Test
  void itsMemoryIsAThirtySecondPartOfTheMachines() {
    long megabyte = 1024 * 1024;
    assertThat(PrivateDatabase.pool(512 * megabyte)).isEqualTo(32 * megabyte);
    assertThat(PrivateDatabase.pool(2000 * megabyte)).isEqualTo(62 * megabyte);
    assertThat(PrivateDatabase.pool(4096 * megabyte)).isEqualTo(128 * megabyte);
    assertThat(PrivateDatabase.pool(65536 * megabyte)).isEqualTo(256 * megabyte);
  }

  @Test
  void theReasonIsTheFirstErrorOfWhatAToolSaid() {
    String messages =
        """
        Installing MariaDB/MySQL system tables in '/data' ...
        2026-11-22 21:54:17 0 [ERROR] InnoDB: Could not set the file size of './ibdata1'.
        2026-11-22 21:54:17 0 [ERROR] Aborting

        Please check all of the above before submitting a bug report
        at https://mariadb.org/jira

        """;
    assertThat(PrivateDatabase.reason(messages))
        .isEqualTo(
            "2026-11-22 21:54:17 0 [ERROR] InnoDB: Could not set the file size of './ibdata1'.");
    assertThat(PrivateDatabase.reason("chown: invalid user\n\n")).isEqualTo("chown: invalid user");
    assertThat(PrivateDatabase.reason("")).isEqualTo("nothing");
  }
}
