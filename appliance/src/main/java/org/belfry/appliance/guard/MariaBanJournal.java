package org.belfry.appliance.guard;

import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.persistence.Journal;
import org.belfry.pbx.guard.Ban;
import org.belfry.pbx.guard.GuardEvent;
import org.belfry.pbx.guard.GuardLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What the guard did: a line each in the audit log, and bans in MariaDB, written behind it. */
@Component
class MariaBanJournal implements GuardLog, DisposableBean {
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");
  private static final int CAPACITY = 20_000;
  private static final int BATCH = 1000;
  private static final int REASON = 200;
  private static final String STORE =
      "replace into ban(address, began_at, ends_at, nth, reason) values(?,?,?,?,?)";

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final Journal<InetAddress, GuardEvent> journal;

  MariaBanJournal(JdbcTemplate jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.journal = new Journal<>("bans", CAPACITY, BATCH, Duration.ofMillis(500), this::write);
  }

  @Override
  public void on(GuardEvent event) {
    switch (event) {
      case GuardEvent.AddressBanned(Ban ban) -> {
        AUDIT.warn(
            "address banned source={} until={} nth={} reason={}",
            ban.source().getHostAddress(),
            ban.until(),
            ban.nth(),
            ban.reason());
        append(ban.source(), event);
      }
      case GuardEvent.Unbanned(InetAddress source, boolean lifted) -> {
        AUDIT.info(
            "address unbanned source={} cause={}",
            source.getHostAddress(),
            lifted ? "lifted" : "over");
        append(source, event);
      }
      case GuardEvent.PairBlocked blocked ->
          AUDIT.warn(
              "user blocked source={} user={} until={}",
              blocked.source().getHostAddress(),
              clean(blocked.user()),
              blocked.until());
      case GuardEvent.SourceBlocked(InetAddress source, Instant until) ->
          AUDIT.warn(
              "users blocked source={} until={} reason=more names than are remembered",
              source.getHostAddress(),
              until);
    }
  }

  /** Bans of before the restart; those that are over are thrown away. */
  List<Ban> restore(Instant now) {
    jdbc.update("delete from ban where ends_at <= ?", utc(now));
    return jdbc.query("select * from ban", (row, n) -> read(row));
  }

  @Override
  public void destroy() {
    journal.close();
  }

  private void append(InetAddress source, GuardEvent event) {
    if (!journal.append(source, event)) {
      AUDIT.warn("the ban of source={} is not kept over a restart", source.getHostAddress());
    }
  }

  private void write(List<GuardEvent> batch) {
    List<Object[]> banned = new ArrayList<>();
    List<Object[]> unbanned = new ArrayList<>();
    for (GuardEvent event : batch) {
      switch (event) {
        case GuardEvent.AddressBanned(Ban ban) -> banned.add(row(ban));
        case GuardEvent.Unbanned(InetAddress source, boolean lifted) ->
            unbanned.add(new Object[] {source.getHostAddress()});
        case GuardEvent.PairBlocked _, GuardEvent.SourceBlocked _ ->
            throw new IllegalStateException("blocks are not kept");
      }
    }
    transaction.executeWithoutResult(status -> {
      if (!banned.isEmpty()) {
        jdbc.batchUpdate(STORE, banned);
      }
      if (!unbanned.isEmpty()) {
        jdbc.batchUpdate("delete from ban where address = ?", unbanned);
      }
    });
  }

  private static Object[] row(Ban ban) {
    String reason = ban.reason();
    return new Object[] {
      ban.source().getHostAddress(),
      utc(ban.since()),
      utc(ban.until()),
      ban.nth(),
      reason.length() > REASON ? reason.substring(0, REASON) : reason
    };
  }

  private static Ban read(ResultSet row) throws SQLException {
    return new Ban(
        InetAddress.ofLiteral(row.getString("address")),
        row.getObject("began_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
        row.getObject("ends_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
        row.getInt("nth"),
        row.getString("reason"));
  }

  private static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  /** What a stranger called himself, without what could pass for another line of the log. */
  private static String clean(String text) {
    StringBuilder out = new StringBuilder();
    text.chars().limit(64).forEach(c -> out.append(c > ' ' && c < 0x7f ? (char) c : '?'));
    return out.toString();
  }
}
