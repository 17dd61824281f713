package org.belfry.appliance.reports;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.CallHistory;
import org.belfry.pbx.admin.CallHistory.Filter;
import org.belfry.pbx.admin.CallHistory.StoredCall;
import org.belfry.pbx.admin.CallReports;
import org.belfry.pbx.admin.CallReports.AgentLine;
import org.belfry.pbx.admin.CallReports.DayLine;
import org.belfry.pbx.admin.CallReports.HourLine;
import org.belfry.pbx.admin.CallReports.PersonLine;
import org.belfry.pbx.admin.CallReports.QueueLine;
import org.belfry.pbx.admin.CallReports.Report;
import org.belfry.pbx.admin.CallReports.Totals;
import org.belfry.pbx.admin.CallReports.TrunkLine;
import org.belfry.pbx.admin.ReportFiles;
import org.belfry.pbx.cdr.CallRecord;
import org.dhatim.fastexcel.Workbook;
import org.springframework.stereotype.Component;

/** Writes workbooks, call histories a page of rows at a time. */
@Component
class Workbooks implements ReportFiles {
  private static final int CALLS_MAX = 100_000;
  private static final int PAGE = 500;

  private final CallHistory history;
  private final CallReports reports;
  private final ZoneId zone;

  Workbooks(CallHistory history, CallReports reports, ZoneId zone) {
    this.history = history;
    this.reports = reports;
    this.zone = zone;
  }

  @Override
  public void calls(OutputStream out, Filter filter, Locale language) throws IOException {
    ReportTexts words = new ReportTexts(language);
    // Calls that end meanwhile are not in it.
    Instant end = filter.to() == null ? Instant.now() : filter.to();
    Filter ended = new Filter(filter.party(), filter.answered(), filter.from(), end);
    try (Workbook book = book(out)) {
      WorkbookSheet sheet =
          sheet(
              book,
              words,
              "calls",
              "started",
              "answered",
              "ended",
              "talked",
              "caller",
              "caller.name",
              "callee",
              "callee.name",
              "taken",
              "result",
              "status");
      List<StoredCall> page = history.next(ended, null, PAGE);
      for (int count = 0; count < CALLS_MAX && !page.isEmpty(); ) {
        page.forEach(call -> write(sheet.row(), call, words));
        sheet.flush();
        count += page.size();
        page = history.next(ended, page.getLast(), PAGE);
      }
      sheet.end();
    }
  }

  private static void write(WorkbookSheet row, StoredCall stored, ReportTexts words) {
    CallRecord call = stored.call();
    row.time(call.startedAt())
        .time(call.answeredAt())
        .time(call.endedAt())
        .length(call.talkTime())
        .text(call.caller())
        .text(call.callerName())
        .text(call.callee())
        .text(call.calleeName())
        .text(call.takenBy())
        .text(words.of("cause." + call.cause().name()))
        .number(call.status());
  }

  @Override
  public void report(OutputStream out, LocalDate from, LocalDate to, Locale language)
      throws IOException {
    write(out, reports.report(from, to), new ReportTexts(language));
  }

  /** A sheet for each part. */
  void write(OutputStream out, Report report, ReportTexts words) throws IOException {
    try (Workbook book = book(out)) {
      totals(sheet(book, words, "totals", "figure", "value"), report, words);
      WorkbookSheet days =
          sheet(book, words, "days", "day", "calls", "answered", "missed", "talked");
      for (DayLine day : report.days()) {
        days.row().day(day.day()).number(day.calls()).number(day.answered());
        days.number(day.calls() - day.answered()).length(day.talked());
      }
      days.end();
      WorkbookSheet hours = sheet(book, words, "hours", "hour", "calls", "answered", "missed");
      for (HourLine hour : report.hours()) {
        hours.row().number(hour.hour()).number(hour.calls()).number(hour.answered());
        hours.number(hour.calls() - hour.answered());
      }
      hours.end();
      people(
          sheet(
              book,
              words,
              "people",
              "extension",
              "name",
              "placed",
              "taken",
              "missed",
              "talked",
              "cost"),
          report);
      queues(
          sheet(
              book,
              words,
              "queues",
              "queue",
              "callers",
              "answered",
              "in.time",
              "level",
              "abandoned",
              "waited",
              "talked"),
          report);
      WorkbookSheet agents =
          sheet(book, words, "agents", "extension", "name", "answered", "talk.average");
      for (AgentLine agent : report.agents()) {
        agents.row().text(agent.extension()).text(agent.name());
        agents.number(agent.answered()).length(agent.talked());
      }
      agents.end();
      WorkbookSheet trunks = sheet(book, words, "trunks", "trunk", "calls", "talked", "cost");
      for (TrunkLine trunk : report.trunks()) {
        trunks.row().text(trunk.name()).number(trunk.calls());
        trunks.length(trunk.talked()).money(trunk.cost());
      }
      trunks.end();
    }
  }

  private static void totals(WorkbookSheet sheet, Report report, ReportTexts words)
      throws IOException {
    Totals totals = report.totals();
    sheet.row().text(words.of("from")).day(report.from());
    sheet.row().text(words.of("to")).day(report.to());
    sheet.row().text(words.of("calls")).number(totals.calls());
    sheet.row().text(words.of("answered")).number(totals.answered());
    sheet.row().text(words.of("missed")).number(totals.missed());
    sheet.row().text(words.of("talked")).length(totals.talked());
    sheet.row().text(words.of("cost")).money(totals.cost());
    sheet.end();
  }

  private static void people(WorkbookSheet sheet, Report report) throws IOException {
    for (PersonLine person : report.people()) {
      sheet.row().text(person.extension()).text(person.name()).number(person.placed());
      sheet.number(person.taken()).number(person.missed());
      sheet.length(person.talked()).money(person.cost());
    }
    sheet.end();
  }

  private static void queues(WorkbookSheet sheet, Report report) throws IOException {
    for (QueueLine queue : report.queues()) {
      sheet.row().text(queue.queue()).number(queue.callers()).number(queue.answered());
      sheet.number(queue.inTime()).share(queue.inTime(), queue.answered() + queue.abandoned());
      sheet.number(queue.abandoned()).length(queue.waited()).length(queue.talked());
    }
    sheet.end();
  }

  private static Workbook book(OutputStream out) {
    return new Workbook(out, "Belfry", "1.0");
  }

  private WorkbookSheet sheet(Workbook book, ReportTexts words, String name, String... heads) {
    return new WorkbookSheet(book.newWorksheet(words.of("sheet." + name)), zone, words.all(heads));
  }
}
