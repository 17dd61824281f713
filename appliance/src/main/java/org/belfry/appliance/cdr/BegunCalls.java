package org.belfry.appliance.cdr;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.LiveCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Calls that go on, kept in a table of their own, so that one that is cut short by the end of the
 * process still gets a record: at the next start, as {@link CallRecord.Cause#ENDED_BY_RESTART}.
 *
 * <p>Looks every two seconds and writes those that have lasted three, so shorter ones cost nothing;
 * the call path knows nothing of it. The call's own record, when it has been written, takes it off
 * again; were both there at a start, the record counts.
 */
@Component
public class BegunCalls implements CallsStored, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(BegunCalls.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final Duration STOP_WAIT = Duration.ofSeconds(5);
  private static final String COLUMNS =
      "call_hash, call_id, caller, caller_name, callee, callee_name, caller_agent, callee_agent,"
          + " started_at, ringing_at, answered_at, status, cause, attempts, media, taken_by,"
          + " to_voicemail, reasons, ended_at";
  private static final String CLOSE =
      "insert ignore into cdr("
          + COLUMNS
          + ") select "
          + COLUMNS.replace(
              "ended_at",
              "greatest(ended_at,"
                  + " coalesce((select max(seen_at) from call_begun_seen), ended_at))")
          + " from call_begun";
  private static final String WRITE = MariaCdrSink.statement("replace into call_begun");
  private static final String SEEN = "replace into call_begun_seen(id, seen_at) values(1, ?)";
  private static final String TAKE_OFF =
      "delete from call_begun where started_at = ? and call_hash = ?";

  /** What identifies a call, as in its record. */
  private record Key(String callId, Instant startedAt) {
    static Key of(LiveCall call) {
      return new Key(call.callId(), call.startedAt());
    }
  }

  /** What was written of it; a call that has changed is written anew. */
  private record Written(boolean answered, int attempts) {
    static Written of(LiveCall call) {
      return new Written(call.answeredAt() != null, call.attempts().size());
    }
  }

  /** Who knows the calls that go on. On any thread. */
  public interface Source {
    List<LiveCall> live();

    /** True when this very call goes on. */
    boolean isLive(String callId, Instant startedAt);
  }

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final InstantSource clock;
  private final Map<Key, Written> written = new ConcurrentHashMap<>();
  private final Set<Key> over = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("calls-begun").daemon(true).factory());
  private boolean away; // of the thread only

  @Autowired
  BegunCalls(JdbcTemplate jdbc, TransactionTemplate transaction) {
    this(jdbc, transaction, InstantSource.system());
  }

  BegunCalls(JdbcTemplate jdbc, TransactionTemplate transaction, InstantSource clock) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.clock = clock;
    closeThoseOfBefore();
  }

  private void closeThoseOfBefore() {
    Integer closed =
        transaction.execute(status -> {
          int records = jdbc.update(CLOSE);
          jdbc.update("delete from call_begun");
          return records;
        });
    if (closed != null && closed > 0) {
      LOG.warn("{} calls were cut short when the process ended; their records say so", closed);
    }
  }

  /** Looks after the calls of this server from now on. */
  public void watch(Source source) {
    var _ =
        thread.scheduleWithFixedDelay(
            () -> look(source), INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** On the journal's thread. */
  @Override
  public void stored(List<CallRecord> calls) {
    for (CallRecord call : calls) {
      Key key = new Key(call.callId(), call.startedAt());
      if (written.remove(key) != null) {
        over.add(key);
      }
    }
  }

  void look(Source source) {
    Instant now = clock.instant();
    List<LiveCall> changed = changed(source, now);
    try {
      write(changed, now);
      away = false;
    } catch (RuntimeException e) {
      changed.forEach(call -> written.remove(Key.of(call)));
      if (!away) {
        LOG.warn("calls that go on cannot be written down: {}", e.getMessage());
      }
      away = true;
    }
  }

  /** Noted before it is asked again whether they go on, so that no end is missed in between. */
  private List<LiveCall> changed(Source source, Instant now) {
    List<LiveCall> changed = new ArrayList<>();
    for (LiveCall call : source.live()) {
      Written its = Written.of(call);
      if (!call.startedAt().plus(SHORT).isAfter(now)
          && !its.equals(written.put(Key.of(call), its))) {
        changed.add(call);
      }
    }
    changed.removeIf(call -> {
      boolean gone = !source.isLive(call.callId(), call.startedAt());
      if (gone && written.remove(Key.of(call)) != null) {
        over.add(Key.of(call));
      }
      return gone;
    });
    return changed;
  }

  private void write(List<LiveCall> changed, Instant now) {
    List<Key> ended = List.copyOf(over);
    if (changed.isEmpty() && ended.isEmpty() && written.isEmpty()) {
      return;
    }
    transaction.executeWithoutResult(status -> {
      if (!changed.isEmpty()) {
        jdbc.batchUpdate(
            WRITE, changed.stream().map(call -> MariaCdrSink.row(call.cutShort(now))).toList());
      }
      if (!ended.isEmpty()) {
        jdbc.batchUpdate(TAKE_OFF, ended.stream().map(BegunCalls::keys).toList());
      }
      jdbc.update(SEEN, LocalDateTime.ofInstant(now, ZoneOffset.UTC));
    });
    ended.forEach(over::remove);
  }

  private static Object[] keys(Key key) {
    return new Object[] {
      LocalDateTime.ofInstant(key.startedAt, ZoneOffset.UTC),
      MariaCdrSink.hash(key.callId, key.startedAt)
    };
  }

  /** After the records of a server that has stopped have been written. */
  @Override
  public void destroy() {
    thread.shutdown();
    try {
      if (thread.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        write(List.of(), clock.instant());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) { // The next start takes them off.
      LOG.warn("calls that have ended could not be taken off: {}", e.getMessage());
    }
  }
}
