package org.belfry.appliance.dialplan;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.belfry.appliance.dialplan.Documents.Raw;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of users' scripts. */
@Component
class CplTable {
  private final JdbcClient jdbc;

  CplTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The name is the id of the user. */
  List<Raw> raw() {
    return jdbc.sql("select user_id, script from user_cpl")
        .query((row, n) -> {
          long id = row.getLong(1);
          return new Raw(id, Long.toString(id), text(row.getBytes(2)));
        })
        .list();
  }

  Optional<String> of(long userId) {
    return jdbc.sql("select script from user_cpl where user_id = ?")
        .param(userId)
        .query((row, n) -> text(row.getBytes(1)))
        .optional();
  }

  void save(long userId, String script, Instant now) {
    jdbc.sql(
            "insert into user_cpl(user_id, script, updated_at) values(?,?,?) on duplicate key"
                + " update script = values(script), updated_at = values(updated_at)")
        .param(userId)
        .param(script.getBytes(StandardCharsets.UTF_8))
        .param(LocalDateTime.ofInstant(now, ZoneOffset.UTC))
        .update();
  }

  boolean delete(long userId) {
    return jdbc.sql("delete from user_cpl where user_id = ?").param(userId).update() > 0;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
