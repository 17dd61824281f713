package org.belfry.appliance.rest;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;
import org.belfry.pbx.admin.CallHistory.StoredCall;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallRecord.Attempt;
import org.jspecify.annotations.Nullable;

/** Call records as lines of CSV (RFC 4180). */
final class CdrCsv {
  private static final String HEAD =
      "id,callId,startedAt,answeredAt,endedAt,durationSeconds,caller,callerName,callee,calleeName,"
          + "status,cause,attempts\r\n";

  private static final Pattern FORMULA =
      Pattern.compile("(^|[;\t])( *)(?=[=+@\t\r\\uFF1D\\uFF0B\\uFF20\\uFF0D-])");

  private final Writer out;

  CdrCsv(Writer out) throws IOException {
    this.out = out;
    out.write(HEAD);
  }

  void line(StoredCall stored) throws IOException {
    CallRecord c = stored.call();
    List<@Nullable Object> cells =
        java.util.Arrays.asList(
            stored.id(),
            c.callId(),
            c.startedAt(),
            c.answeredAt(),
            c.endedAt(),
            c.talkTime().toMillis() / 1000.0,
            c.caller(),
            c.callerName(),
            c.callee(),
            c.calleeName(),
            c.status(),
            c.cause(),
            attempts(c.attempts()));
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      Object cell = cells.get(i);
      out.write(cell == null ? "" : cell(cell.toString()));
    }
    out.write("\r\n");
  }

  private static String attempts(List<Attempt> attempts) {
    StringBuilder text = new StringBuilder();
    for (Attempt a : attempts) {
      text.append(text.isEmpty() ? "" : "; ").append(a.target()).append(' ').append(a.status());
      if (a.step() != null) {
        text.append(" (").append(a.step()).append(')');
      }
    }
    return text.toString();
  }

  /**
   * What callers chose must not become a formula in a spreadsheet: such a cell begins with an
   * apostrophe, also behind a semicolon or tab, where some spreadsheets begin a cell, and before
   * the full-width forms of these signs. A number in full ({@code +4930…}) is no formula.
   */
  static String cell(String text) {
    String safe = text.matches("[+-][0-9]+") ? text : FORMULA.matcher(text).replaceAll("$1'$2");
    boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
