package org.belfry.appliance.cdr;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.belfry.pbx.admin.CallHistory;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.LegQuality;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The call history, read from MariaDB. */
@Component
class MariaCallHistory implements CallHistory {
  private static final int LIMIT_MAX = 500;
  private static final int HOURS_MAX = 744;

  /** As the key is, so that the first page is read from it and nothing is sorted. */
  private static final String NEWEST_FIRST = " order by started_at desc, call_hash desc";

  private final JdbcClient jdbc;

  MariaCallHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Page find(Filter filter, int offset, int limit) {
    checkLimit(limit);
    if (offset < 0) {
      throw new InvalidCommand("offset", "must not be negative");
    }
    List<Object> values = new ArrayList<>();
    String where = where(filter, values);
    long total =
        jdbc.sql("select count(*) from cdr" + where).params(values).query(Long.class).single();
    values.add(limit);
    values.add(offset);
    List<StoredCall> calls =
        jdbc.sql("select * from cdr" + where + NEWEST_FIRST + " limit ? offset ?")
            .params(values)
            .query((row, n) -> read(row))
            .list();
    return new Page(calls, total, offset, limit);
  }

  private static void checkLimit(int limit) {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new InvalidCommand("limit", "must be between 1 and " + LIMIT_MAX);
    }
  }

  @Override
  public List<StoredCall> next(Filter filter, @Nullable StoredCall after, int limit) {
    checkLimit(limit);
    List<Object> values = new ArrayList<>();
    String where = where(filter, values);
    if (after != null) {
      // The first condition follows from the second; by it the key is begun in the middle.
      where +=
          (where.isEmpty() ? " where " : " and ")
              + "started_at <= ? and (started_at < ?"
              + " or call_hash < (select call_hash from cdr where id = ?))";
      LocalDateTime at = utc(after.call().startedAt());
      values.addAll(List.of(at, at, after.id()));
    }
    values.add(limit);
    return jdbc.sql("select * from cdr" + where + NEWEST_FIRST + " limit ?")
        .params(values)
        .query((row, n) -> read(row))
        .list();
  }

  @Override
  public Optional<StoredCall> call(long id) {
    return jdbc.sql(
            "select c.*, q.samples from cdr c left join call_quality q"
                + " using(started_at, call_hash) where id = ?")
        .param(id)
        .query((row, n) ->
            read(
                row,
                QualitySamples.with(
                    LegQualities.parse(row.getString("media")), row.getString("samples"))))
        .optional();
  }

  @Override
  public List<HourView> perHour(Instant from, int hours) {
    if (hours < 1 || hours > HOURS_MAX) {
      throw new InvalidCommand("hours", "must be between 1 and " + HOURS_MAX);
    }
    Map<Long, HourView> counted = new HashMap<>();
    jdbc.sql(
            "select timestampdiff(hour, ?, started_at) hour, count(*) calls, count(if(to_voicemail,"
                + " null, answered_at)) answered from cdr where started_at >= ? and started_at < ?"
                + " group by hour")
        .params(utc(from), utc(from), utc(from.plus(Duration.ofHours(hours))))
        .query(row -> {
          long hour = row.getLong("hour");
          counted.put(
              hour,
              new HourView(
                  from.plus(Duration.ofHours(hour)),
                  row.getLong("calls"),
                  row.getLong("answered")));
        });
    return LongStream.range(0, hours)
        .mapToObj(hour ->
            counted.getOrDefault(hour, new HourView(from.plus(Duration.ofHours(hour)), 0, 0)))
        .toList();
  }

  private static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static String where(Filter filter, List<Object> values) {
    List<String> conditions = new ArrayList<>();
    if (filter.party() != null && !filter.party().isBlank()) {
      conditions.add(
          "(caller like ? or callee like ? or caller_name like ? or callee_name like ?)");
      String like = "%" + escaped(filter.party().strip()) + "%";
      values.addAll(List.of(like, like, like, like));
    }
    if (filter.answered() != null) {
      conditions.add(
          filter.answered()
              ? "answered_at is not null and not to_voicemail"
              : "(answered_at is null or to_voicemail)");
    }
    if (filter.from() != null) {
      conditions.add("started_at >= ?");
      values.add(LocalDateTime.ofInstant(filter.from(), ZoneOffset.UTC));
    }
    if (filter.to() != null) {
      conditions.add("started_at < ?");
      values.add(LocalDateTime.ofInstant(filter.to(), ZoneOffset.UTC));
    }
    return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  private static StoredCall read(ResultSet row) throws SQLException {
    return read(row, LegQualities.parse(row.getString("media")));
  }

  private static StoredCall read(ResultSet row, List<LegQuality> media) throws SQLException {
    return new StoredCall(
        row.getLong("id"),
        new CallRecord(
            row.getString("call_id"),
            row.getString("caller"),
            row.getString("caller_name"),
            row.getString("callee"),
            row.getString("callee_name"),
            row.getString("caller_agent"),
            row.getString("callee_agent"),
            row.getObject("started_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
            instant(row, "ringing_at"),
            instant(row, "answered_at"),
            row.getObject("ended_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
            row.getInt("status"),
            CallRecord.Cause.valueOf(row.getString("cause")),
            Attempts.parse(row.getString("attempts")),
            media,
            row.getString("taken_by"),
            PlanReasons.parse(row.getString("reasons"))));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    LocalDateTime time = row.getObject(column, LocalDateTime.class);
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }
}
