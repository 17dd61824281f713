package org.belfry.appliance.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.belfry.appliance.backup.Manifest.TablePrint;

/** The database's tables, and how many rows with what checksum each has. */
final class Tables {
  /** What {@code Scope.SETTINGS} leaves empty: what has happened, not how it is set. */
  static final Set<String> HISTORY =
      Set.of(
          "attendant_figure",
          "audit_entry",
          "backup_run",
          "ban",
          "binding",
          "call_begun",
          "call_begun_seen",
          "cdr",
          "fuse_blown",
          "fuse_count",
          "fuse_release",
          "mail_outbox",
          "phone_fetch",
          "queue_duty",
          "queue_stay",
          "recording",
          "voice_message");

  private Tables() {}

  /** Names, sorted. */
  static List<String> names(Connection connection) throws SQLException {
    return strings(
        connection,
        "select table_name from information_schema.tables where table_schema = database()"
            + " and table_type = 'BASE TABLE' order by table_name");
  }

  /** All tables as they are at one moment. */
  static SortedMap<String, TablePrint> prints(Connection connection) throws SQLException {
    SortedMap<String, TablePrint> found = new TreeMap<>();
    boolean before = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(0);
      var _ = statement.execute("start transaction with consistent snapshot, read only");
      for (String table : names(connection)) {
        long rows = number(statement, "select count(*) from " + quoted(table), 1);
        long checksum = number(statement, "checksum table " + quoted(table) + " extended", 2);
        found.put(table, new TablePrint(rows, checksum, true));
      }
      connection.rollback();
    } finally {
      connection.setAutoCommit(before);
    }
    return found;
  }

  /** Empties a table, if it is there. */
  static void empty(Connection connection, String table) throws SQLException {
    if (names(connection).contains(table)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("delete from " + quoted(table));
      }
    }
  }

  /** A name as SQL takes it, whatever is in it. */
  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** Bytes of data, roughly. */
  static long bytes(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return number(
          statement,
          "select coalesce(sum(data_length), 0) from information_schema.tables"
              + " where table_schema = database()",
          1);
    }
  }

  /** Of the newest migration. */
  static int schema(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return (int)
          number(
              statement,
              "select coalesce(max(cast(version as unsigned)), 0) from flyway_schema_history"
                  + " where success = 1",
              1);
    }
  }

  /** Version of MariaDB. */
  static String server(Connection connection) throws SQLException {
    return strings(connection, "select version()").getFirst();
  }

  private static List<String> strings(Connection connection, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static long number(Statement statement, String query, int column) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getLong(column) : 0;
    }
  }
}
