package org.belfry.webui.users;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Users out of a sheet: pasted cells (tabs between them) or CSV with semicolons or commas. Which
 * column is which is told by what stands in it: digits are the extension, an @ is the mail address,
 * everything else is the name. Excel's CSV in Windows-1252 and its "Unicode text" are read too.
 */
public final class UserSheet {
  /** More are no small business any more; they come by API. */
  public static final int ROWS_MAX = 500;

  private static final String EXTENSION = "[0-9*#+]{2,16}";

  /** What spreadsheets calculate instead of showing it, full-width signs too. */
  private static final String FORMULA = "\\s*[=+@\\uFF1D\\uFF0B\\uFF20\\uFF0D-].*";

  private UserSheet() {}

  /** A text as a cell that no spreadsheet takes for a formula. */
  static String cell(String text) {
    return text.matches(FORMULA) ? "'" + text : text;
  }

  /**
   * @param line of the text, from 1
   * @param extension empty when the row has none
   */
  public record Row(int line, String extension, String name, String email) {}

  /** The characters of a file: UTF-8, UTF-16 with a mark at its beginning, or else Windows-1252. */
  public static String text(byte[] file) {
    if (file.length > 1 && (file[0] == (byte) 0xFE || file[0] == (byte) 0xFF)) {
      return new String(file, StandardCharsets.UTF_16);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException old) {
      return new String(file, Charset.forName("windows-1252"));
    }
  }

  /**
   * At most {@value #ROWS_MAX} + 1 rows. Those without an extension get the next free one.
   *
   * @param first extension to give; 0 for none
   * @param taken extensions that are somebody's
   */
  public static List<Row> read(String text, int first, Set<String> taken) {
    List<Row> rows = new ArrayList<>();
    Set<String> used = new HashSet<>(taken);
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (rows.size() > ROWS_MAX) {
        break;
      }
      Row row = row(number, line);
      if (!line.isEmpty() && !heading(row)) {
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
          rows.set(i, new Row(row.line(), Integer.toString(next), row.name(), row.email()));
        }
      }
    }
    return rows;
  }

  private static Row row(int number, String line) {
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
    return new Row(number, extension, String.join(" ", name), email);
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
