package org.belfry.appliance.cdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.belfry.appliance.SharedDatabase;
import org.belfry.pbx.admin.CallHistory.Filter;
import org.belfry.pbx.admin.CallHistory.StoredCall;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.PersonalCalls;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallRecord.Attempt;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.belfry.pbx.cdr.CallRecord.Reason;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.pbx.cdr.QualitySample;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Call records from the sink through the database to the history. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedDatabase.class)
class MariaCdrTest {
  private static final Instant T0 = Instant.parse("2026-11-21T08:00:00.250Z");

  private DataSource pool;
  private MariaCallHistory history;

  @BeforeEach
  void emptyTable(DataSource shared) {
    pool = shared;
    new JdbcTemplate(shared).update("delete from cdr");
    history = new MariaCallHistory(JdbcClient.create(shared));
  }

  private void written(List<CallRecord> calls, CallsStored... readers) {
    MariaCdrSink sink =
        new MariaCdrSink(
            new JdbcTemplate(pool),
            new TransactionTemplate(new JdbcTransactionManager(pool)),
            List.of(),
            List.of(readers));
    calls.forEach(call -> assertThat(sink.append(call)).isTrue());
    sink.destroy();
  }

  @Test
  void aCallIsFoundAsItWas() {
    CallRecord call =
        new CallRecord(
            "id@host",
            "1001",
            "Alice Ünger",
            "1002",
            "Bob",
            "baresip v1",
            "Linphone 5",
            T0,
            T0.plusMillis(300),
            T0.plusSeconds(4),
            T0.plusSeconds(34),
            200,
            Cause.CALLER_HUNG_UP,
            List.of(
                new Attempt("sip:1002@10.0.0.5;transport=tcp", T0.plusMillis(20), 487),
                new Attempt("sip:1002@10.0.0.6", T0.plusMillis(21), 200, "phones 1002, group 600")),
            List.of(
                new LegQuality(
                    "caller", "audio", "opus", "DTLS", 1500, 1490, 12, 7.25, 31.5, 4.28, null),
                new LegQuality(
                    "callee", "audio", "PCMA", "", 0, 1500, 0, 0, null, null, "no RTP ever came")),
            null);
    written(List.of(call));
    assertThat(history.find(Filter.ALL, 0, 10).calls())
        .extracting(StoredCall::call)
        .containsExactly(call);
  }

  @Test
  void whyItWentWhereItWentIsKeptAndCutWhenItIsTooLong() {
    Reason dialled = new Reason("DIALLED_USER", List.of("1002", "Bob"), "1002 is of Bob.");
    Reason odd = new Reason("SCRIPT", List.of("", "a\tb\nc"), "A script decides.");
    written(List.of(sounded(List.of()).with(List.of(dialled, odd))));

    StoredCall listed = history.find(Filter.ALL, 0, 10).calls().getFirst();
    assertThat(history.call(listed.id()).orElseThrow().call().reasons())
        .containsExactly(dialled, new Reason("SCRIPT", List.of("", "a b c"), "A script decides."));

    Reason words = new Reason("SCRIPT", List.of("é".repeat(9000)), "ü".repeat(9000));
    String kept = PlanReasons.text(Collections.nCopies(Reason.MOST, words));
    assertThat(kept.getBytes(StandardCharsets.UTF_8).length).isLessThan(65_535);
    assertThat(PlanReasons.parse(kept))
        .hasSizeGreaterThan(20)
        .allSatisfy(each -> {
          assertThat(each.sentence()).hasSize(300);
          assertThat(each.words().getFirst()).hasSize(300);
        });
  }

  @Test
  void callsOfBeforeHaveNoReasons() {
    written(List.of(sounded(List.of())));
    new JdbcTemplate(pool).update("update cdr set reasons = null");
    assertThat(history.find(Filter.ALL, 0, 1).calls().getFirst().call().reasons()).isEmpty();
  }

  @Test
  void theTimeOfItsLegsIsReadForOneCallAlone() {
    List<QualitySample> samples =
        List.of(
            new QualitySample(5, 0, 1.25, 4.4, null, null, null),
            new QualitySample(5, 50, 80, null, 2.5, 12.5, 3.9));
    LegQuality caller =
        new LegQuality("caller", "audio", "opus", "", 9, 9, 0, 80, null, 3.9, null, samples);
    LegQuality callee =
        new LegQuality("callee", "audio", "opus", "", 9, 9, 0, 0, null, 4.4, null, List.of());
    written(List.of(sounded(List.of(caller, callee))));

    StoredCall listed = history.find(Filter.ALL, 0, 10).calls().getFirst();
    assertThat(listed.call().media()).allSatisfy(leg -> assertThat(leg.samples()).isEmpty());
    assertThat(history.call(listed.id()).orElseThrow().call().media())
        .containsExactly(caller, callee);
  }

