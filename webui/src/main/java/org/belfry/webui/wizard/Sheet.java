package org.belfry.webui.wizard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Users out of a sheet: pasted cells (tabs between them) or CSV with semicolons or commas. Which
 * column is which is told by what stands in it: digits are the extension, an @ is the mail address,
 * everything else is the name.
 */
final class Sheet {
  /** More are no small business any more; they come by API. */
  static final int ROWS_MAX = 500;

  private static final String EXTENSION = "[0-9*#+]{2,16}";

  private Sheet() {}

  /**
   * @param extension empty when the row has none
   */
  record Row(String extension, String name, String email) {}

  /**
   * Rows without an extension get the next free one.
   *
   * @param first extension to give; 0 for none
   * @param taken extensions that are somebody's
   */
  static List<Row> read(String text, int first, Set<String> taken) {
    List<Row> rows = new ArrayList<>();
    Set<String> used = new HashSet<>(taken);
    for (String line : text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      if (rows.size() == ROWS_MAX) {
        break;
      }
      Row row = row(line);
      if (!heading(row)) {
        rows.add(row);
        used.add(row.extension());
      }
    }
    if (first > 0) {
      int next = first;
      for (int i = 0; i < rows.size(); i++) {
        Row row = rows.get(i);
        if (row.extension().isEmpty()) {
          while (!used.add(Integer.toString(next))) {
            next++;
          }
          rows.set(i, new Row(Integer.toString(next), row.name(), row.email()));
        }
      }
    }
    return rows;
  }

  private static Row row(String line) {
    String extension = "";
    String email = "";
    List<String> name = new ArrayList<>();
    for (String cell : cells(line)) {
      String text = cell.strip();
      if (text.indexOf('@') > 0 && email.isEmpty()) {
        email = text;
      } else if (text.matches(EXTENSION) && extension.isEmpty()) {
        extension = text;
      } else if (!text.isEmpty()) {
        name.add(text);
      }
    }
    return new Row(extension, String.join(" ", name), email);
  }

  /** A line that only says what the columns are. */
  private static boolean heading(Row row) {
    String words = row.name().toLowerCase(Locale.ROOT);
    return row.extension().isEmpty()
        && row.email().isEmpty()
        && (words.contains("name") || words.contains("mail") || words.contains("extension"));
  }

  private static List<String> cells(String line) {
    char separator = line.indexOf('\t') >= 0 ? '\t' : line.indexOf(';') >= 0 ? ';' : ',';
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
