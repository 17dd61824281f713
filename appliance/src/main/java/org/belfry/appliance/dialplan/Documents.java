package org.belfry.appliance.dialplan;

import java.util.List;
import java.util.Optional;
import org.belfry.appliance.audit.AuditTrail;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * A table of things that are kept whole, each under a name of its own.
 *
 * @param <T> what the document holds
 */
final class Documents<T> {
  private static final JsonMapper JSON = new JsonMapper();
  private static final RowMapper<Raw> ROW =
      (row, n) -> new Raw(row.getLong("id"), row.getString("name"), row.getString("settings"));

  private final JdbcClient jdbc;
  private final AuditTrail audit;
  private final String table;
  private final Class<T> type;

  /** A row before anybody has read its document. */
  record Raw(long id, String name, String text) {}

  record Row<T>(long id, String name, T value) {}

  Documents(JdbcClient jdbc, AuditTrail audit, String table, Class<T> type) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.table = table;
    this.type = type;
  }

  T read(String text) {
    return JSON.readValue(text, type);
  }

  static String write(Object value) {
    return JSON.writeValueAsString(value);
  }

  List<Raw> raw() {
    return jdbc.sql("select id, name, settings from " + table + " order by length(name), name")
        .query(ROW)
        .list();
  }

  List<Row<T>> all() {
    return raw().stream().map(this::row).toList();
  }

  long count() {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }

  Optional<Row<T>> byId(long id) {
    return jdbc.sql("select id, name, settings from " + table + " where id = ?")
        .param(id)
        .query(ROW)
        .optional()
        .map(this::row);
  }

  Optional<Row<T>> byName(String name) {
    return jdbc.sql("select id, name, settings from " + table + " where name = ?")
        .param(name)
        .query(ROW)
        .optional()
        .map(this::row);
  }

  void insert(String name, T value) {
    jdbc.sql("insert into " + table + "(name, settings) values(?,?)")
        .param(name)
        .param(write(value))
        .update();
    audit.tell(table, name, null, value);
  }

  void update(long id, String name, T value) {
    T before = byId(id).map(Row::value).orElse(null);
    jdbc.sql("update " + table + " set name = ?, settings = ? where id = ?")
        .param(name)
        .param(write(value))
        .param(id)
        .update();
    audit.tell(table, name, before, value);
  }

  /** As it is kept, by the name of its table. */
  DeletedTable.Kept kept(Row<T> row) {
    return new DeletedTable.Kept(table, row.name(), write(row.value()));
  }

  boolean is(String kind) {
    return table.equals(kind);
  }

  boolean delete(long id) {
    byId(id).ifPresent(row -> audit.tell(table, row.name(), row.value(), null));
    return jdbc.sql("delete from " + table + " where id = ?").param(id).update() > 0;
  }

  private Row<T> row(Raw raw) {
    return new Row<>(raw.id(), raw.name(), read(raw.text()));
  }
}
