package org.belfry.appliance.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.belfry.appliance.SharedDatabase;
import org.belfry.pbx.admin.CallHistory.Filter;
import org.belfry.pbx.admin.CallHistory.StoredCall;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallRecord.Attempt;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.belfry.pbx.cdr.CallRecord.Reason;
import org.belfry.pbx.cdr.LiveCall;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Calls that go on when the process ends, from where they are kept to the history. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedDatabase.class)
class BegunCallsTest {
  private static final Instant T0 = Instant.parse("2026-11-21T08:00:00.250Z");

  private final List<LiveCall> live = new ArrayList<>();
  private final BegunCalls.Source source =
      new BegunCalls.Source() {
        @Override
        public List<LiveCall> live() {
          return List.copyOf(live);
        }

        @Override
        public boolean isLive(String callId, Instant startedAt) {
          return live.stream()
              .anyMatch(c -> c.callId().equals(callId) && c.startedAt().equals(startedAt));
        }
      };
  private Instant now = T0;
  private JdbcTemplate jdbc;
  private DataSource pool;
  private MariaCallHistory history;

  @BeforeEach
  void emptyTables(DataSource shared) {
    pool = shared;
    jdbc = new JdbcTemplate(shared);
    jdbc.update("delete from cdr");
    jdbc.update("delete from call_begun");
    jdbc.update("delete from call_begun_seen");
    history = new MariaCallHistory(JdbcClient.create(shared));
  }

  @Test
  void aCallThatIsUpWhenTheProcessDiesIsClosedAtTheNextStartWithWhatIsKnown() {
    BegunCalls begun = start();
    live.add(call("talks", T0.plusSeconds(2)));
    live.add(call("rings", null));
    now = T0.plusSeconds(4);
    begun.look(source);
    now = T0.plusSeconds(60);
    begun.look(source);
    assertThat(kept()).isEqualTo(2);
    assertThat(records()).as("while they go on").isEmpty();

    start();
    assertThat(records()).hasSize(2);
    CallRecord talked = record("talks");
    assertThat(talked.cause()).isEqualTo(Cause.ENDED_BY_RESTART);
    assertThat(talked.answeredAt()).isEqualTo(T0.plusSeconds(2));
    assertThat(talked.endedAt()).as("when it was seen last").isEqualTo(T0.plusSeconds(60));
    assertThat(talked.takenBy()).isEqualTo("1002");
    assertThat(talked.attempts()).hasSize(1);
    assertThat(talked.reasons()).extracting(Reason::code).containsExactly("RINGS");
    CallRecord rang = record("rings");
    assertThat(rang.answeredAt()).isNull();
    assertThat(rang.status()).isEqualTo(503);
    assertThat(rang.cause()).isEqualTo(Cause.ENDED_BY_RESTART);

    start();
    assertThat(records()).as("after one more start").hasSize(2);
    assertThat(kept()).isZero();
  }

  @Test
  void aCallThatIsAnsweredAfterItWasWrittenIsWrittenAnew() {
    BegunCalls begun = start();
    live.add(call("a", null));
    now = T0.plusSeconds(5);
    begun.look(source);
    live.set(0, call("a", T0.plusSeconds(6)));
    now = T0.plusSeconds(7);
    begun.look(source);
    assertThat(kept()).isOne();
    start();
    assertThat(record("a").answeredAt()).isEqualTo(T0.plusSeconds(6));
  }

  @Test
  void aCallThatHasEndedIsTakenOffAndCountedOnce() {
    BegunCalls begun = start();
    LiveCall call = call("a", T0.plusSeconds(1));
    live.add(call);
    now = T0.plusSeconds(5);
    begun.look(source);
    live.clear();
    ends(begun, call);

    start(); // killed before it was taken off
    assertThat(records()).extracting(CallRecord::cause).containsExactly(Cause.CALLER_HUNG_UP);

    begun = start();
    live.add(call("b", T0.plusSeconds(1)));
    begun.look(source);
    live.clear();
    ends(begun, call("b", T0.plusSeconds(1)));
    begun.look(source);
    assertThat(kept()).isZero();
    start();
    assertThat(records()).hasSize(2).noneMatch(c -> c.cause() == Cause.ENDED_BY_RESTART);
  }

  @Test
  void aCallThatEndsWhileItIsLookedAtIsNotWritten() {
    BegunCalls begun = start();
    LiveCall call = call("a", T0.plusSeconds(1));
    now = T0.plusSeconds(5);
    begun.look(
        new BegunCalls.Source() {
          @Override
          public List<LiveCall> live() {
            return List.of(call);
          }

          @Override
          public boolean isLive(String callId, Instant startedAt) {
            return false;
          }
        });
    assertThat(kept()).isZero();
  }

  @Test
  void shortCallsCostNothing() {
    BegunCalls begun = start();
    live.add(call("a", T0.plusSeconds(1)));
    now = T0.plusSeconds(2);
    begun.look(source);
    assertThat(kept()).isZero();
  }

  private BegunCalls start() {
    return new BegunCalls(jdbc, transaction(), () -> now);
  }

  private TransactionTemplate transaction() {
    return new TransactionTemplate(new JdbcTransactionManager(pool));
  }

  /** Its record is written, of which those who keep it are told. */
  private void ends(BegunCalls begun, LiveCall call) {
    CallRecord cut = call.cutShort(T0.plusSeconds(9));
    CallRecord record =
        new CallRecord(
            cut.callId(),
            cut.caller(),
            cut.callerName(),
            cut.callee(),
            cut.calleeName(),
            cut.callerAgent(),
            cut.calleeAgent(),
            cut.startedAt(),
            cut.ringingAt(),
            cut.answeredAt(),
            cut.endedAt(),
            200,
            Cause.CALLER_HUNG_UP,
            cut.attempts(),
            List.of(),
            cut.takenBy());
    MariaCdrSink sink = new MariaCdrSink(jdbc, transaction(), List.of(), List.of(begun));
    assertThat(sink.append(record)).isTrue();
    sink.destroy();
  }

  private int kept() {
    Integer rows = jdbc.queryForObject("select count(*) from call_begun", Integer.class);
    return rows == null ? -1 : rows;
  }

  private List<CallRecord> records() {
    return history.find(Filter.ALL, 0, 10).calls().stream().map(StoredCall::call).toList();
  }

  private CallRecord record(String callId) {
    return records().stream().filter(c -> c.callId().equals(callId)).findFirst().orElseThrow();
  }

  private static LiveCall call(String callId, Instant answeredAt) {
    return new LiveCall(
        callId,
        "tag",
        "1001",
        "Alice",
        "1002",
        "Bob",
        "phone",
        null,
        T0,
        T0.plusMillis(300),
        answeredAt,
        answeredAt == null ? null : "theirs",
        answeredAt == null ? null : "1002",
        answeredAt == null ? 180 : 200,
        List.of(new Attempt("sip:1002@10.0.0.5", T0, answeredAt == null ? 180 : 200)),
        List.of(new Reason("RINGS", List.of("1002", "30"), "1002 rings for 30 s.")));
  }
}
