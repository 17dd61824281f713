package org.belfry.appliance.cdr;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.belfry.appliance.persistence.Journal;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CdrSink;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Call records on their way into MariaDB. */
@Component
public class MariaCdrSink implements CdrSink, DisposableBean {
  private static final int CAPACITY = 200_000;
  private static final int BATCH = 2000;
  private static final String INSERT = statement("insert ignore into cdr");
  private static final String INSERT_SAMPLES =
      "insert ignore into call_quality(call_hash, started_at, samples) values(?,?,?)";
  private static final String COLUMNS =
      "(call_hash, call_id, caller, caller_name, callee, callee_name,"
          + " caller_agent, callee_agent, started_at, ringing_at, answered_at, ended_at, status,"
          + " cause, attempts, media, taken_by, to_voicemail, reasons)"
          + " values(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

  /** This beginning of a statement with the columns and places of {@link #row}. */
  static String statement(String beginning) {
    return beginning + COLUMNS;
  }

  private record Key(String callId, Instant startedAt) {}

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final List<CallEnded> told;
  private final List<CallsStored> readers;
  private final Journal<Key, CallRecord> journal;

  MariaCdrSink(
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      List<CallEnded> told,
      List<CallsStored> readers) {
    this.told = told;
    this.readers = readers;
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.journal = new Journal<>("cdr", CAPACITY, BATCH, Duration.ofSeconds(1), this::write);
  }

  @Override
  public boolean append(CallRecord call) {
    told.forEach(each -> each.ended(call));
    return journal.append(new Key(call.callId(), call.startedAt()), call);
  }

  /** Records that are not in the database yet. */
  public int pending() {
    return journal.pending();
  }

  @Override
  public void destroy() {
    journal.close();
  }

  private void write(List<CallRecord> batch) {
    List<Object[]> samples =
        batch.stream().filter(QualitySamples::has).map(MariaCdrSink::samples).toList();
    transaction.executeWithoutResult(status -> {
      jdbc.batchUpdate(INSERT, batch.stream().map(MariaCdrSink::row).toList());
      jdbc.batchUpdate(INSERT_SAMPLES, samples);
    });
    readers.forEach(each -> each.stored(batch));
  }

  private static Object[] samples(CallRecord c) {
    return new @Nullable Object[] {
      hash(c.callId(), c.startedAt()), utc(c.startedAt()), QualitySamples.text(c.media())
    };
  }

  static Object[] row(CallRecord c) {
    return new @Nullable Object[] {
      hash(c.callId(), c.startedAt()),
      cut(c.callId(), 500),
      cut(c.caller(), 128),
      cut(c.callerName(), 256),
      cut(c.callee(), 128),
      cut(c.calleeName(), 256),
      cut(c.callerAgent(), 300),
      cut(c.calleeAgent(), 300),
      utc(c.startedAt()),
      utc(c.ringingAt()),
      utc(c.answeredAt()),
      utc(c.endedAt()),
      c.status(),
      c.cause().name(),
      Attempts.text(c.attempts()),
      LegQualities.text(c.media()),
      cut(c.takenBy(), 128),
      c.toVoicemail(),
      PlanReasons.text(c.reasons())
    };
  }

  private static @Nullable LocalDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static @Nullable String cut(@Nullable String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length);
  }

  static byte[] hash(String callId, Instant startedAt) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(callId.getBytes(StandardCharsets.UTF_8));
      return md5.digest(
          Long.toString(startedAt.toEpochMilli()).getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no MD5", e);
    }
  }
}
