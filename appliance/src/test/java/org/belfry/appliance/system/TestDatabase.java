package org.belfry.appliance.system;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.belfry.appliance.persistence.Driver;
import org.flywaydb.core.Flyway;

/**
 * A private MariaDB for tests, without the rest of the appliance, that can be taken away and
 * brought back.
 */
public final class TestDatabase implements AutoCloseable {
  private final DataDirectory home;
  private PrivateDatabase database;

  private TestDatabase(DataDirectory home) {
    this.home = home;
    start();
  }

  /** Made anew, and started, below this directory. */
  public static TestDatabase in(Path directory) {
    return new TestDatabase(DataDirectory.open(directory));
  }

  public void start() {
    database = new PrivateDatabase(home);
    database.start();
  }

  public void stop() {
    database.close();
  }

  public String jdbcUrl() {
    return database.jdbcUrl();
  }

  /** A pool on it, with the schema brought up to date, that says soon when the database is away. */
  public DataSource migrated() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl());
    config.setUsername("root");
    Driver.configure(config);
    config.setMaximumPoolSize(4);
    config.setConnectionTimeout(500);
    config.setValidationTimeout(250);
    config.setInitializationFailTimeout(30_000);
    HikariDataSource pool = new HikariDataSource(config);
    Flyway.configure().dataSource(pool).load().migrate();
    return pool;
  }

  @Override
  public void close() {
    stop();
    home.close();
  }
}
