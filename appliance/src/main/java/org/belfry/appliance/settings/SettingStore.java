package org.belfry.appliance.settings;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What owners have set, as documents in the database. */
@Component
class SettingStore {
  private static final Logger LOG = LoggerFactory.getLogger(SettingStore.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final JdbcClient jdbc;

  /** Names that the log has, once each. */
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  SettingStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * By name, as texts of properties. Left out is what no version has any more, and what no page
   * would take: the table may have come from anybody's backup.
   */
  Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    jdbc.sql("select name, value from setting_choice")
        .query((row, n) -> Map.entry(row.getString("name"), row.getString("value")))
        .list()
        .forEach(row ->
            SettingCatalogue.find(row.getKey())
                .flatMap(setting -> written(setting, row.getValue()))
                .ifPresent(text -> all.put(row.getKey(), text)));
    return all;
  }

  private Optional<String> written(SystemSetting setting, String json) {
    try {
      SettingType type = setting.type();
      return Optional.of(type.written(type.taken(JSON.readValue(json, Object.class))));
    } catch (IllegalArgumentException | JacksonException e) {
      if (refused.add(setting.name())) {
        LOG.warn("the stored value of {} is not used: {}", setting.name(), e.getMessage());
      }
      return Optional.empty();
    }
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
