package org.belfry.pbx.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.belfry.pbx.sip.HeaderName;
import org.jspecify.annotations.Nullable;

/**
 * One header field as it stands on the wire, line end and folds included; its value is read on
 * demand.
 */
final class HeaderField {
  private final HeaderName name;
  private final byte[] bytes;
  private final int from;
  private final int valueFrom;
  private final int to;
  private @Nullable String value;

  /**
   * @param from first byte of the name
   * @param valueFrom first byte after the colon
   * @param to behind the line end
   */
  HeaderField(HeaderName name, byte[] bytes, int from, int valueFrom, int to) {
    this.name = name;
    this.bytes = bytes;
    this.from = from;
    this.valueFrom = valueFrom;
    this.to = to;
  }

  /**
   * A field made by us. Line ends in the value become spaces: it stays one field whatever it says.
   */
  static HeaderField of(HeaderName name, String given) {
    byte[] opening = name.opening();
    int length = given.length();
    byte[] line = new byte[opening.length + length + 2];
    System.arraycopy(opening, 0, line, 0, opening.length);
    for (int i = 0; i < length; i++) {
      char c = given.charAt(i);
      if (c >= 0x80 || c == '\r' || c == '\n') {
        return ofUnusual(name, Scan.oneLine(given));
      }
      line[opening.length + i] = (byte) c;
    }
    return ending(name, line, given);
  }

  private static HeaderField ofUnusual(HeaderName name, String value) {
    byte[] opening = name.opening();
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    byte[] line = Arrays.copyOf(opening, opening.length + text.length + 2);
    System.arraycopy(text, 0, line, opening.length, text.length);
    return ending(name, line, value);
  }

  private static HeaderField ending(HeaderName name, byte[] line, String value) {
    line[line.length - 2] = '\r';
    line[line.length - 1] = '\n';
    HeaderField field = new HeaderField(name, line, 0, name.opening().length - 1, line.length);
    field.value = value;
    return field;
  }

  HeaderName name() {
    return name;
  }

  /** The value without surrounding blanks; folds are one space (RFC 3261 §7.3.1). */
  String value() {
    String v = value;
    if (v == null) {
      v = read();
      value = v;
    }
    return v;
  }

  int length() {
    return to - from;
  }

  int copyTo(byte[] out, int at) {
    System.arraycopy(bytes, from, out, at, to - from);
    return at + to - from;
  }

  private String read() {
    int start = valueFrom;
    int end = to;
    while (start < end && isBlankOrLineEnd(bytes[start])) {
      start++;
    }
    while (end > start && isBlankOrLineEnd(bytes[end - 1])) {
      end--;
    }
    String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    return text.indexOf('\n') < 0 && text.indexOf('\r') < 0 ? text : unfold(text);
  }

  private static String unfold(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c == '\r' || c == '\n') {
        int end = out.length();
        while (end > 0 && Scan.isBlank(out.charAt(end - 1))) {
          end--;
        }
        out.setLength(end);
        while (i < text.length() && isBlankOrLineEnd(text.charAt(i))) {
          i++;
        }
        c = ' ';
      }
      out.append(c);
    }
    return out.toString();
  }

  private static boolean isBlankOrLineEnd(int c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
