package org.belfry.appliance.persistence;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Small things that are decided once and kept in the database. */
@Component
public class Settings {
  private final JdbcClient jdbc;

  Settings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public Optional<String> get(String name) {
    return jdbc.sql("select value from setting where name = ?")
        .param(name)
        .query(String.class)
        .optional();
  }

  public void set(String name, String value) {
    jdbc.sql(
            "insert into setting(name, value) values(?, ?) on duplicate key update value = values(value)")
        .param(name)
        .param(value)
        .update();
  }

  public void remove(String name) {
    jdbc.sql("delete from setting where name = ?").param(name).update();
  }

  /** The kept value; the first time the one given, which is kept from then on. */
  public String keep(String name, String first) {
    return get(name)
        .orElseGet(() -> {
          set(name, first);
          return first;
        });
  }
}
