package org.belfry.appliance.persistence;

import com.zaxxer.hikari.HikariConfig;

/** How the database's driver sends batches. */
public final class Driver {
  private Driver() {}

  /**
   * A batch goes as one statement with many rows of values. What cannot, which is {@code insert …
   * on duplicate key update}, goes row by row, each with its answer. The driver would send all rows
   * before it reads an answer: from some three hundred on a Unix socket on, both sides wait for the
   * other to read until the database ends the connection after a minute. Journals write {@code
   * replace} therefore, which is one statement and a sixth of the work.
   */
  public static void configure(HikariConfig config) {
    config.addDataSourceProperty("useBulkStmts", "true");
    config.addDataSourceProperty("disablePipeline", "true");
  }
}
