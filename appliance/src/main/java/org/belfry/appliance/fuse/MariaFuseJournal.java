package org.belfry.appliance.fuse;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.belfry.appliance.persistence.Journal;
import org.belfry.pbx.fuse.BlownFuse;
import org.belfry.pbx.fuse.FraudFuse;
import org.belfry.pbx.fuse.FuseEvent;
import org.belfry.pbx.fuse.FuseKey;
import org.belfry.pbx.fuse.FuseKind;
import org.belfry.pbx.fuse.FuseLog;
import org.belfry.pbx.fuse.FuseMeasure;
import org.belfry.pbx.fuse.FuseScope;
import org.belfry.pbx.fuse.FuseTally;
import org.belfry.pbx.fuse.FuseWords;
import org.belfry.pbx.fuse.HeldCountry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What the fuse has counted and decided, in MariaDB; a line in the audit log when it blows. */
@Component
class MariaFuseJournal implements FuseLog, DisposableBean {
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");
  private static final Logger LOG = LoggerFactory.getLogger(MariaFuseJournal.class);
  private static final int CAPACITY = 20_000;
  private static final int BATCH = 1000;
  private static final int NUMBER = 64;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final Journal<Object, FuseEvent> journal;

  MariaFuseJournal(JdbcTemplate jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.journal = new Journal<>("fuse", CAPACITY, BATCH, Duration.ofMillis(500), this::write);
  }

  @Override
  public void on(FuseEvent event) {
    Object key =
        switch (event) {
          case FuseEvent.Counted e -> List.of(e.key(), e.slot());
          case FuseEvent.Blown e -> {
            AUDIT.warn(
                "fraud fuse blown user={} reason={}",
                e.fuse().payer(),
                FuseWords.sentence(e.fuse()));
            yield List.of("blown", e.fuse().key());
          }
          case FuseEvent.Released e -> List.of("released", e.key());
          case FuseEvent.Held e -> List.of("country", e.country().country());
          case FuseEvent.Seen e -> List.of("country", e.country());
        };
    if (!journal.append(key, event)) {
      LOG.warn("the journal is full: {} is not kept over a restart", event);
    }
  }

  /** What was kept and still matters; reports read older counts. */
  FraudFuse.Kept restore(Instant now) {
    long oldest = FraudFuse.slot(now.minus(FraudFuse.MEMORY));
    long day = FraudFuse.slot(now.minus(Duration.ofDays(1)));
    jdbc.update("delete from fuse_release where slot < ?", day);
    Map<String, Instant> seen = new HashMap<>();
    jdbc.query(
        "select country, at from fuse_country where seen",
        row -> {
          seen.put(row.getString("country"), instant(row));
        });
    return new FraudFuse.Kept(
        jdbc.query(
            "select * from fuse_count where slot >= ? and (scope = 'SITE' or slot >= ?)",
            (row, n) -> new FuseEvent.Counted(key(row), row.getLong("slot"), tally(row, true)),
            oldest,
            day),
        jdbc.query(
            "select * from fuse_release",
            (row, n) -> new FuseEvent.Released(key(row), row.getLong("slot"), tally(row, false))),
        jdbc.query("select * from fuse_blown", (row, n) -> blown(row)),
        jdbc.query(
            "select * from fuse_country where not seen order by at",
            (row, n) ->
                new HeldCountry(
                    row.getString("country"),
                    instant(row),
                    row.getString("payer"),
                    row.getString("number"))),
        seen);
  }

  @Override
  public void destroy() {
    journal.close();
  }

  private void write(List<FuseEvent> batch) {
    transaction.executeWithoutResult(status -> batch.forEach(this::write));
  }

  private void write(FuseEvent event) {
    switch (event) {
      case FuseEvent.Counted e ->
          jdbc.update(
              "replace into fuse_count(scope, name, kind, slot, calls, millis, cost, blown)"
                  + " values(?,?,?,?,?,?,?,?)",
              e.key().scope().name(),
              e.key().name(),
              e.key().kind().name(),
              e.slot(),
              e.tally().calls(),
              e.tally().millis(),
              e.tally().cost(),
              e.tally().blown());
      case FuseEvent.Blown(BlownFuse f) ->
          jdbc.update(
              "replace into fuse_blown(scope, name, kind, measure, passed, at, number, payer)"
                  + " values(?,?,?,?,?,?,?,?)",
              f.key().scope().name(),
              f.key().name(),
              f.key().kind().name(),
              f.measure().name(),
              f.limit(),
              utc(f.at()),
              cut(f.number()),
              f.payer());
      case FuseEvent.Released e -> {
        jdbc.update(
            "delete from fuse_blown where scope = ? and name = ? and kind = ?",
            e.key().scope().name(),
            e.key().name(),
            e.key().kind().name());
        jdbc.update(
            "replace into fuse_release(scope, name, kind, slot, calls, millis, cost)"
                + " values(?,?,?,?,?,?,?)",
            e.key().scope().name(),
            e.key().name(),
            e.key().kind().name(),
            e.slot(),
            e.before().calls(),
            e.before().millis(),
            e.before().cost());
      }
      case FuseEvent.Held(HeldCountry c) ->
          country(c.country(), false, c.at(), c.payer(), c.number());
      case FuseEvent.Seen e -> country(e.country(), true, e.at(), null, "");
    }
  }

  private void country(
      String country, boolean seen, Instant at, @Nullable String payer, String number) {
    jdbc.update(
        "replace into fuse_country(country, seen, at, payer, number) values(?,?,?,?,?)",
        country,
        seen,
        utc(at),
        payer,
        cut(number));
  }

  private static FuseKey key(ResultSet row) throws SQLException {
    return new FuseKey(
        FuseScope.valueOf(row.getString("scope")),
        row.getString("name"),
        FuseKind.valueOf(row.getString("kind")));
  }

  private static FuseTally tally(ResultSet row, boolean counted) throws SQLException {
    return new FuseTally(
        row.getInt("calls"),
        row.getLong("millis"),
        row.getLong("cost"),
        counted && row.getBoolean("blown"));
  }

  private static BlownFuse blown(ResultSet row) throws SQLException {
    return new BlownFuse(
        key(row),
        FuseMeasure.valueOf(row.getString("measure")),
        row.getLong("passed"),
        instant(row),
        row.getString("number"),
        row.getString("payer"));
  }

  private static Instant instant(ResultSet row) throws SQLException {
    return row.getObject("at", LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  private static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static String cut(String number) {
    return number.length() > NUMBER ? number.substring(0, NUMBER) : number;
  }
}
