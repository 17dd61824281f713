package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.belfry.pbx.admin.CallHistory.StoredCall;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallRecord.Attempt;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.junit.jupiter.api.Test;

class CdrCsvTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aCellIsReadAsItWasAndIsNoFormula() {
    assertThat(CdrCsv.cell("1001")).isEqualTo("1001");
    assertThat(CdrCsv.cell("+4930123")).isEqualTo("+4930123");
    assertThat(CdrCsv.cell("Miller, Eva \"E\"")).isEqualTo("\"Miller, Eva \"\"E\"\"\"");
    assertThat(CdrCsv.cell("=HYPERLINK(1)")).isEqualTo("'=HYPERLINK(1)");
    assertThat(CdrCsv.cell("+1+cmd")).isEqualTo("'+1+cmd");
    assertThat(CdrCsv.cell("@SUM(A1,B1)")).isEqualTo("\"'@SUM(A1,B1)\"");
  }

  /**
   * Where a comma is for decimals, spreadsheets split at semicolons, within quotation marks too.
   */
  @Test
  void noFormulaBeginsBehindASemicolonEither() {
    assertThat(CdrCsv.cell("Eve;=HYPERLINK(1)")).doesNotContain(";=");
    assertThat(CdrCsv.cell("Eve,x;=HYPERLINK(1)")).doesNotContain(";=");
    assertThat(CdrCsv.cell(" =1+1")).startsWith("'");
  }

  /** Some spreadsheets read the full-width forms of the signs as the signs. */
  @Test
  void noFormulaBeginsWithAFullWidthSign() {
    for (String sign : List.of("\uFF1D", "\uFF0B", "\uFF0D", "\uFF20")) {
      assertThat(CdrCsv.cell(sign + "1")).isEqualTo("'" + sign + "1");
      assertThat(CdrCsv.cell("Eva; " + sign + "1")).isEqualTo("Eva;' " + sign + "1");
    }
    assertThat(CdrCsv.cell("1\uFF0B1")).isEqualTo("1\uFF0B1");
  }

  @Test
  void aCallIsALine() throws IOException {
    StringWriter out = new StringWriter();
    CallRecord call =
        new CallRecord(
            "id@host",
            "1001",
            "Alice",
            "1002",
            null,
            null,
            null,
            T0,
            null,
            T0.plusSeconds(2),
            T0.plusSeconds(10),
            200,
            Cause.CALLER_HUNG_UP,
            List.of(new Attempt("sip:a@h", T0, 487), new Attempt("sip:b@h", T0, 200)),
            List.of(),
            null);
    new CdrCsv(out).line(new StoredCall(7, call));
    assertThat(out.toString().split("\r\n")[1])
        .isEqualTo(
            "7,id@host,2026-01-01T00:00:00Z,2026-01-01T00:00:02Z,2026-01-01T00:00:10Z,8.0,1001,"
                + "Alice,1002,,200,CALLER_HUNG_UP,sip:a@h 487; sip:b@h 200");
  }
}
