package org.belfry.webui.fake;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.belfry.pbx.admin.CallHistory;
import org.belfry.pbx.admin.CallReports;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.ReportFiles;
import org.belfry.pbx.admin.ReportMails;

/** An office that has made as many calls as are wanted, the same each day. */
public final class FakeReports implements CallReports, ReportFiles, ReportMails {
  private static final Instant SENT = Instant.parse("2026-11-23T06:00:00Z");

  private final List<ReportMail> mails = new ArrayList<>();
  private boolean busy;
  private long next = 1;

  public void clear() {
    mails.clear();
    busy = false;
  }

  /** Calls, and one report that is mailed. */
  public void opens() {
    busy = true;
    mails.add(
        new ReportMail(
            next++,
            new SetReportMail(Every.WEEK, 7, List.of("office@example.org"), "en"),
            LocalDate.of(2026, 11, 22),
            SENT));
  }

  @Override
  public Report report(LocalDate from, LocalDate to) {
    if (to.isBefore(from)) {
      throw new InvalidCommand("to", "must not be before the first day");
    }
    List<DayLine> days =
        from.datesUntil(to.plusDays(1))
            .map(day ->
                busy
                    ? new DayLine(day, 40 + day.getDayOfMonth(), 31, Duration.ofMinutes(95))
                    : new DayLine(day, 0, 0, Duration.ZERO))
            .toList();
    long calls = days.stream().mapToLong(DayLine::calls).sum();
    long answered = days.stream().mapToLong(DayLine::answered).sum();
    Totals totals =
        new Totals(
            calls,
            answered,
            Duration.ofMinutes(95L * days.size()),
            busy ? 12.5 * days.size() : null);
    List<HourLine> hours =
        IntStream.range(0, 24)
            .mapToObj(hour -> new HourLine(hour, busy && hour > 7 && hour < 18 ? 20 + hour : 0, 0))
            .toList();
    return busy
        ? new Report(from, to, totals, days, hours, people(), queues(), agents(), trunks())
        : new Report(from, to, totals, days, hours, List.of(), List.of(), List.of(), List.of());
  }

  private static List<PersonLine> people() {
    return List.of(
        new PersonLine("1001", "Alice Miller", 31, 24, 3, Duration.ofMinutes(214), 8.25),
        new PersonLine("1002", "Bob Stone", 12, 40, 9, Duration.ofMinutes(160), 4.25));
  }

  private static List<QueueLine> queues() {
    return List.of(
        new QueueLine("sales", 80, 71, 64, 9, Duration.ofSeconds(19), Duration.ofMinutes(301)));
  }

  private static List<AgentLine> agents() {
    return List.of(new AgentLine("1002", "Bob Stone", 71, Duration.ofSeconds(254)));
  }

  private static List<TrunkLine> trunks() {
    return List.of(
        new TrunkLine("provider", 38, Duration.ofMinutes(140), 9.75),
        new TrunkLine("backup", 5, Duration.ofMinutes(11), 2.75));
  }

  @Override
  public void calls(OutputStream out, CallHistory.Filter filter, Locale language)
      throws IOException {
    out.write(
        (filter.party() + "," + filter.answered() + "," + language)
            .getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void report(OutputStream out, LocalDate from, LocalDate to, Locale language)
      throws IOException {
    out.write((from + "," + to + "," + language).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<ReportMail> reports() {
    return List.copyOf(mails);
  }

  @Override
  public ReportMail create(SetReportMail command) {
    if (command.recipients().isEmpty()) {
      throw new InvalidCommand("recipients", "enter 1 to 20 e-mail addresses");
    }
    mails.add(new ReportMail(next++, command, LocalDate.of(2026, 11, 22), null));
    return mails.getLast();
  }

  @Override
  public ReportMail change(long id, SetReportMail command) {
    return replace(new ReportMail(id, command, find(id).until(), find(id).sentAt()));
  }

  @Override
  public void delete(long id) {
    mails.remove(find(id));
  }

  @Override
  public ReportMail send(long id) {
    return replace(new ReportMail(id, find(id).settings(), find(id).until(), SENT));
  }

  private ReportMail replace(ReportMail with) {
    mails.set(mails.indexOf(find(with.id())), with);
    return with;
  }

  private ReportMail find(long id) {
    return mails.stream()
        .filter(each -> each.id() == id)
        .findFirst()
        .orElseThrow(() -> new NotFound("scheduled report", id));
  }
}
