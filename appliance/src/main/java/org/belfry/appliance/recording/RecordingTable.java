package org.belfry.appliance.recording;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.belfry.pbx.admin.RecordingAdmin.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of recordings. */
@Component
class RecordingTable {
  private static final RowMapper<Row> ROW =
      (row, n) ->
          new Row(
              row.getLong("id"),
              row.getString("file"),
              new RecordingMetadata(
                  row.getString("call_id"),
                  row.getObject("started_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                  row.getString("caller"),
                  row.getString("caller_name"),
                  row.getString("callee"),
                  row.getString("callee_name"),
                  row.getString("answered_by"),
                  row.getObject("caller_user", Long.class),
                  row.getObject("answered_user", Long.class),
                  Reason.valueOf(row.getString("reason")),
                  row.getString("owner"),
                  row.getBoolean("cut")),
              Duration.ofMillis(row.getLong("length_ms")),
              row.getLong("bytes"));

  private final JdbcClient jdbc;

  RecordingTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Row(long id, String file, RecordingMetadata metadata, Duration length, long bytes) {}

  /**
   * What is looked for; null is anything.
   *
   * @param user who took part
   */
  record Wanted(
      @Nullable String text, @Nullable Long user, @Nullable Instant from, @Nullable Instant to) {}

  /** How many there are, and what they take. */
  record Totals(long recordings, long bytes) {}

  /** A second time it changes nothing. */
  void insert(String file, RecordingMetadata metadata, Duration length, long bytes) {
    jdbc.sql(
            """
            insert ignore into recording(file, call_id, started_at, length_ms, bytes, caller, caller_name,
              callee, callee_name, answered_by, caller_user, answered_user, reason, owner, cut)
            values(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)\
            """)
        .param(file)
        .param(cut(metadata.callId(), 500))
        .param(utc(metadata.startedAt()))
        .param(length.toMillis())
        .param(bytes)
        .param(cut(metadata.caller(), 128))
        .param(cut(metadata.callerName(), 256))
        .param(cut(metadata.callee(), 128))
        .param(cut(metadata.calleeName(), 256))
        .param(cut(metadata.answeredBy(), 32))
        .param(metadata.callerUser())
        .param(metadata.answeredUser())
        .param(metadata.reason().name())
        .param(cut(metadata.of(), 64))
        .param(metadata.cut())
        .update();
  }

  Optional<Row> byId(long id) {
    return jdbc.sql("select * from recording where id = ?").param(id).query(ROW).optional();
  }

  /** Files of a month. */
  Set<String> filesIn(String folder) {
    return Set.copyOf(
        jdbc.sql("select file from recording where file like ?")
            .param(folder + "/%")
            .query(String.class)
            .list());
  }

  boolean delete(long id) {
    return jdbc.sql("delete from recording where id = ?").param(id).update() > 0;
  }

  /** The newest first. */
  List<Row> page(Wanted wanted, int offset, int limit) {
    List<Object> values = new ArrayList<>();
    String where = where(wanted, values);
    values.add(limit);
    values.add(offset);
    return jdbc.sql(
            "select * from recording"
                + where
                + " order by started_at desc, id desc limit ? offset ?")
        .params(values)
        .query(ROW)
        .list();
  }

  long count(Wanted wanted) {
    List<Object> values = new ArrayList<>();
    String where = where(wanted, values);
    return jdbc.sql("select count(*) from recording" + where)
        .params(values)
        .query(Long.class)
        .single();
  }

  private static String where(Wanted wanted, List<Object> values) {
    List<String> conditions = new ArrayList<>();
    if (wanted.text() != null) {
      conditions.add(
          "(caller like ? or caller_name like ? or callee like ? or callee_name like ?)");
      String pattern =
          "%" + wanted.text().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
      for (int i = 0; i < 4; i++) {
        values.add(pattern);
      }
    }
    if (wanted.user() != null) {
      conditions.add("(caller_user = ? or answered_user = ?)");
      values.add(wanted.user());
      values.add(wanted.user());
    }
    if (wanted.from() != null) {
      conditions.add("started_at >= ?");
      values.add(utc(wanted.from()));
    }
    if (wanted.to() != null) {
      conditions.add("started_at < ?");
      values.add(utc(wanted.to()));
    }
    return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
  }

  List<Row> olderThan(Instant then, int limit) {
    return jdbc.sql("select * from recording where started_at < ? order by started_at, id limit ?")
        .param(utc(then))
        .param(limit)
        .query(ROW)
        .list();
  }

  List<Row> oldest(int limit) {
    return jdbc.sql("select * from recording order by started_at, id limit ?")
        .param(limit)
        .query(ROW)
        .list();
  }

  Totals totals() {
    return jdbc.sql("select count(*) as n, coalesce(sum(bytes), 0) as bytes from recording")
        .query((row, n) -> new Totals(row.getLong("n"), row.getLong("bytes")))
        .single();
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  private static @Nullable String cut(@Nullable String text, int max) {
    return text == null || text.length() <= max ? text : text.substring(0, max);
  }
}
