package org.belfry.appliance.settings;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What owners have set, as documents in the database. */
@Component
class SettingStore {
  private static final JsonMapper JSON = new JsonMapper();

  private final JdbcClient jdbc;

  SettingStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** By name, as texts of properties; those that no version has any more are left out. */
  Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    jdbc.sql("select name, value from setting_choice")
        .query((row, n) -> Map.entry(row.getString("name"), row.getString("value")))
        .list()
        .forEach(row ->
            SettingCatalogue.find(row.getKey())
                .ifPresent(setting ->
                    all.put(
                        row.getKey(),
                        setting.type().written(JSON.readValue(row.getValue(), Object.class)))));
    return all;
  }

  /** Sets one, or forgets it. */
  void put(SystemSetting setting, @Nullable String text, String who, Instant now) {
    if (text == null) {
      jdbc.sql("delete from setting_choice where name = ?").param(setting.name()).update();
      return;
    }
    jdbc.sql("replace into setting_choice(name, value, changed_by, changed_at) values(?, ?, ?, ?)")
        .param(setting.name())
        .param(JSON.writeValueAsString(setting.type().read(text)))
        .param(who)
        .param(LocalDateTime.ofInstant(now, ZoneOffset.UTC))
        .update();
  }
}
