package org.belfry.appliance.reports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.belfry.pbx.admin.CallReports;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.fuse.FraudFuse;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reports on calls, counted by MariaDB. */
@Component
class MariaCallReports implements CallReports {
  /** The database knows no others. */
  private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);

  private static final LocalDate LAST = LocalDate.of(9000, 12, 31);

  /** Time zones differ by whole quarters of an hour; days are put together of these. */
  private static final int BUCKET_SECONDS = 900;

  private static final String ANSWERED = "if(to_voicemail, null, answered_at)";
  private static final String TALKED =
      "ifnull(sum(timestampdiff(microsecond, " + ANSWERED + ", ended_at)), 0)";
  private static final String PERIOD = " from cdr where started_at >= ? and started_at < ?";

  private final JdbcClient jdbc;
  private final ZoneId zone;

  MariaCallReports(JdbcClient jdbc, ZoneId zone) {
    this.jdbc = jdbc;
    this.zone = zone;
  }

  /** A period as the tables have it. */
  private record Span(Instant from, Instant to) {
    List<Object> utc() {
      return List.of(
          LocalDateTime.ofInstant(from, ZoneOffset.UTC),
          LocalDateTime.ofInstant(to, ZoneOffset.UTC));
    }

    List<Object> slots() {
      return List.of(FraudFuse.slot(from), FraudFuse.slot(to));
    }
  }

  @Override
  public Report report(LocalDate from, LocalDate to) {
    if (from.isBefore(FIRST) || to.isAfter(LAST)) {
      throw new InvalidCommand("from", "must be between " + FIRST + " and " + LAST);
    }
    if (to.isBefore(from)) {
      throw new InvalidCommand("to", "must not be before the first day");
    }
    if (!from.plusDays(DAYS_MAX).isAfter(to)) {
      throw new InvalidCommand("from", "must be within " + DAYS_MAX + " days of the last day");
    }
    Span span =
        new Span(
            from.atStartOfDay(zone).toInstant(), to.plusDays(1).atStartOfDay(zone).toInstant());
    List<DayLine> days = new ArrayList<>();
    List<HourLine> hours = new ArrayList<>();
    byTime(span, from, days, hours);
    Map<String, Long> costs = costs(span);
    return new Report(
        from,
        to,
        totals(days, costs),
        List.copyOf(days),
        List.copyOf(hours),
        people(span, costs),
        queues(span),
        agents(span),
        trunks(span));
  }

  private void byTime(Span span, LocalDate from, List<DayLine> days, List<HourLine> hours) {
    int count = (int) Duration.between(span.from, span.to).plusHours(12).toDays();
    Sums[] byDay = sums(count);
    Sums[] byHour = sums(24);
    jdbc.sql(
            "select floor(timestampdiff(second, '1970-01-01', started_at) / "
                + BUCKET_SECONDS
                + ") bucket, count(*) calls, count("
                + ANSWERED
                + ") answered, "
                + TALKED
                + " talked"
                + PERIOD
                + " group by bucket")
        .params(span.utc())
        .query(row -> {
          ZonedDateTime at =
              Instant.ofEpochSecond(row.getLong("bucket") * BUCKET_SECONDS).atZone(zone);
          byDay[(int) (at.toLocalDate().toEpochDay() - from.toEpochDay())].add(row);
          byHour[at.getHour()].add(row);
        });
    for (int i = 0; i < count; i++) {
      days.add(
          new DayLine(
              from.plusDays(i), byDay[i].calls, byDay[i].answered, micros(byDay[i].talked)));
    }
    for (int i = 0; i < 24; i++) {
      hours.add(new HourLine(i, byHour[i].calls, byHour[i].answered));
    }
  }

  private static Sums[] sums(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Sums()).toArray(Sums[]::new);
  }

  private static final class Sums {
    private long calls;
    private long answered;
    private long talked;

    void add(ResultSet row) throws SQLException {
      calls += row.getLong("calls");
      answered += row.getLong("answered");
      talked += row.getLong("talked");
    }
  }

  private Totals totals(List<DayLine> days, Map<String, Long> costs) {
    boolean rated = jdbc.sql("select count(*) from fuse_rate").query(Long.class).single() > 0;
    long cost = costs.values().stream().mapToLong(Long::longValue).sum();
    return new Totals(
        days.stream().mapToLong(DayLine::calls).sum(),
        days.stream().mapToLong(DayLine::answered).sum(),
        days.stream().map(DayLine::talked).reduce(Duration.ZERO, Duration::plus),
        rated ? money(cost) : null);
  }

  /** What each user's outside calls cost, in millionths. */
  private Map<String, Long> costs(Span span) {
    Map<String, Long> costs = new HashMap<>();
    jdbc.sql(
            "select name, sum(cost) cost from fuse_count where scope = 'USER' and slot >= ? and"
                + " slot < ? group by name")
        .params(span.slots())
        .query(row -> {
          costs.put(row.getString("name"), row.getLong("cost"));
        });
    return costs;
  }

  private List<PersonLine> people(Span span, Map<String, Long> costs) {
    Map<String, Sums> placed = byPerson("caller", "", span);
    Map<String, Sums> taken = byPerson("taken_by", " and " + ANSWERED + " is not null", span);
    Map<String, Sums> missed = byPerson("callee", " and " + ANSWERED + " is null", span);
    Sums none = new Sums();
    List<PersonLine> people = new ArrayList<>();
    names()
        .forEach((extension, name) -> {
          Sums out = placed.getOrDefault(extension, none);
          Sums in = taken.getOrDefault(extension, none);
          Sums lost = missed.getOrDefault(extension, none);
          if (out.calls + in.calls + lost.calls > 0) {
            people.add(
                new PersonLine(
                    extension,
                    name,
                    out.calls,
                    in.calls,
                    lost.calls,
                    micros(out.talked + in.talked),
                    money(costs.getOrDefault(extension, 0L))));
          }
        });
    people.sort(
        Comparator.comparingLong((PersonLine p) -> p.placed() + p.taken())
            .reversed()
            .thenComparing(PersonLine::extension));
    return List.copyOf(people);
  }

  private Map<String, Sums> byPerson(String column, String more, Span span) {
    Map<String, Sums> found = new HashMap<>();
    jdbc.sql(
            "select "
                + column
                + " person, count(*) calls, count("
                + ANSWERED
                + ") answered, "
                + TALKED
                + " talked"
                + PERIOD
                + " and "
                + column
                + " in (select extension from app_user)"
                + more
                + " group by "
                + column)
        .params(span.utc())
        .query(row -> {
          found.computeIfAbsent(row.getString("person"), p -> new Sums()).add(row);
        });
    return found;
  }

  private Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    jdbc.sql("select extension, name from app_user")
        .query(row -> {
          names.put(row.getString("extension"), row.getString("name"));
        });
    return names;
  }

  private List<QueueLine> queues(Span span) {
    return jdbc.sql(
            "select queue, count(*) callers, sum(outcome = 'ANSWERED') answered, sum(in_time)"
                + " in_time, sum(outcome = 'ABANDONED') abandoned, avg(timestampdiff(microsecond,"
                + " since, until)) waited, ifnull(sum(talked_ms), 0) talked from queue_stay where"
                + " outcome is not null and since >= ? and since < ? group by queue order by queue")
        .params(span.utc())
        .query((row, n) ->
            new QueueLine(
                row.getString("queue"),
                row.getLong("callers"),
                row.getLong("answered"),
                row.getLong("in_time"),
                row.getLong("abandoned"),
                micros(row.getLong("waited")),
                Duration.ofMillis(row.getLong("talked"))))
        .list();
  }

  private List<AgentLine> agents(Span span) {
    Map<String, String> names = names();
    return jdbc.sql(
            "select agent, count(*) answered, ifnull(avg(talked_ms), 0) talked from queue_stay"
                + " where outcome = 'ANSWERED' and agent is not null and since >= ? and since < ?"
                + " group by agent order by answered desc, agent")
        .params(span.utc())
        .query((row, n) ->
            new AgentLine(
                row.getString("agent"),
                names.getOrDefault(row.getString("agent"), ""),
                row.getLong("answered"),
                Duration.ofMillis(row.getLong("talked"))))
        .list();
  }

  private List<TrunkLine> trunks(Span span) {
    return jdbc.sql(
            "select name, sum(calls) calls, sum(millis) millis, sum(cost) cost from fuse_count"
                + " where scope in ('TRUNK', 'PEER') and slot >= ? and slot < ? group by name"
                + " having calls > 0 order by cost desc, millis desc, name")
        .params(span.slots())
        .query((row, n) ->
            new TrunkLine(
                row.getString("name"),
                row.getLong("calls"),
                Duration.ofMillis(row.getLong("millis")),
                money(row.getLong("cost"))))
        .list();
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1000);
  }

  /** From millionths, as the fuse counts. */
  private static double money(long millionths) {
    return millionths / 1e6;
  }
}
