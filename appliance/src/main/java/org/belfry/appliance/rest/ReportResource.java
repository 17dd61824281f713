package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.CallReports;
import org.belfry.pbx.admin.CallReports.Report;
import org.belfry.pbx.admin.ReportFiles;
import org.belfry.pbx.admin.ReportMails;
import org.belfry.pbx.admin.ReportMails.ReportMail;
import org.belfry.pbx.admin.ReportMails.SetReportMail;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Reports on calls, and the schedule they are mailed by. */
@RestController
@RequestMapping("/api/v1/reports")
@Tag(name = "call history")
class ReportResource {
  private final CallReports reports;
  private final ReportFiles files;
  private final ReportMails mails;

  ReportResource(CallReports reports, ReportFiles files, ReportMails mails) {
    this.reports = reports;
    this.files = files;
    this.mails = mails;
  }

  @GetMapping("/calls")
  @Operation(
      summary = "The calls of a period by day, hour, person, queue, agent and trunk",
      description = "Days in the site's time zone, at most 366.")
  Report calls(@RequestParam LocalDate from, @RequestParam LocalDate to) {
    return reports.report(from, to);
  }

  @GetMapping(value = "/calls.xlsx", produces = ReportFiles.XLSX)
  @Operation(summary = "The same as a workbook")
  void workbook(
      @RequestParam LocalDate from,
      @RequestParam LocalDate to,
      Locale language,
      HttpServletResponse response)
      throws IOException {
    // A report is small, and what is refused is refused before the answer begins.
    ByteArrayOutputStream book = new ByteArrayOutputStream();
    files.report(book, from, to, language);
    book.writeTo(Attachment.of(response, "report.xlsx", ReportFiles.XLSX));
  }

  @GetMapping("/mails")
  @Operation(summary = "The reports that are mailed on a schedule")
  List<ReportMail> mails() {
    return mails.reports();
  }

  @PostMapping("/mails")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Mail a report on a schedule")
  ReportMail create(@RequestBody SetReportMail command) {
    return mails.create(command);
  }

  @PutMapping("/mails/{id}")
  @Operation(summary = "Change a schedule")
  ReportMail change(@PathVariable long id, @RequestBody SetReportMail command) {
    return mails.change(id, command);
  }

  @DeleteMapping("/mails/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a schedule")
  void delete(@PathVariable long id) {
    mails.delete(id);
  }

  @PostMapping("/mails/{id}/send")
  @Operation(summary = "Mail the last whole period now")
  ReportMail send(@PathVariable long id) {
    return mails.send(id);
  }
}
