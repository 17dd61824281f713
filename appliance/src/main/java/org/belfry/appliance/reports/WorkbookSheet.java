package org.belfry.appliance.reports;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/** A table of a workbook, written row by row. Texts stay texts: none is read as a formula. */
final class WorkbookSheet {
  private static final int WIDTH = 18;

  /** As the format allows (ECMA-376 §18.3.1.4, as spreadsheets keep it). */
  private static final int TEXT_MAX = 32_767;

  private final Worksheet sheet;
  private final ZoneId zone;
  private int row;
  private int column;

  /**
   * @param heads of the columns
   */
  WorkbookSheet(Worksheet sheet, ZoneId zone, String... heads) {
    this.sheet = sheet;
    this.zone = zone;
    for (int i = 0; i < heads.length; i++) {
      sheet.value(0, i, heads[i]);
      sheet.style(0, i).bold().set();
      sheet.width(i, WIDTH);
    }
    sheet.freezePane(0, 1);
  }

  /** Begins the next row. */
  WorkbookSheet row() {
    row++;
    column = 0;
    return this;
  }

  WorkbookSheet text(@Nullable String text) {
    if (text != null && !text.isEmpty()) {
      sheet.value(row, column, text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text);
    }
    column++;
    return this;
  }

  WorkbookSheet number(long number) {
    sheet.value(row, column++, number);
    return this;
  }

  WorkbookSheet money(@Nullable Double amount) {
    return amount == null ? skip() : styled(amount, "0.00");
  }

  WorkbookSheet day(LocalDate day) {
    sheet.value(row, column, day);
    sheet.style(row, column++).format("yyyy-mm-dd").set();
    return this;
  }

  /** In the site's time zone: a workbook knows none. */
  WorkbookSheet time(@Nullable Instant at) {
    if (at == null) {
      return skip();
    }
    sheet.value(row, column, LocalDateTime.ofInstant(at, zone));
    sheet.style(row, column++).format("yyyy-mm-dd hh:mm:ss").set();
    return this;
  }

  /** As hours, minutes and seconds that can be added up. */
  WorkbookSheet length(Duration length) {
    return styled(length.toMillis() / 86_400_000.0, "[h]:mm:ss");
  }

  /** Of nothing no share is written. */
  WorkbookSheet share(long part, long whole) {
    return whole == 0 ? skip() : styled((double) part / whole, "0%");
  }

  /** To memory of the writer, so that a long table needs little of ours. */
  void flush() throws java.io.IOException {
    sheet.flush();
  }

  void end() throws java.io.IOException {
    sheet.finish();
  }

  private WorkbookSheet skip() {
    column++;
    return this;
  }

  private WorkbookSheet styled(double value, String format) {
    sheet.value(row, column, value);
    sheet.style(row, column++).format(format).set();
    return this;
  }
}
