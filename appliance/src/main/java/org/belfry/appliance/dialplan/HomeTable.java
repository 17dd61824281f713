package org.belfry.appliance.dialplan;

import java.util.List;
import java.util.Optional;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.dialplan.Documents.Raw;
import org.belfry.pbx.admin.EmergencyAdmin.Home;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Where users say that they work. */
@Component
class HomeTable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String KIND = "emergency_home";

  private final JdbcClient jdbc;
  private final AuditTrail audit;

  HomeTable(JdbcClient jdbc, AuditTrail audit) {
    this.jdbc = jdbc;
    this.audit = audit;
  }

  /** The name is the id of the user. */
  List<Raw> raw() {
    return jdbc.sql("select user_id, settings from emergency_home")
        .query((row, n) -> new Raw(row.getLong(1), Long.toString(row.getLong(1)), row.getString(2)))
        .list();
  }

  Home read(String text) {
    return JSON.readValue(text, Home.class);
  }

  Optional<Home> of(long userId) {
    return jdbc.sql("select settings from emergency_home where user_id = ?")
        .param(userId)
        .query((row, n) -> read(row.getString(1)))
        .optional();
  }

  /** Null takes it away. */
  void save(long userId, String extension, @Nullable Home home) {
    audit.tell(KIND, extension, of(userId).orElse(null), home);
    if (home == null) {
      jdbc.sql("delete from emergency_home where user_id = ?").param(userId).update();
      return;
    }
    jdbc.sql(
            "insert into emergency_home(user_id, settings) values(?,?) on duplicate key update"
                + " settings = values(settings)")
        .param(userId)
        .param(JSON.writeValueAsString(home))
        .update();
  }
}
