package org.belfry.pbx.anchor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of one part of a body (RFC 2046 §5.1, RFC 5322 §2.2), each read once. Lines end
 * by CRLF; one that begins with a blank continues the field before it.
 */
record PartHead(List<Field> fields) {
  private static final int LENGTH_MAX = 4096;
  private static final int LINES_MAX = 16;

  /**
   * @param name in small letters
   * @param from where its first line begins
   * @param to behind the CRLF of its last line
   */
  record Field(String name, String value, int from, int to) {}

  /**
   * The fields between two places of a text; null when they are longer than 4 kB or have more than
   * 16 lines.
   *
   * @param to behind the last line's CRLF
   */
  static @Nullable PartHead read(String text, int from, int to) {
    if (to - from > LENGTH_MAX) {
      return null;
    }
    List<Field> fields = new ArrayList<>();
    int begin = from;
    int lines = 0;
    for (int at = from; at < to; ) {
      int end = text.indexOf("\r\n", at) + 2;
      if (++lines > LINES_MAX) {
        return null;
      }
      if (end >= to || !blank(text.charAt(end))) {
        add(fields, text, begin, end);
        begin = end;
      }
      at = end;
    }
    return new PartHead(fields);
  }

  private static void add(List<Field> fields, String text, int from, int to) {
    String line = text.substring(from, to);
    int colon = line.indexOf(':');
    if (colon > 0) {
      String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      fields.add(new Field(name, line.substring(colon + 1).strip(), from, to));
    }
  }

  private static boolean blank(char c) {
    return c == ' ' || c == '\t';
  }
}
