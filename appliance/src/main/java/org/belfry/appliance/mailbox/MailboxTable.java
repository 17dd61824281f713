package org.belfry.appliance.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The table of mailboxes' settings and PINs. */
@Component
class MailboxTable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String USUAL = JSON.writeValueAsString(MailboxSettings.USUAL);

  private final JdbcClient jdbc;

  MailboxTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param hash of the PIN, or null for none
   * @param failures wrong ones since the last right one
   */
  record Pin(@Nullable String hash, int failures, @Nullable Instant lockedUntil) {
    static final Pin NONE = new Pin(null, 0, null);
  }

  Map<Long, MailboxSettings> settings() {
    Map<Long, MailboxSettings> all = new HashMap<>();
    jdbc.sql("select user_id, settings from mailbox")
        .query(row -> {
          all.put(row.getLong(1), JSON.readValue(row.getString(2), MailboxSettings.class));
        });
    return all;
  }

  void save(long userId, MailboxSettings settings) {
    jdbc.sql(
            "insert into mailbox(user_id, settings) values(?,?)"
                + " on duplicate key update settings = values(settings)")
        .param(userId)
        .param(JSON.writeValueAsString(settings))
        .update();
  }

  Map<Long, Pin> pins() {
    Map<Long, Pin> all = new HashMap<>();
    jdbc.sql("select user_id, pin, pin_failures, locked_until from mailbox")
        .query(row -> {
          all.put(row.getLong("user_id"), pin(row));
        });
    return all;
  }

  Pin pin(long userId) {
    return jdbc.sql("select pin, pin_failures, locked_until from mailbox where user_id = ?")
        .param(userId)
        .query((row, n) -> pin(row))
        .optional()
        .orElse(Pin.NONE);
  }

  private static Pin pin(ResultSet row) throws SQLException {
    LocalDateTime until = row.getObject("locked_until", LocalDateTime.class);
    return new Pin(
        row.getString("pin"),
        row.getInt("pin_failures"),
        until == null ? null : until.toInstant(ZoneOffset.UTC));
  }

  /** A new PIN begins without failures. */
  void setPin(long userId, @Nullable String hash) {
    jdbc.sql(
            """
            insert into mailbox(user_id, settings, pin) values(?,?,?)
            on duplicate key update pin = values(pin), pin_failures = 0, locked_until = null\
            """)
        .param(userId)
        .param(USUAL)
        .param(hash)
        .update();
  }

  void failed(long userId, @Nullable Instant lockedUntil) {
    jdbc.sql(
            """
            update mailbox set pin_failures = if(? is null, pin_failures + 1, 0), locked_until = ?
            where user_id = ?\
            """)
        .param(lockedUntil == null ? null : utc(lockedUntil))
        .param(lockedUntil == null ? null : utc(lockedUntil))
        .param(userId)
        .update();
  }

  void succeeded(long userId) {
    jdbc.sql("update mailbox set pin_failures = 0, locked_until = null where user_id = ?")
        .param(userId)
        .update();
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
