package org.belfry.appliance.persistence;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A row and the rows that belong to it, as a document, and back into their tables with the same
 * ids. Sealed secrets stay sealed.
 */
public final class RowBundle {
  /** What is kept of one table; a row of voicemail has about 300 bytes. */
  private static final int ROWS_MAX = 5_000;

  private static final String BINARY = "base64:";
  private static final Pattern NAME = Pattern.compile("[a-z_]{1,64}");
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, List<Map<String, @Nullable String>>>> ROWS =
      new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final List<Part> parts;

  /**
   * Rows of a table whose column has the id of the thing.
   *
   * @param mustCome false leaves out rows that do not fit any more: whose other owner has gone, or
   *     whose place is taken
   */
  public record Part(String table, String column, boolean mustCome) {
    public Part {
      if (!NAME.matcher(table).matches() || !NAME.matcher(column).matches()) {
        throw new IllegalArgumentException(table + "." + column);
      }
    }
  }

  /**
   * @param parts in the order in which they are put back
   */
  public RowBundle(JdbcClient jdbc, List<Part> parts) {
    this.jdbc = jdbc;
    this.parts = List.copyOf(parts);
  }

  /** The rows as they are, before they are deleted. */
  public String take(long id) {
    Map<String, List<Map<String, @Nullable String>>> rows = new LinkedHashMap<>();
    for (Part part : parts) {
      rows.put(
          part.table(),
          jdbc.sql(
                  "select * from "
                      + part.table()
                      + " where "
                      + part.column()
                      + " = ? limit "
                      + ROWS_MAX)
              .param(id)
              .query((row, n) -> values(row))
              .list());
    }
    return JSON.writeValueAsString(rows);
  }

  private static Map<String, @Nullable String> values(ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      values.put(columns.getColumnName(i), value(row, i, columns.getColumnType(i)));
    }
    return values;
  }

  private static @Nullable String value(ResultSet row, int column, int type) throws SQLException {
    switch (type) {
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> {
        byte[] bytes = row.getBytes(column);
        if (bytes == null) {
          return null;
        }
        return BINARY + Base64.getEncoder().encodeToString(bytes);
      }
      case Types.BIT, Types.BOOLEAN, Types.TINYINT -> {
        int number = row.getInt(column);
        if (row.wasNull()) {
          return null;
        }
        return Integer.toString(number);
      }
      default -> {
        return row.getString(column);
      }
    }
  }

  /** Puts the rows back; columns that there are no more are left out. */
  public void putBack(String document) {
    Map<String, List<Map<String, @Nullable String>>> rows = JSON.readValue(document, ROWS);
    for (Part part : parts) {
      Map<String, Boolean> columns = columns(part.table());
      for (Map<String, @Nullable String> row : rows.getOrDefault(part.table(), List.of())) {
        insert(part, columns, row);
      }
    }
  }

  /** The columns there are, and whether each has bytes: a text may begin as bytes are written. */
  private Map<String, Boolean> columns(String table) {
    Map<String, Boolean> columns = new HashMap<>();
    jdbc.sql(
            "select column_name, data_type like '%blob' or data_type like '%binary'"
                + " from information_schema.columns"
                + " where table_schema = database() and table_name = ?")
        .param(table)
        .query(row -> {
          columns.put(row.getString(1), row.getBoolean(2));
        });
    return columns;
  }

  private void insert(Part part, Map<String, Boolean> columns, Map<String, @Nullable String> row) {
    List<String> names = row.keySet().stream().filter(columns::containsKey).toList();
    List<@Nullable Object> values = new ArrayList<>();
    for (String name : names) {
      String value = row.get(name);
      values.add(
          value != null && columns.getOrDefault(name, false) && value.startsWith(BINARY)
              ? Base64.getDecoder().decode(value.substring(BINARY.length()))
              : value);
    }
    jdbc.sql(
            (part.mustCome() ? "insert into " : "insert ignore into ")
                + part.table()
                + "("
                + String.join(", ", names)
                + ") values("
                + String.join(", ", names.stream().map(name -> "?").toList())
                + ")")
        .params(values)
        .update();
  }
}
