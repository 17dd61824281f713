package org.belfry.appliance.fuse;

import java.time.ZoneId;
import org.belfry.appliance.persistence.Settings;
import org.belfry.pbx.admin.FuseAdmin.FuseSettingsView;
import org.belfry.pbx.fuse.CallRates;
import org.belfry.pbx.fuse.FuseSettings;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The settings and rates of the fuse in the database. */
@Component
class FuseStore {
  private static final String SETTING = "fuse";
  private static final JsonMapper JSON = new JsonMapper();

  private final Settings settings;
  private final JdbcTemplate jdbc;

  FuseStore(Settings settings, JdbcTemplate jdbc) {
    this.settings = settings;
    this.jdbc = jdbc;
  }

  FuseSettings settings(ZoneId zone) {
    FuseSettings defaults = FuseSettings.defaults(zone);
    return settings
        .get(SETTING)
        .map(text -> FuseForm.settings(JSON.readValue(text, FuseSettingsView.class), defaults))
        .orElse(defaults)
        .with(rates());
  }

  void keep(FuseSettings next) {
    settings.set(SETTING, JSON.writeValueAsString(FuseForm.view(next)));
  }

  CallRates rates() {
    return new CallRates(
        jdbc.query(
            "select * from fuse_rate order by prefix",
            (row, n) ->
                new CallRates.Rate(
                    row.getString("prefix"), row.getString("name"), row.getLong("per_minute"))));
  }

  void keep(CallRates rates) {
    jdbc.update("delete from fuse_rate");
    jdbc.batchUpdate(
        "insert into fuse_rate(prefix, per_minute, name) values(?,?,?)",
        rates.rates().stream()
            .map(rate -> new Object[] {rate.prefix(), rate.perMinute(), rate.name()})
            .toList());
  }
}
