package org.belfry.pbx.admin;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.Locale;

/**
 * Calls and reports as workbooks (Office Open XML, ECMA-376), their words in a reader's language.
 */
public interface ReportFiles {
  String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  /** The newest 100,000 calls that match, newest first. */
  void calls(OutputStream out, CallHistory.Filter filter, Locale language) throws IOException;

  /**
   * A sheet for each part of {@link CallReports#report}.
   *
   * @throws InvalidCommand as {@link CallReports#report}, before anything is written
   */
  void report(OutputStream out, LocalDate from, LocalDate to, Locale language) throws IOException;
}
