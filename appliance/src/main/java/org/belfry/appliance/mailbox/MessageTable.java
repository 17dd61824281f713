package org.belfry.appliance.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.belfry.pbx.app.voicemail.Folder;
import org.belfry.pbx.app.voicemail.Sender;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Component;

/** The table of voice messages. */
@Component
class MessageTable {
  private static final RowMapper<Row> ROW =
      (row, n) ->
          new Row(
              row.getLong("id"),
              row.getLong("user_id"),
              row.getString("file"),
              Folder.valueOf(row.getString("folder")),
              new Sender(
                  row.getString("call_id"),
                  row.getString("caller_number"),
                  row.getString("caller_name"),
                  row.getObject("received_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                  row.getString("forwarded_by")),
              Duration.ofMillis(row.getLong("length_ms")),
              row.getLong("bytes"));

  private final JdbcClient jdbc;

  MessageTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Row(
      long id, long userId, String file, Folder folder, Sender from, Duration length, long bytes) {}

  /** What a mailbox holds. */
  record Totals(int fresh, int saved, long bytes) {
    static final Totals NONE = new Totals(0, 0, 0);

    int messages() {
      return fresh + saved;
    }
  }

  /** The id of the message; empty when this file is a message already. */
  Optional<Long> insert(long userId, String file, Sender from, Duration length, long bytes) {
    GeneratedKeyHolder key = new GeneratedKeyHolder();
    int rows =
        jdbc.sql(
                """
                insert ignore into voice_message(user_id, file, folder, call_id, caller_number, caller_name,
                  forwarded_by, received_at, length_ms, bytes) values(?,?,'NEW',?,?,?,?,?,?,?)\
                """)
            .param(userId)
            .param(file)
            .param(from.callId())
            .param(cut(from.number(), 128))
            .param(cut(from.name(), 256))
            .param(from.forwardedBy())
            .param(LocalDateTime.ofInstant(from.at(), ZoneOffset.UTC))
            .param(length.toMillis())
            .param(bytes)
            .update(key);
    Number id = key.getKey();
    return rows == 0 || id == null ? Optional.empty() : Optional.of(id.longValue());
  }

  Optional<Row> byId(long userId, long id) {
    return jdbc.sql("select * from voice_message where id = ? and user_id = ?")
        .param(id)
        .param(userId)
        .query(ROW)
        .optional();
  }

  Optional<Row> byId(long id) {
    return jdbc.sql("select * from voice_message where id = ?").param(id).query(ROW).optional();
  }

  boolean has(long userId, String file) {
    return jdbc.sql("select count(*) from voice_message where user_id = ? and file = ?")
            .param(userId)
            .param(file)
            .query(Long.class)
            .single()
        > 0;
  }

  /** The newest first. */
  List<Row> page(long userId, @Nullable Folder folder, int offset, int limit) {
    String where = folder == null ? "" : " and folder = '" + folder.name() + "'";
    return jdbc.sql(
            "select * from voice_message where user_id = ?"
                + where
                + " order by received_at desc, id desc limit ? offset ?")
        .param(userId)
        .param(limit)
        .param(offset)
        .query(ROW)
        .list();
  }

  /** The oldest first, as they are heard. */
  List<Row> inOrder(long userId, Folder folder, int limit) {
    return jdbc.sql(
            """
            select * from voice_message where user_id = ? and folder = ?
            order by received_at, id limit ?\
            """)
        .param(userId)
        .param(folder.name())
        .param(limit)
        .query(ROW)
        .list();
  }

  boolean move(long userId, long id, Folder to) {
    return jdbc.sql("update voice_message set folder = ? where id = ? and user_id = ?")
            .param(to.name())
            .param(id)
            .param(userId)
            .update()
        > 0;
  }

  boolean delete(long userId, long id) {
    return jdbc.sql("delete from voice_message where id = ? and user_id = ?")
            .param(id)
            .param(userId)
            .update()
        > 0;
  }

  List<Row> olderThan(Instant then, int limit) {
    return jdbc.sql(
            "select * from voice_message where received_at < ? order by received_at limit ?")
        .param(LocalDateTime.ofInstant(then, ZoneOffset.UTC))
        .param(limit)
        .query(ROW)
        .list();
  }

  /** By user. */
  Map<Long, Totals> totals() {
    Map<Long, Totals> all = new HashMap<>();
    jdbc.sql(
            """
            select user_id, sum(folder = 'NEW') as fresh, sum(folder = 'SAVED') as saved, sum(bytes) as bytes
            from voice_message group by user_id\
            """)
        .query(row -> {
          all.put(row.getLong("user_id"), totals(row));
        });
    return all;
  }

  Totals totals(long userId) {
    return jdbc.sql(
            """
            select coalesce(sum(folder = 'NEW'), 0) as fresh, coalesce(sum(folder = 'SAVED'), 0) as saved,
              coalesce(sum(bytes), 0) as bytes from voice_message where user_id = ?\
            """)
        .param(userId)
        .query((row, n) -> totals(row))
        .single();
  }

  private static Totals totals(ResultSet row) throws SQLException {
    return new Totals(row.getInt("fresh"), row.getInt("saved"), row.getLong("bytes"));
  }

  private static @Nullable String cut(@Nullable String text, int max) {
    return text == null || text.length() <= max ? text : text.substring(0, max);
  }
}