  private static CallRecord sounded(List<LegQuality> media) {
    return new CallRecord(
        "quality@host",
        "1001",
        null,
        "1002",
        null,
        null,
        null,
        T0,
        null,
        T0.plusSeconds(4),
        T0.plusSeconds(14),
        200,
        Cause.CALLER_HUNG_UP,
        List.of(),
        media,
        null);
  }

  @Test
  void whatIsNotKnownStaysUnknown() {
    CallRecord call =
        new CallRecord(
            "id",
            "1001",
            null,
            "9",
            null,
            null,
            null,
            T0,
            null,
            null,
            T0,
            404,
            Cause.UNKNOWN_NUMBER,
            List.of(),
            List.of(),
            null);
    written(List.of(call));
    StoredCall stored = history.find(Filter.ALL, 0, 10).calls().getFirst();
    assertThat(stored.call()).isEqualTo(call);
    assertThat(history.call(stored.id())).contains(stored);
    assertThat(history.call(stored.id() + 1)).isEmpty();
  }

  @Test
  void recordsOfBeforeMediaRanThroughUsHaveNone() {
    written(List.of(call(1, "1001", "1002", true)));
    new JdbcTemplate(pool).update("update cdr set media = null");
    assertThat(history.find(Filter.ALL, 0, 1).calls().getFirst().call().media()).isEmpty();
  }

  @Test
  void aNoteOfSeveralLinesStaysOneLegsNote() {
    CallRecord plain = call(1, "1001", "1002", true);
    LegQuality leg =
        new LegQuality("callee", "video", null, "SDES", 1, 2, 3, 0.5, null, 1.0, "one\n\ttwo");
    written(
        List.of(
            new CallRecord(
                plain.callId(),
                plain.caller(),
                null,
                plain.callee(),
                null,
                null,
                null,
                plain.startedAt(),
                plain.ringingAt(),
                plain.answeredAt(),
                plain.endedAt(),
                200,
                Cause.MEDIA_LOST,
                List.of(),
                List.of(leg),
                null)));
    CallRecord stored = history.find(Filter.ALL, 0, 1).calls().getFirst().call();
    assertThat(stored.cause()).isEqualTo(Cause.MEDIA_LOST);
    assertThat(stored.media()).extracting(LegQuality::note).containsExactly("one  two");
  }

  @Test
  void aRecordWrittenTwiceIsThereOnce() {
    CallRecord call = call(1, "1001", "1002", true);
    written(List.of(call));
    written(List.of(call, call(2, "1001", "1002", true)));
    assertThat(history.find(Filter.ALL, 0, 10).total()).isEqualTo(2);
  }

  @Test
  void thousandsOfRecordsAreWrittenWithinSeconds() {
    long began = System.nanoTime();
    written(IntStream.range(0, 5000).mapToObj(i -> call(i, "1001", "1002", true)).toList());
    assertThat(history.find(Filter.ALL, 0, 1).total()).isEqualTo(5000);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
  }

  @Test
  void textsThatAreTooLongAreCutAndTheRecordIsKept() {
    CallRecord call =
        new CallRecord(
            "i".repeat(3000),
            "c".repeat(3000),
            "n".repeat(3000),
            "d".repeat(3000),
            null,
            "a".repeat(3000),
            null,
            T0,
            null,
            null,
            T0,
            603,
            Cause.DECLINED,
            List.of(new Attempt("sip:" + "x".repeat(5000), T0, 603)),
            List.of(),
            null);
    written(List.of(call));
    assertThat(history.find(Filter.ALL, 0, 10).total()).isEqualTo(1);
  }

  @Test
  void pagesAreNewestFirst() {
    written(IntStream.range(0, 7).mapToObj(i -> call(i, "100" + i, "1002", true)).toList());
    var page = history.find(Filter.ALL, 2, 3);
    assertThat(page.total()).isEqualTo(7);
    assertThat(page.calls())
        .extracting(c -> c.call().caller())
        .containsExactly("1004", "1003", "1002");
  }

