package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.belfry.pbx.admin.CallHistory;
import org.belfry.pbx.admin.ExportAdmin;
import org.belfry.pbx.admin.ReportFiles;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Everything that somebody may want to take along, in open formats. */
@RestController
@RequestMapping("/api/v1/exports")
@Tag(name = "backups")
class ExportResource {
  private final ExportAdmin exports;
  private final ReportFiles files;

  ExportResource(ExportAdmin exports, ReportFiles files) {
    this.exports = exports;
    this.files = files;
  }

  @GetMapping(value = "/users.csv", produces = "text/csv")
  @Operation(summary = "All users as CSV, without passwords")
  void users(HttpServletResponse response) throws IOException {
    exports.users(Attachment.csv(response, "users.csv"));
  }

  @GetMapping(value = "/phones.csv", produces = "text/csv")
  @Operation(summary = "All phones as CSV, without secrets")
  void phones(HttpServletResponse response) throws IOException {
    exports.phones(Attachment.csv(response, "phones.csv"));
  }

  @GetMapping(value = "/calls.csv", produces = "text/csv")
  @Operation(summary = "The call history as CSV, the newest 100000 calls")
  void calls(HttpServletResponse response) throws IOException {
    exports.calls(Attachment.csv(response, "calls.csv"));
  }

  @GetMapping(value = "/calls.xlsx", produces = ReportFiles.XLSX)
  @Operation(summary = "The call history as a workbook, the newest 100000 calls")
  void workbook(Locale language, HttpServletResponse response) throws IOException {
    files.calls(
        Attachment.of(response, "calls.xlsx", ReportFiles.XLSX), CallHistory.Filter.ALL, language);
  }

  @GetMapping(value = "/voicemail.zip", produces = "application/zip")
  @Operation(summary = "All voice messages as a zip: a folder a mailbox, and a list")
  void voicemail(HttpServletResponse response) throws IOException {
    exports.voicemail(Attachment.of(response, "voicemail.zip", "application/zip"));
  }
}
