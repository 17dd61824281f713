package org.belfry.pbx.sip.message;

import java.util.Locale;

/**
 * Walks header parameters, {@code ;a=1;b;c="x;y"} (RFC 3261 §7.3.1), once and in order.
 *
 * <p>Names are tokens; values are whatever stands until the next semicolon, quoted strings whole.
 * An empty parameter between two semicolons is malformed (RFC 4475 §3.1.2.1), one after the last is
 * overlooked.
 */
final class Parameters {
  private final String what;
  private final String text;
  private final int to;
  private int at;
  private int nameFrom;
  private int nameTo;
  private int valueFrom;
  private int valueTo;

  /**
   * @param what names the text in complaints
   * @param from at the first semicolon, or blanks before it
   * @param to behind the last character
   */
  Parameters(String what, String text, int from, int to) {
    this.what = what;
    this.text = text;
    this.at = from;
    this.to = to;
  }

  /**
   * Goes to the next parameter.
   *
   * @return false when there is none
   * @throws MalformedHeader when what follows is no parameter
   */
  boolean next() {
    int semicolon = Scan.skipBlanks(text, at, to);
    if (semicolon == to) {
      return false;
    }
    if (text.charAt(semicolon) != ';') {
      throw Scan.cannotBeRead(what);
    }
    nameFrom = Scan.skipBlanks(text, semicolon + 1, to);
    if (nameFrom == to) {
      return false;
    }
    nameTo = Letters.behind(Letters.TOKEN, text, nameFrom, to);
    if (nameTo == nameFrom) {
      throw Scan.cannotBeRead(what);
    }
    valueFrom = nameTo;
    valueTo = nameTo;
    at = Scan.skipBlanks(text, nameTo, to);
    if (at < to && text.charAt(at) == '=') {
      readValue();
    }
    return true;
  }

  private void readValue() {
    valueFrom = Scan.skipBlanks(text, at + 1, to);
    boolean quoted = valueFrom < to && text.charAt(valueFrom) == '"';
    int end = quoted ? Scan.endOfQuoted(text, valueFrom) : valueFrom;
    if (end < 0 || end > to) {
      throw Scan.cannotBeRead(what);
    }
    while (!quoted && end < to && isPlain(text.charAt(end))) {
      end++;
    }
    valueTo = end;
    at = end;
  }

  /** True when the parameter's name is this one, without regard to case. */
  boolean isNamed(String name) {
    return nameTo - nameFrom == name.length()
        && text.regionMatches(true, nameFrom, name, 0, name.length());
  }

  /** The name in lower case. */
  String name() {
    return text.substring(nameFrom, nameTo).toLowerCase(Locale.ROOT);
  }

  /** Name and value as written. */
  String text() {
    return text.substring(nameFrom, valueTo);
  }

  /** The value as written, quotes included; empty for a flag. */
  String value() {
    return text.substring(valueFrom, valueTo);
  }

  private static boolean isPlain(char c) {
    return c > ' ' && c != ';' && c != ',' && c != '"' && c != '<' && c != '>';
  }
}
