package org.belfry.appliance.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.QueueMonitor.DayFigures;
import org.belfry.pbx.admin.QueueMonitor.StayPage;
import org.belfry.pbx.admin.QueueMonitor.StayView;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Callers who were in queues, one by one and by day. */
@Component
class QueueHistory {
  private static final int LIMIT_MAX = 500;
  private static final int DAYS_MAX = 366;
  private static final Set<String> OUTCOMES =
      Set.of("ANSWERED", "ABANDONED", "FULL", "LATE", "NOBODY", "NOT_REACHED");

  /** Time zones differ by whole quarters of an hour; days are put together of these. */
  private static final int BUCKET_SECONDS = 900;

  private static final String FIGURES =
      "select queue, floor(timestampdiff(second, '1970-01-01', since) / 900) bucket,"
          + " count(*) callers, sum(outcome = 'ANSWERED') answered, sum(in_time) in_time,"
          + " sum(outcome = 'ABANDONED') abandoned,"
          + " sum(outcome in ('FULL','LATE','NOBODY')) overflowed,"
          + " sum(outcome = 'NOT_REACHED') not_reached,"
          + " sum(timestampdiff(microsecond, since, until)) waited,"
          + " max(timestampdiff(microsecond, since, until)) longest,"
          + " sum(talked_ms) talked, count(talked_ms) talks"
          + " from queue_stay where outcome is not null and since >= ? and since < ?";

  private final JdbcClient jdbc;
  private final ZoneId zone;

  QueueHistory(JdbcClient jdbc, ZoneId zone) {
    this.zone = zone;
    this.jdbc = jdbc;
  }

  StayPage stays(
      @Nullable String queue,
      @Nullable String outcome,
      @Nullable Instant from,
      @Nullable Instant to,
      int offset,
      int limit) {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new InvalidCommand("limit", "must be between 1 and " + LIMIT_MAX);
    }
    if (offset < 0) {
      throw new InvalidCommand("offset", "must not be negative");
    }
    List<String> conditions = new ArrayList<>(List.of("1 = 1"));
    List<Object> values = new ArrayList<>();
    if (queue != null) {
      conditions.add("queue = ?");
      values.add(queue);
    }
    if (outcome != null) {
      String name = outcome.toUpperCase(Locale.ROOT);
      if (!OUTCOMES.contains(name)) {
        throw new InvalidCommand("outcome", "must be one of " + String.join(", ", OUTCOMES));
      }
      conditions.add("outcome = ?");
      values.add(name);
    }
    if (from != null) {
      conditions.add("since >= ?");
      values.add(MariaQueueLog.utc(from));
    }
    if (to != null) {
      conditions.add("since < ?");
      values.add(MariaQueueLog.utc(to));
    }
    String where = " from queue_stay where " + String.join(" and ", conditions);
    long total = jdbc.sql("select count(*)" + where).params(values).query(Long.class).single();
    values.add(limit);
    values.add(offset);
    List<StayView> stays =
        jdbc.sql("select *" + where + " order by since desc, id desc limit ? offset ?")
            .params(values)
            .query((row, n) -> stay(row))
            .list();
    return new StayPage(stays, total, offset, limit);
  }

  private static StayView stay(ResultSet row) throws SQLException {
    Instant since = MariaQueueLog.instant(row, "since");
    LocalDateTime until = row.getObject("until", LocalDateTime.class);
    long talked = row.getLong("talked_ms");
    boolean noTalk = row.wasNull();
    return new StayView(
        row.getString("queue"),
        row.getString("caller"),
        row.getString("number"),
        row.getString("name"),
        since,
        until == null
            ? 0
            : Duration.between(since, until.toInstant(ZoneOffset.UTC)).toMillis() / 1000.0,
        row.getString("outcome"),
        row.getString("agent"),
        noTalk ? null : talked / 1000.0,
        row.getString("call_back"));
  }

  List<DayFigures> figures(@Nullable String queue, LocalDate from, LocalDate to) {
    if (from.plusDays(DAYS_MAX).isBefore(to)) {
      throw new InvalidCommand("from", "must be within " + DAYS_MAX + " days of to");
    }
    List<Object> values = new ArrayList<>();
    values.add(MariaQueueLog.utc(from.atStartOfDay(zone).toInstant()));
    values.add(MariaQueueLog.utc(to.plusDays(1).atStartOfDay(zone).toInstant()));
    String more = "";
    if (queue != null) {
      more = " and queue = ?";
      values.add(queue);
    }
    Map<Day, Sums> days = new TreeMap<>();
    jdbc.sql(FIGURES + more + " group by queue, bucket")
        .params(values)
        .query(row -> {
          Instant at = Instant.ofEpochSecond(row.getLong("bucket") * BUCKET_SECONDS);
          Day day = new Day(LocalDate.ofInstant(at, zone), row.getString("queue"));
          days.computeIfAbsent(day, d -> new Sums()).add(row);
        });
    List<DayFigures> figures = new ArrayList<>();
    days.forEach((day, sums) -> figures.add(sums.figures(day)));
    return figures;
  }

  private record Day(LocalDate day, String queue) implements Comparable<Day> {
    @Override
    public int compareTo(Day other) {
      int byDay = day.compareTo(other.day);
      return byDay != 0 ? byDay : queue.compareTo(other.queue);
    }
  }

  private static final class Sums {
    private long callers;
    private long answered;
    private long inTime;
    private long abandoned;
    private long overflowed;
    private long notReached;
    private double waited;
    private double longest;
    private double talked;
    private long talks;

    void add(ResultSet row) throws SQLException {
      callers += row.getLong("callers");
      answered += row.getLong("answered");
      inTime += row.getLong("in_time");
      abandoned += row.getLong("abandoned");
      overflowed += row.getLong("overflowed");
      notReached += row.getLong("not_reached");
      waited += row.getDouble("waited") / 1e6;
      longest = Math.max(longest, row.getDouble("longest") / 1e6);
      talked += row.getDouble("talked") / 1000;
      talks += row.getLong("talks");
    }

    DayFigures figures(Day day) {
      long counted = answered + abandoned;
      return new DayFigures(
          day.day(),
          day.queue(),
          callers,
          answered,
          inTime,
          abandoned,
          overflowed,
          notReached,
          callers == 0 ? 0 : waited / callers,
          longest,
          talks == 0 ? 0 : talked / talks,
          counted == 0 ? null : (double) inTime / counted);
    }
  }
}
