package org.belfry.appliance.prompts;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.PromptAdmin.Made;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of how the owner's recordings were made. Files placed by hand have no row. */
@Component
class OwnTable {
  private final JdbcClient jdbc;
  private final InstantSource clock = InstantSource.system();

  record Row(Made made, String text, Instant at) {}

  OwnTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Map<OwnKey, Row> all() {
    return jdbc
        .sql("select language, name, made, spoken, at from own_prompt")
        .query((row, n) ->
            Map.entry(
                new OwnKey(row.getString(1), row.getString(2)),
                new Row(
                    Made.valueOf(row.getString(3)),
                    row.getString(4),
                    row.getObject(5, LocalDateTime.class).toInstant(ZoneOffset.UTC))))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  void save(OwnKey key, Made made, String text) {
    jdbc.sql(
            "insert into own_prompt(language, name, made, spoken, at) values(?,?,?,?,?)"
                + " on duplicate key update made = values(made), spoken = values(spoken),"
                + " at = values(at)")
        .params(
            key.language(),
            key.name(),
            made.name(),
            text,
            LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
        .update();
  }

  void rename(String name, String to) {
    delete(to);
    jdbc.sql("update own_prompt set name = ? where name = ?").params(to, name).update();
  }

  void delete(OwnKey key) {
    jdbc.sql("delete from own_prompt where language = ? and name = ?")
        .params(key.language(), key.name())
        .update();
  }

  private void delete(String name) {
    jdbc.sql("delete from own_prompt where name = ?").param(name).update();
  }
}
