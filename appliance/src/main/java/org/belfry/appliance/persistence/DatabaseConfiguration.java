package org.belfry.appliance.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.CannotStart;
import org.belfry.appliance.system.Groundwork;
import org.belfry.appliance.system.PrivateDatabase;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The connection pool: to the private database, or to the one the owner brought. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
  private static final Duration START_WAIT = Duration.ofSeconds(60);

  @Bean
  DataSource dataSource(BelfryProperties properties, Groundwork groundwork) {
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
    awaitConnection(config, own != null);
    config.setPoolName("belfry");
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(1);
    // A dead database must not hold up those who ask: they are told after three seconds.
    config.setConnectionTimeout(3000);
    config.setValidationTimeout(1000);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private static void awaitConnection(HikariConfig config, boolean own) {
    Instant deadline = Instant.now().plus(own ? START_WAIT : Duration.ofSeconds(10));
    while (true) {
      try (Connection connection =
          DriverManager.getConnection(
              config.getJdbcUrl(), config.getUsername(), config.getPassword())) {
        if (connection.isValid(1)) {
          return;
        }
      } catch (SQLException e) {
        if (Instant.now().isAfter(deadline)) {
          throw new CannotStart(
              own
                  ? "the private database does not answer; its messages are in database/log of the"
                      + " data directory."
                  : "the database at belfry.database.url does not answer: " + e.getMessage(),
              e);
        }
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CannotStart("the start was interrupted.", e);
      }
    }
  }
}
