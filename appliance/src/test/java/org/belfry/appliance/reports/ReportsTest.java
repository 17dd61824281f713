package org.belfry.appliance.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.pbx.fuse.FraudFuse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Reports from the tables over HTTPS, as workbooks and by mail. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class ReportsTest {
  private static final String API = "/api/v1/";
  private static final String[] TABLES = {
    "cdr", "queue_stay", "fuse_count", "fuse_rate", "report_mail", "mail_outbox", "app_user"
  };
  private static final LocalDate MONDAY = LocalDate.of(2026, 11, 16);
  private static final String WEEK = "from=2026-11-16&to=2026-11-22";

  private LocalAppliance appliance;
  private ApiClient api;
  private JdbcTemplate jdbc;
  private ZoneId zone;
  private int calls;

  @BeforeEach
  void anOffice(LocalAppliance shared) {
    appliance = shared;
    api = shared.api();
    jdbc = shared.part(JdbcTemplate.class);
    zone = shared.part(ZoneId.class);
    nothing();
    api.post(
        API + "users",
        """
        [{"extension":"1001","name":"Alice"},{"extension":"1002","name":"Bob"}]
        """);
  }

  @AfterEach
  void nothing() {
    appliance.clear(TABLES);
  }

  private Instant at(LocalDate day, int hour) {
    return day.atTime(hour, 10).atZone(zone).toInstant();
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  /**
   * @param talked seconds; -1 when it was not answered
   */
  private void call(String from, String to, Instant at, int talked, boolean voicemail) {
    calls++;
    jdbc.update(
        "insert into cdr(call_hash, call_id, caller, callee, started_at, answered_at, ended_at,"
            + " status, cause, attempts, to_voicemail, taken_by)"
            + " values (unhex(md5(?)), ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?)",
        calls,
        "call" + calls,
        from,
        to,
        utc(at),
        talked < 0 ? null : utc(at.plusSeconds(5)),
        utc(at.plusSeconds(5 + Math.max(0, talked))),
        talked < 0 ? 480 : 200,
        talked < 0 ? "NO_ANSWER" : "CALLER_HUNG_UP",
        voicemail,
        talked < 0 || voicemail ? null : to);
  }

  private JsonNode report() {
    Answer answer = api.get(API + "reports/calls?" + WEEK);
    assertThat(answer.status()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void callsAreCountedByDayHourAndPerson() {
    call("1001", "1002", at(MONDAY, 9), 60, false);
    call("1001", "1002", at(MONDAY, 9), -1, false);
    call("+4930123", "1001", at(MONDAY.plusDays(1), 14), 30, true);
    call("1002", "1001", at(MONDAY.plusDays(7), 9), 60, false); // the week after

    JsonNode report = report();
    assertThat(report.at("/totals/calls").asInt()).isEqualTo(3);
    assertThat(report.at("/totals/answered").asInt()).as("voicemail answers nothing").isEqualTo(1);
    assertThat(report.at("/totals/talked").asString()).isEqualTo("PT1M");
    assertThat(report.at("/totals/cost").isNull()).as("no rate is set").isTrue();
    assertThat(report.get("days").size()).isEqualTo(7);
    assertThat(report.at("/days/0/calls").asInt()).isEqualTo(2);
    assertThat(report.at("/days/6/calls").asInt()).isZero();
    assertThat(report.get("hours").size()).isEqualTo(24);
    assertThat(report.at("/hours/9/answered").asInt()).isEqualTo(1);
    assertThat(report.at("/hours/14/calls").asInt()).isEqualTo(1);
    JsonNode alice = report.at("/people/0");
    assertThat(alice.get("name").asString()).isEqualTo("Alice");
    assertThat(alice.get("placed").asInt()).isEqualTo(2);
    assertThat(alice.get("missed").asInt()).isEqualTo(1);
    assertThat(report.at("/people/1/taken").asInt()).isEqualTo(1);
    assertThat(report.at("/people/1/missed").asInt()).isEqualTo(1);
  }

  @Test
  void outsideCallsAreCountedByTrunkWithWhatTheyCost() {
    jdbc.update("insert into fuse_rate(prefix, per_minute, name) values ('49', 20000, 'Germany')");
    long slot = FraudFuse.slot(at(MONDAY, 10));
    for (String of : List.of("'TRUNK','provider'", "'USER','1001'", "'SITE',''")) {
      for (int i = 0; i < 2; i++) {
        jdbc.update(
            "insert into fuse_count(scope, name, kind, slot, calls, millis, cost, blown) values ("
                + of
                + ", 'DOMESTIC', ?, 3, 120000, 1500000, false)",
            slot + i);
      }
    }
    call("1001", "+4930123", at(MONDAY, 10), 240, false);

    JsonNode report = report();
    assertThat(report.get("trunks").size()).isEqualTo(1);
    assertThat(report.at("/trunks/0/name").asString()).isEqualTo("provider");
    assertThat(report.at("/trunks/0/calls").asInt()).isEqualTo(6);
    assertThat(report.at("/trunks/0/talked").asString()).isEqualTo("PT4M");
    assertThat(report.at("/trunks/0/cost").asDouble()).isEqualTo(3.0);
    assertThat(report.at("/totals/cost").asDouble()).isEqualTo(3.0);
    assertThat(report.at("/people/0/cost").asDouble()).isEqualTo(3.0);
  }

  @Test
  void queuesAndTheirAgentsAreCounted() {
    stay("a", "ANSWERED", 10, "1002", 60_000L);
    stay("b", "ANSWERED", 20, "1002", 120_000L);
    stay("c", "ABANDONED", 30, null, null);

    JsonNode report = report();
    JsonNode queue = report.at("/queues/0");
    assertThat(queue.get("queue").asString()).isEqualTo("sales");
    assertThat(queue.get("callers").asInt()).isEqualTo(3);
    assertThat(queue.get("answered").asInt()).isEqualTo(2);
    assertThat(queue.get("abandoned").asInt()).isEqualTo(1);
    assertThat(queue.get("waited").asString()).isEqualTo("PT20S");
    assertThat(queue.get("talked").asString()).isEqualTo("PT3M");
    assertThat(report.at("/agents/0/name").asString()).isEqualTo("Bob");
    assertThat(report.at("/agents/0/talked").asString()).isEqualTo("PT1M30S");
  }

  private void stay(String id, String outcome, int waited, String agent, Long talked) {
    Instant since = at(MONDAY, 11);
    jdbc.update(
        "insert into queue_stay(stay_hash, queue, caller, number, priority, since, until, outcome,"
            + " agent, talked_ms, in_time) values (unhex(md5(?)), 'sales', ?, '1', 0, ?, ?, ?, ?,"
            + " ?, true)",
        id,
        id,
        utc(since),
        utc(since.plusSeconds(waited)),
        outcome,
        agent,
        talked);
  }

  @Test
  void aPeriodThatIsNoneIsRefused() {
    assertThat(api.get(API + "reports/calls?from=2026-11-02&to=2026-11-01").status())
        .isEqualTo(422);
    assertThat(api.get(API + "reports/calls?from=2025-11-01&to=2026-11-02").status())
        .isEqualTo(422);
    assertThat(api.get(API + "reports/calls.xlsx?from=2026-11-02&to=2026-11-01").status())
        .isEqualTo(422);
    assertThat(api.get(API + "reports/calls?from=%2B99999-01-01&to=%2B99999-01-02").status())
        .isEqualTo(422);
    assertThat(api.get(API + "reports/calls?from=yesterday&to=2026-11-01").status()).isEqualTo(400);
  }

  @Test
  void aReportIsMailedOnceWhenItsWeekIsOver() throws IOException {
    call("1001", "1002", at(MONDAY, 9), 60, false);
    LiveReportMails mails = appliance.part(LiveReportMails.class);
    Answer made =
        api.post(
            API + "reports/mails",
            """
            {"every":"WEEK","hour":7,"recipients":["a@example.org","b@example.org"],"language":"de"}
            """);
    assertThat(made.status()).isEqualTo(201);
    mails.tick(Instant.now());
    assertThat(outbox()).as("what ended before is not mailed").isEmpty();

    jdbc.update("update report_mail set until = '2026-11-15'");
    mails.tick(at(MONDAY.plusDays(7), 6));
    assertThat(outbox()).isEmpty();
    mails.tick(at(MONDAY.plusDays(7), 7));
    mails.tick(at(MONDAY.plusDays(7), 8));
    assertThat(outbox())
        .extracting(mail -> mail.get("recipient"))
        .containsExactly("a@example.org", "b@example.org");
    Map<String, Object> mail = outbox().getFirst();
    assertThat(mail.get("subject").toString()).startsWith("Anrufe, 16.11.2026 – 22.11.2026");
    assertThat(mail.get("body").toString())
        .contains("Anrufe: 1", "Angenommen: 1", "Gesprächszeit: 0:01:00");
    Path data = appliance.part(Bootstrap.class).data().path();
    Path book = data.resolve(mail.get("attachment").toString());
    assertThat(sheets(book).get("xl/workbook.xml")).contains("Nach Tag", "Warteschlangen");

    Files.setLastModifiedTime(book, FileTime.from(Instant.now().minus(ReportPost.KEEP)));
    mails.tick(Instant.now().plusSeconds(60));
    assertThat(book).doesNotExist();
  }

  private List<Map<String, Object>> outbox() {
    return jdbc.queryForList("select * from mail_outbox order by id");
  }

  @Test
  void aScheduleIsChangedSentAndDeleted() {
    String body = "{\"every\":\"%s\",\"hour\":%d,\"recipients\":[%s],\"language\":\"en\"}";
    Answer made = api.post(API + "reports/mails", body.formatted("DAY", 7, "\"a@example.org\""));
    String path = API + "reports/mails/" + made.body().get("id").asLong();
    assertThat(api.put(path, body.formatted("MONTH", 24, "\"a@example.org\"")).status())
        .isEqualTo(422);
    assertThat(api.put(path, body.formatted("MONTH", 8, "\"not an address\"")).status())
        .isEqualTo(422);
    assertThat(api.put(path, body.formatted("MONTH", 8, "")).status()).isEqualTo(422);
    assertThat(api.put(path, body.formatted("MONTH", 8, "\"b@example.org\"")).status())
        .isEqualTo(200);
    assertThat(api.post(path + "/send", "").body().get("sentAt").isNull()).isFalse();
    assertThat(api.post(path + "/send", "").status()).as("once a minute").isEqualTo(422);
    assertThat(outbox()).extracting(mail -> mail.get("recipient")).containsExactly("b@example.org");
    assertThat(api.delete(path).status()).isEqualTo(204);
    assertThat(api.delete(path).status()).isEqualTo(404);
    assertThat(api.get(API + "reports/mails").body().size()).isZero();
  }

  @Test
  void aWorkbookHoldsFormulasAsTextOnly(@TempDir Path directory) throws IOException {
    call("1001", "=HYPERLINK(\"http://evil\")", at(MONDAY, 9), 60, false);
    Path file = directory.resolve("calls.xlsx");
    try (InputStream calls = api.stream(API + "exports/calls.xlsx")) {
      Files.copy(calls, file);
    }
    Map<String, String> book = sheets(file);
    assertThat(book.get("xl/worksheets/sheet1.xml")).doesNotContain("<f>");
    assertThat(book.get("xl/sharedStrings.xml")).contains("=HYPERLINK", "Caller hung up");
  }

  /** By its directory, as spreadsheets read it. */
  private static Map<String, String> sheets(Path book) throws IOException {
    Map<String, String> files = new HashMap<>();
    try (ZipFile zip = new ZipFile(book.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        files.put(
            entry.getName(),
            new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }
}
