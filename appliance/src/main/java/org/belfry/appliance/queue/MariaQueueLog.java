package org.belfry.appliance.queue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import org.belfry.appliance.persistence.Journal;
import org.belfry.pbx.admin.QueueMonitor.QueueEventType;
import org.belfry.pbx.app.queue.QueueEffect;
import org.belfry.pbx.app.queue.QueueEffect.Stay;
import org.belfry.pbx.app.queue.QueueLog;
import org.belfry.pbx.app.queue.Waiter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What queues want kept, on its way into MariaDB; and out again after a restart. */
@Component
class MariaQueueLog implements QueueLog, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(MariaQueueLog.class);
  private static final int CAPACITY = 100_000;
  private static final int BATCH = 1000;
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final String KEEP_STAY =
      "insert into queue_stay(stay_hash, queue, caller, number, name, priority, skill, since,"
          + " until, outcome, agent, talked_ms, call_back, in_time)"
          + " values(?,?,?,?,?,?,?,?,?,?,?,?,?,?) on duplicate key update until = values(until),"
          + " outcome = values(outcome), agent = values(agent), talked_ms = values(talked_ms),"
          + " call_back = values(call_back), in_time = values(in_time)";
  private static final String KEEP_DUTY =
      "replace into queue_duty(queue, agent, logged_in, pause, since) values(?,?,?,?,?)";

  private record Key(String queue, String who, @Nullable Instant since) {}

  private record KeptStay(String queue, Stay stay, boolean inTime) {}

  private record KeptDuty(String queue, QueueEffect.Duty duty) {}

  private final JdbcClient client;
  private final QueueFeed feed;
  private final Journal<Key, KeptStay> stays;
  private final Journal<Key, KeptDuty> duties;

  MariaQueueLog(
      JdbcTemplate jdbc, JdbcClient client, TransactionTemplate transaction, QueueFeed feed) {
    this.client = client;
    this.feed = feed;
    this.stays =
        new Journal<>(
            "queue-stays",
            CAPACITY,
            BATCH,
            INTERVAL,
            batch ->
                transaction.executeWithoutResult(status ->
                    jdbc.batchUpdate(KEEP_STAY, batch.stream().map(MariaQueueLog::row).toList())));
    this.duties =
        new Journal<>(
            "queue-duties",
            CAPACITY,
            BATCH,
            INTERVAL,
            batch ->
                transaction.executeWithoutResult(status ->
                    jdbc.batchUpdate(KEEP_DUTY, batch.stream().map(MariaQueueLog::duty).toList())));
  }

  @Override
  public void joined(String queue, Waiter caller) {
    feed.tell(
        QueueEventType.JOINED, caller.since(), queue, caller.id(), caller.number(), null, null);
  }

  @Override
  public void kept(String queue, Stay stay, boolean inTime) {
    if (!stays.append(
        new Key(queue, stay.caller(), stay.since()), new KeptStay(queue, stay, inTime))) {
      LOG.error("the database has been away for too long: a caller of {} is not kept", queue);
    }
    Instant at = stay.until() == null ? stay.since() : stay.until();
    QueueEffect.Outcome outcome = stay.outcome();
    QueueEventType type =
        outcome == null
            ? QueueEventType.CALL_BACK
            : switch (outcome) {
              case ANSWERED ->
                  stay.talked() == null ? QueueEventType.ANSWERED : QueueEventType.ENDED;
              case ABANDONED -> QueueEventType.ABANDONED;
              case FULL, LATE, NOBODY, NOT_REACHED -> QueueEventType.OVERFLOWED;
            };
    feed.tell(
        type,
        stay.talked() == null ? at : at.plus(stay.talked()),
        queue,
        stay.caller(),
        stay.number(),
        stay.agent(),
        switch (type) {
          case OVERFLOWED -> String.valueOf(outcome);
          case ANSWERED -> inTime ? "in time" : null;
          default -> null;
        });
  }

  @Override
  public void duty(String queue, QueueEffect.Duty duty) {
    if (!duties.append(new Key(queue, duty.agent(), null), new KeptDuty(queue, duty))) {
      LOG.error("the database has been away for too long: agents of {} are not kept", queue);
    }
    feed.tell(
        QueueEventType.AGENT,
        duty.at(),
        queue,
        null,
        null,
        duty.agent(),
        !duty.in() ? "logged out" : duty.pause() == null ? "logged in" : duty.pause());
  }

  @Override
  public Kept before(String queue) {
    try {
      return new Kept(
          client
              .sql("select agent, logged_in, pause, since from queue_duty where queue = ?")
              .param(queue)
              .query((row, n) ->
                  new Logged(
                      row.getString("agent"),
                      row.getBoolean("logged_in"),
                      row.getString("pause"),
                      instant(row, "since")))
              .list(),
          client
              .sql(
                  "select * from queue_stay where queue = ? and outcome is null and call_back is"
                      + " not null")
              .param(queue)
              .query((row, n) -> callBack(row))
              .list());
    } catch (DataAccessException e) {
      LOG.warn("queue {} begins without what was kept of it: {}", queue, e.getMessage());
      return Kept.NOTHING;
    }
  }

  private static Waiter callBack(ResultSet row) throws SQLException {
    return new Waiter(
        row.getString("caller"),
        row.getString("number"),
        row.getString("name"),
        row.getInt("priority"),
        row.getString("skill"),
        instant(row, "since"),
        Instant.MAX,
        row.getString("call_back"),
        0,
        Instant.MIN,
        Set.of());
  }

  /** Not in the database yet. */
  int pending() {
    return stays.pending() + duties.pending();
  }

  @Override
  public void destroy() {
    stays.close();
    duties.close();
  }

  private static Object[] row(KeptStay kept) {
    Stay s = kept.stay();
    return new @Nullable Object[] {
      hash(kept.queue(), s.caller(), s.since()),
      kept.queue(),
      cut(s.caller(), 500),
      cut(s.number(), 128),
      cut(s.name(), 256),
      s.priority(),
      cut(s.skill(), 32),
      utc(s.since()),
      s.until() == null ? null : utc(s.until()),
      s.outcome() == null ? null : s.outcome().name(),
      s.agent(),
      s.talked() == null ? null : s.talked().toMillis(),
      cut(s.callBack(), 128),
      kept.inTime()
    };
  }

  private static Object[] duty(KeptDuty kept) {
    QueueEffect.Duty d = kept.duty();
    return new @Nullable Object[] {
      kept.queue(), d.agent(), d.in(), cut(d.pause(), 100), utc(d.at())
    };
  }

  private static @Nullable String cut(@Nullable String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length);
  }

  static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  private static byte[] hash(String queue, String caller, Instant since) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      String whole = queue + '\n' + caller + '\n' + since.toEpochMilli();
      return md5.digest(whole.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no MD5", e);
    }
  }
}
