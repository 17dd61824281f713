package org.belfry.appliance.phones;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.PhoneAdmin.SavePhone;
import org.jspecify.annotations.Nullable;

/**
 * Phones to adopt, as lines of CSV (RFC 4180) with commas or, as spreadsheets of some countries
 * write it, semicolons. The first line names the columns.
 */
final class PhoneSheet {
  private static final List<String> COLUMNS =
      List.of("mac", "brand", "model", "user", "name", "site");
  private static final int LINES_MAX = 10_000;

  private final List<Row> rows;

  /**
   * A row of cells.
   *
   * @param line that it begins in, from 1
   */
  private record Row(int line, List<String> cells) {}

  private PhoneSheet(List<Row> rows) {
    this.rows = rows;
  }

  /**
   * @throws InvalidCommand when it is no such table
   */
  static PhoneSheet of(String text) {
    List<Row> rows = rows(text.startsWith("\uFEFF") ? text.substring(1) : text);
    if (rows.isEmpty() || rows.size() > LINES_MAX + 1) {
      throw new InvalidCommand("phones", "must be a line of names and 1 to " + LINES_MAX + " more");
    }
    PhoneSheet sheet = new PhoneSheet(rows);
    for (String name : sheet.names()) {
      if (!COLUMNS.contains(name)) {
        throw new InvalidCommand(
            "phones",
            "unknown column \"" + name + "\"; valid columns are " + String.join(", ", COLUMNS));
      }
    }
    List<FieldProblem> problems = new ArrayList<>();
    for (Row row : rows) {
      if (row.cells.size() > sheet.names().size()) {
        problems.add(
            new FieldProblem(
                "lines[" + row.line + "]", "has more values than the first line has columns"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    return sheet;
  }

  private List<String> names() {
    return rows.getFirst().cells.stream()
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .toList();
  }

  List<SavePhone> phones() {
    List<String> names = names();
    return rows.stream()
        .skip(1)
        .map(row ->
            new SavePhone(
                cell(names, row, "mac"),
                String.valueOf(cell(names, row, "brand")),
                String.valueOf(cell(names, row, "model")),
                cell(names, row, "user"),
                null,
                cell(names, row, "name"),
                cell(names, row, "site"),
                null,
                null,
                null,
                null))
        .toList();
  }

  /** What is wrong with one of several phones, by the line of the file. */
  InvalidCommand atLines(InvalidCommand invalid) {
    return new InvalidCommand(
        invalid.problems().stream()
            .map(problem -> new FieldProblem(atLine(problem.field()), problem.message()))
            .toList());
  }

  /** {@code [3].mac} of several, {@code mac} of one. */
  private String atLine(String field) {
    if (field.equals("phones")) {
      return field;
    }
    int end = field.startsWith("[") ? field.indexOf(']') : -1;
    int phone = end < 0 ? 0 : Integer.parseInt(field.substring(1, end));
    String rest = end < 0 ? "." + field : field.substring(end + 1);
    return "lines[" + rows.get(phone + 1).line + "]" + rest;
  }

  private static @Nullable String cell(List<String> names, Row row, String name) {
    int at = names.indexOf(name);
    String text = at < 0 || at >= row.cells.size() ? "" : row.cells.get(at).strip();
    return text.isEmpty() ? null : text;
  }

  /** Empty lines are left out. */
  private static List<Row> rows(String text) {
    List<Row> rows = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    int line = 1;
    int began = 1;
    for (int i = 0; i <= text.length(); i++) {
      boolean end = i == text.length();
      char c = end ? '\n' : text.charAt(i);
      line += c == '\n' ? 1 : 0;
      if (quoted && !end) {
        if (c != '"') {
          cell.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
          cell.append(text.charAt(++i));
        } else {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',' || c == ';') {
        cells.add(cell.toString());
        cell.setLength(0);
      } else if (c == '\n') {
        cells.add(cell.toString());
        cell.setLength(0);
        if (cells.size() > 1 || !cells.getFirst().isBlank()) {
          rows.add(new Row(began, cells));
        }
        cells = new ArrayList<>();
        began = line;
      } else if (c != '\r') {
        cell.append(c);
      }
    }
    return rows;
  }
}