  @Test
  void whoReadsAllOfThemReadsEachOnceAlsoThoseOfOneMoment() {
    List<CallRecord> calls = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      calls.add(of("moment-" + i, i / 3, "100" + i));
    }
    written(calls);
    List<StoredCall> read = new ArrayList<>();
    List<StoredCall> page = history.next(Filter.ALL, null, 2);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(2);
      read.addAll(page);
      written(List.of(of("later-" + read.size(), 100, "1999"))); // one that ends meanwhile
      page = history.next(Filter.ALL, page.getLast(), 2);
    }
    List<StoredCall> all = history.find(new Filter("100", null, null, null), 0, 10).calls();
    assertThat(read).isEqualTo(all).hasSize(7);
    assertThat(history.next(new Filter("1006", null, null, null), null, 2)).hasSize(1);
    assertThat(history.next(new Filter("1006", null, null, null), read.getFirst(), 2)).isEmpty();
    assertThatThrownBy(() -> history.next(Filter.ALL, null, 501))
        .isInstanceOf(InvalidCommand.class);
  }

  private static CallRecord of(String callId, int second, String caller) {
    Instant start = T0.plusSeconds(second);
    return new CallRecord(
        callId,
        caller,
        null,
        "1888",
        null,
        null,
        null,
        start,
        start,
        null,
        start.plusSeconds(9),
        486,
        Cause.BUSY,
        List.of(),
        List.of(),
        null);
  }

  @Test
  void everyCriterionMustHold() {
    written(
        List.of(
            call(0, "1001", "1002", true),
            call(1, "1001", "1003", false),
            call(2, "1%01", "1004", true)));
    assertThat(callees(new Filter("1001", null, null, null))).containsExactly("1003", "1002");
    assertThat(callees(new Filter("1001", true, null, null))).containsExactly("1002");
    assertThat(callees(new Filter("%", null, null, null))).containsExactly("1004");
    assertThat(callees(new Filter("' or 1=1 --", null, null, null))).isEmpty();
    assertThat(callees(new Filter(null, null, T0.plusSeconds(1), T0.plusSeconds(2))))
        .containsExactly("1003");
  }

  @Test
  void pagesHaveLimits() {
    assertThatThrownBy(() -> history.find(Filter.ALL, 0, 501)).isInstanceOf(InvalidCommand.class);
    assertThatThrownBy(() -> history.find(Filter.ALL, 0, 0)).isInstanceOf(InvalidCommand.class);
    assertThatThrownBy(() -> history.find(Filter.ALL, -1, 10)).isInstanceOf(InvalidCommand.class);
  }

  @Test
  void whoTookACallToAGroupFindsItAmongTheirOwn() {
    CallRecord dialled = call(1, "1001", "1002", true);
    CallRecord group =
        new CallRecord(
            "group",
            "1001",
            "Alice",
            "600",
            "Sales",
            null,
            null,
            T0,
            T0,
            T0.plusSeconds(4),
            T0.plusSeconds(34),
            200,
            Cause.CALLER_HUNG_UP,
            List.of(new Attempt("sip:1002@10.0.0.6", T0, 200, "phones 1002, group 600")),
            List.of(),
            "1002");
    written(List.of(dialled, group));
    assertThat(history.find(Filter.ALL, 0, 10).calls().getLast().call()).isEqualTo(group);

    PersonalCalls personal = new MariaPersonalCalls(JdbcClient.create(pool));
    PersonalCalls.Page bob = personal.calls("1002", false, 0, 10);
    assertThat(bob.total()).isEqualTo(2);
    assertThat(bob.calls().getLast().number()).isEqualTo("1001");
    assertThat(bob.calls().getLast().talked()).isEqualTo(Duration.ofSeconds(30));
    assertThat(personal.calls("1002", true, 0, 10).total()).isZero();
    assertThat(personal.calls("1001", false, 0, 10).total()).isEqualTo(2);
    assertThat(personal.calls("1003", false, 0, 10).total()).isZero();
  }

  @Test
  void aCallThatVoicemailTookIsMissed() {
    CallRecord left =
        new CallRecord(
            "left",
            "1001",
            "Alice",
            "1002",
            "Bob",
            null,
            null,
            T0,
            T0,
            T0.plusSeconds(20),
            T0.plusSeconds(34),
            200,
            Cause.CALLER_HUNG_UP,
            List.of(
                new Attempt("sip:1002@10.0.0.6", T0, 487),
                new Attempt("sip:1002@pbx.example;app=voicemail", T0, 200, "mailbox 1002")),
            List.of(),
            null);
    written(List.of(left, call(1, "1001", "1002", true)));

    PersonalCalls personal = new MariaPersonalCalls(JdbcClient.create(pool));
    assertThat(personal.calls("1002", true, 0, 10).calls())
        .singleElement()
        .satisfies(call -> {
          assertThat(call.startedAt()).isEqualTo(T0);
          assertThat(call.missed()).isTrue();
        });
    assertThat(personal.calls("1001", false, 0, 10).calls().getLast().talked())
        .as("who called spoke to the mailbox")
        .isEqualTo(Duration.ofSeconds(14));
    assertThat(history.find(new Filter(null, false, null, null), 0, 10).calls())
        .extracting(StoredCall::call)
        .containsExactly(left);
    assertThat(history.find(new Filter(null, true, null, null), 0, 10).total()).isOne();
    assertThat(history.perHour(T0, 1))
        .singleElement()
        .satisfies(hour -> {
          assertThat(hour.calls()).isEqualTo(2);
          assertThat(hour.answered()).isOne();
        });
  }

  @Test
  void clearedMissedCallsStayAmongAllCallsAndLaterOnesAreMissedAgain() {
    JdbcTemplate sql = new JdbcTemplate(pool);
    MariaPersonalCalls personal = new MariaPersonalCalls(JdbcClient.create(pool));
    written(List.of(call(1, "1001", "1902", false), call(2, "1001", "1902", false)));
    sql.update(
        "insert into app_user(extension, name, sip_password) values(?,?,?)",
        "1902",
        "Carla",
        new byte[16]);
    List<String> told = new ArrayList<>();
    try (var following = personal.onChange("1902", () -> told.add("1902"));
        var other = personal.onChange("1001", () -> told.add("1001"))) {
      assertThat(personal.calls("1902", true, 0, 10).total()).isEqualTo(2);
      personal.clearMissed("1902");
      assertThat(personal.calls("1902", true, 0, 10).total()).isZero();
      assertThat(personal.calls("1902", false, 0, 10).total()).isEqualTo(2);
      assertThat(told).containsExactly("1902");
      written(List.of(call(3, "1001", "1902", false)));
      assertThat(personal.calls("1902", true, 0, 10).total()).isEqualTo(1);
    } finally {
      sql.update("delete from app_user where extension = '1902'");
    }
  }

  @Test
  void whoGetsAnExtensionThatAnotherHadSeesNoneOfTheOthersCalls() {
    JdbcTemplate sql = new JdbcTemplate(pool);
    PersonalCalls personal = new MariaPersonalCalls(JdbcClient.create(pool));
    written(List.of(call(1, "1902", "1001", true), call(2, "1001", "1902", false)));
    sql.update(
        "insert into app_user(extension, name, sip_password, extension_since) values(?,?,?,?)",
        "1902",
        "Successor",
        new byte[16],
        LocalDateTime.ofInstant(T0.plusSeconds(60), ZoneOffset.UTC));
    try {
      assertThat(personal.calls("1902", false, 0, 10).total()).isZero();
      assertThat(personal.calls("1902", true, 0, 10).calls()).isEmpty();
      written(List.of(call(61, "1902", "1001", true), call(62, "1001", "1902", false)));
      assertThat(personal.calls("1902", false, 0, 10).total()).isEqualTo(2);
      assertThat(personal.calls("1902", true, 0, 10).total()).isEqualTo(1);
      assertThat(personal.calls("1001", false, 0, 10).total()).isEqualTo(4);
    } finally {
      sql.update("delete from app_user where extension = '1902'");
    }
  }

  @Test
  void whoFollowsTheirCallsIsToldOnceTheyCanBeReadAndOfNoOthers() {
    MariaPersonalCalls personal = new MariaPersonalCalls(JdbcClient.create(pool));
    List<String> told = new ArrayList<>();
    List.of("1001", "1002", "1003")
        .forEach(each ->
            personal.onChange(
                each, () -> told.add(each + " " + personal.calls(each, false, 0, 10).total())));
    personal.onChange("1001", () -> told.add("gone")).close();
    personal.onChange(
        "1002",
        () -> {
          throw new IllegalStateException("a page that fails");
        });

    written(List.of(call(1, "1001", "1002", true)), personal);
    assertThat(told).containsExactlyInAnyOrder("1001 1", "1002 1");

    told.clear();
    written(List.of(call(2, "+4930123", "1003", false)), personal);
    assertThat(told).containsExactly("1003 1");
  }

  private List<String> callees(Filter filter) {
    return history.find(filter, 0, 100).calls().stream().map(c -> c.call().callee()).toList();
  }

  private static CallRecord call(int second, String caller, String callee, boolean answered) {
    Instant start = T0.plusSeconds(second);
    return new CallRecord(
        "call-" + second,
        caller,
        null,
        callee,
        null,
        null,
        null,
        start,
        start,
        answered ? start.plusSeconds(1) : null,
        start.plusSeconds(9),
        answered ? 200 : 486,
        answered ? Cause.CALLEE_HUNG_UP : Cause.BUSY,
        List.of(),
        List.of(),
        null);
  }
}
