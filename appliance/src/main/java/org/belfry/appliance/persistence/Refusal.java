package org.belfry.appliance.persistence;

import java.sql.SQLException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.transaction.TransactionException;

/** Tells an entry the database will never take from a database that is away. */
final class Refusal {
  private Refusal() {}

  /**
   * True when trying again later would not help. In doubt it is false: a full disk or a database in
   * recovery ends some day, an entry thrown away is gone.
   */
  static boolean is(RuntimeException e) {
    if (e instanceof DataIntegrityViolationException
        || e instanceof InvalidDataAccessApiUsageException) {
      return true;
    }
    if (!(e instanceof DataAccessException) && !(e instanceof TransactionException)) {
      return true; // our own fault, in making a row of this entry
    }
    for (Throwable t = e; t != null; t = t.getCause()) {
      // SQLSTATE classes: 22 data exception, 23 integrity constraint violation.
      if (t instanceof SQLException sql
          && sql.getSQLState() != null
          && (sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23"))) {
        return true;
      }
    }
    return false;
  }
}
