package org.belfry.appliance.cdr;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.PersonalCalls;
import org.belfry.pbx.cdr.CallRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** One user's calls, read from MariaDB by the indexes that are there for it. */
@Component
class MariaPersonalCalls implements PersonalCalls, CallsStored {
  private static final Logger LOG = LoggerFactory.getLogger(MariaPersonalCalls.class);
  private static final int LIMIT_MAX = 500;

  // The parts are read by an index each; one query with "or" would read the whole table.
  private static final String MADE = "select * from cdr where started_at >= ? and caller = ?";
  private static final String GOT =
      "select * from cdr where started_at >= ? and callee = ? and caller <> callee";
  private static final String TOOK =
      "select * from cdr where started_at >= ? and taken_by = ? and callee <> taken_by"
          + " and caller <> taken_by";
  private static final LocalDateTime EVER = LocalDateTime.of(1970, 1, 1, 0, 0);
  private static final String MISSED =
      " and (answered_at is null or to_voicemail)"
          + " and id > coalesce((select missed_cleared from app_user where extension = ?), 0)";

  private final JdbcClient jdbc;
  private final List<Follower> followers = new CopyOnWriteArrayList<>();

  private record Follower(String extension, Runnable listener) {}

  MariaPersonalCalls(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Page calls(String extension, boolean missedOnly, int offset, int limit) {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new InvalidCommand("limit", "must be between 1 and " + LIMIT_MAX);
    }
    if (offset < 0) {
      throw new InvalidCommand("offset", "must not be negative");
    }
    String from = missedOnly ? GOT + MISSED : String.join(" union all ", MADE, GOT, TOOK);
    LocalDateTime since = since(extension);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < (missedOnly ? 1 : 3); i++) {
      values.add(since);
      values.add(extension);
    }
    if (missedOnly) {
      values.add(extension);
    }
    long total =
        jdbc.sql("select count(*) from (" + from + ") c").params(values).query(Long.class).single();
    List<PersonalCall> calls =
        jdbc.sql(from + " order by started_at desc, id desc limit " + limit + " offset " + offset)
            .params(values)
            .query((row, n) -> read(row, extension))
            .list();
    return new Page(calls, total);
  }

  /** Since when the extension is its user's: what was before is of whoever had it then. */
  private LocalDateTime since(String extension) {
    return jdbc.sql("select coalesce(extension_since, ?) from app_user where extension = ?")
        .param(EVER)
        .param(extension)
        .query(LocalDateTime.class)
        .optional()
        .orElse(EVER);
  }

  @Override
  public void clearMissed(String extension) {
    // By record and not by time: a call that rings just now is not missed yet.
    jdbc.sql(
            "update app_user set missed_cleared = (select coalesce(max(id), 0) from cdr)"
                + " where extension = ?")
        .param(extension)
        .update();
    tell(Set.of(key(extension)));
  }

  @Override
  public LiveUpdates.Subscription onChange(String extension, Runnable listener) {
    Follower follower = new Follower(key(extension), listener);
    followers.add(follower);
    return () -> followers.remove(follower);
  }

  @Override
  public void stored(List<CallRecord> calls) {
    if (followers.isEmpty()) {
      return;
    }
    Set<String> whose = new HashSet<>();
    for (CallRecord call : calls) {
      whose.add(key(call.caller()));
      whose.add(key(call.callee()));
      if (call.takenBy() != null) {
        whose.add(key(call.takenBy()));
      }
    }
    tell(whose);
  }

  private void tell(Set<String> whose) {
    followers.stream()
        .filter(each -> whose.contains(each.extension))
        .forEach(MariaPersonalCalls::tell);
  }

  private static void tell(Follower follower) {
    try {
      follower.listener.run();
    } catch (RuntimeException e) { // The records are kept all the same.
      LOG.warn("a page could not be told of a call", e);
    }
  }

  private static String key(String extension) {
    return extension.toLowerCase(Locale.ROOT);
  }

  private static PersonalCall read(ResultSet row, String extension) throws SQLException {
    boolean outgoing = extension.equalsIgnoreCase(row.getString("caller"));
    LocalDateTime answered = row.getObject("answered_at", LocalDateTime.class);
    LocalDateTime ended = row.getObject("ended_at", LocalDateTime.class);
    Instant startedAt = row.getObject("started_at", LocalDateTime.class).toInstant(ZoneOffset.UTC);
    return new PersonalCall(
        row.getLong("id"),
        outgoing,
        row.getString(outgoing ? "callee" : "caller"),
        row.getString(outgoing ? "callee_name" : "caller_name"),
        startedAt,
        answered == null || (!outgoing && row.getBoolean("to_voicemail"))
            ? null
            : Duration.between(answered, ended),
        CallRecord.Cause.valueOf(row.getString("cause")));
  }
}
