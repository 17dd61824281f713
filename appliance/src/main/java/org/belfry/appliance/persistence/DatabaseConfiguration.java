package org.belfry.appliance.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import javax.sql.DataSource;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.CannotStart;
import org.belfry.appliance.system.PrivateDatabase;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The connection pool: to the private database, or to the one the owner brought. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
  private static final Duration OWN_START_WAIT = Duration.ofSeconds(60);
  private static final Duration EXTERNAL_START_WAIT = Duration.ofSeconds(10);

  @Bean
  DataSource dataSource(BelfryProperties properties, Bootstrap groundwork) {
    PrivateDatabase own = groundwork.database();
    HikariConfig config = new HikariConfig();
    if (own != null) {
      config.setJdbcUrl(own.jdbcUrl());
      config.setUsername("root");
    } else {
      config.setJdbcUrl(properties.database().url());
      config.setUsername(properties.database().username());
      config.setPassword(properties.database().password());
    }
    Driver.configure(config);
    config.addDataSourceProperty("connectTimeout", "3000");
    config.addDataSourceProperty("socketTimeout", "30000");
    awaitConnection(config, own);
    config.setPoolName("belfry");
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(1);
    // A dead database must not hold up its callers: they get an error after three seconds.
    config.setConnectionTimeout(3000);
    config.setValidationTimeout(1000);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  /** The schema, brought up to date; a database that is not ours is left alone. */
  @Bean
  FlywayMigrationStrategy migration() {
    return DatabaseConfiguration::migrate;
  }

  private static void migrate(Flyway flyway) {
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      throw new CannotStart(
          "the database cannot be brought to this version's schema: " + firstLine(e.getMessage()),
          e);
    }
  }

  private static void awaitConnection(HikariConfig config, @Nullable PrivateDatabase own) {
    Instant deadline = Instant.now().plus(own != null ? OWN_START_WAIT : EXTERNAL_START_WAIT);
    Properties credentials = new Properties();
    credentials.putAll(config.getDataSourceProperties());
    if (config.getUsername() != null) {
      credentials.setProperty("user", config.getUsername());
    }
    if (config.getPassword() != null) {
      credentials.setProperty("password", config.getPassword());
    }
    while (true) {
      try (Connection connection = DriverManager.getConnection(config.getJdbcUrl(), credentials)) {
        if (connection.isValid(1)) {
          return;
        }
      } catch (SQLException e) {
        boolean hopeless = own != null ? own.keepsDying() : !isConnectionFailure(e);
        if (hopeless || Instant.now().isAfter(deadline)) {
          throw new CannotStart(
              own != null
                  ? "the private database does not answer; its messages are in " + own.log() + "."
                  : "the database at belfry.database.url cannot be used: "
                      + firstLine(e.getMessage()),
              e);
        }
      }
      pause();
    }
  }

  /** A database that is still starting, not one that does not want us. SQLSTATE class 08. */
  private static boolean isConnectionFailure(SQLException e) {
    return e.getSQLState() == null || e.getSQLState().startsWith("08");
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStart("the start was interrupted.", e);
    }
  }

  private static String firstLine(@Nullable String message) {
    return String.valueOf(message).strip().lines().findFirst().orElse("");
  }
}
