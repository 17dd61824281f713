package org.belfry.pbx.sip.message;

import java.util.List;
import org.belfry.pbx.sip.CSeq;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.Via;
import org.jspecify.annotations.Nullable;

/**
 * Reads the few fields that every message needs, by hand: a full grammar would cost more than the
 * whole rest.
 */
final class Scan {
  private Scan() {}

  /** {@code 314159 INVITE} (RFC 3261 §20.16). */
  static CSeq cseq(String text) {
    int i = 0;
    long number = 0;
    while (i < text.length() && isDigit(text.charAt(i))) {
      number = number * 10 + text.charAt(i++) - '0';
      if (number > Integer.MAX_VALUE) {
        throw new MalformedHeader("CSeq number is out of range"); // §8.1.1.5: less than 2^31
      }
    }
    int m = i;
    while (m < text.length() && isBlank(text.charAt(m))) {
      m++;
    }
    if (i == 0 || m == i || m == text.length() || !isToken(text, m, text.length())) {
      throw new MalformedHeader("CSeq cannot be read");
    }
    return new CSeq(number, Method.of(text.substring(m)));
  }

  /** The first value of a Via field (RFC 3261 §20.42, RFC 3581). */
  static Via via(String text) {
    int end = endOfFirstValue(text);
    int i = skipBlanks(text, 0, end);
    // sent-protocol: name SLASH version SLASH transport, blanks allowed around the slashes
    for (int part = 0; part < 2; part++) {
      int from = i;
      while (i < end && isTokenChar(text.charAt(i))) {
        i++;
      }
      boolean right =
          part == 0
              ? text.regionMatches(true, from, "SIP", 0, 3) && i - from == 3
              : text.startsWith("2.0", from) && i - from == 3;
      i = skipBlanks(text, i, end);
      if (!right || i >= end || text.charAt(i) != '/') {
        throw new MalformedHeader("Via cannot be read");
      }
      i = skipBlanks(text, i + 1, end);
    }
    int from = i;
    while (i < end && isTokenChar(text.charAt(i))) {
      i++;
    }
    String transport = text.substring(from, i);
    int hostFrom = skipBlanks(text, i, end);
    if (transport.isEmpty() || hostFrom == i) {
      throw new MalformedHeader("Via cannot be read");
    }
    i = hostFrom;
    if (i < end && text.charAt(i) == '[') {
      i = text.indexOf(']', i) + 1;
      if (i <= 0 || i > end) {
        throw new MalformedHeader("Via cannot be read");
      }
    } else {
      while (i < end && isHostChar(text.charAt(i))) {
        i++;
      }
    }
    String host = text.substring(hostFrom, i);
    i = skipBlanks(text, i, end);
    int port = 0;
    if (i < end && text.charAt(i) == ':') {
      i = skipBlanks(text, i + 1, end);
      from = i;
      while (i < end && isDigit(text.charAt(i)) && i - from < 6) {
        port = port * 10 + text.charAt(i++) - '0';
      }
      if (i == from || port < 1 || port > 65535) {
        throw new MalformedHeader("Via has no good port");
      }
      i = skipBlanks(text, i, end);
    }
    if (host.isEmpty() || (i < end && text.charAt(i) != ';')) {
      throw new MalformedHeader("Via cannot be read");
    }
    String branch = parameter(text, i, end, "branch");
    String rport = parameter(text, i, end, "rport");
    return new Via(
        transport,
        host,
        port,
        branch == null ? "" : branch,
        rport != null,
        parameter(text, i, end, "received"),
        smallNumber(rport));
  }

  /** The tag parameter of a From or To value, or null. */
  static @Nullable String tag(String text) {
    int params = endOfAddress(text);
    return parameter(text, params, text.length(), "tag");
  }

  /**
   * The value of a parameter in {@code ;a=1;b}: empty for a flag, null when absent. Quotes are
   * respected.
   */
  static @Nullable String parameter(String text, int from, int to, String name) {
    int i = from;
    while (i < to) {
      int semi = indexOutsideQuotes(text, ';', i, to);
      if (semi < 0) {
        return null;
      }
      int nameFrom = skipBlanks(text, semi + 1, to);
      int end = indexOutsideQuotes(text, ';', nameFrom, to);
      if (end < 0) {
        end = to;
      }
      if (text.regionMatches(true, nameFrom, name, 0, name.length())) {
        int after = skipBlanks(text, nameFrom + name.length(), end);
        if (after == end) {
          return "";
        }
        if (text.charAt(after) == '=') {
          return text.substring(after + 1, end).strip();
        }
      }
      i = end;
    }
    return null;
  }

  /** Where the first of comma-separated values ends: the comma's place, or the length. */
  static int endOfFirstValue(String text) {
    int end = commaFrom(text, 0);
    return end < 0 ? text.length() : end;
  }

  /**
   * Adds the comma-separated values of a line; commas in quotes and angle brackets do not count.
   */
  static void splitAtCommas(String line, List<String> into) {
    int from = 0;
    while (true) {
      int comma = commaFrom(line, from);
      String value = line.substring(from, comma < 0 ? line.length() : comma).strip();
      if (!value.isEmpty()) {
        into.add(value);
      }
      if (comma < 0) {
        return;
      }
      from = comma + 1;
    }
  }

  static long number(HeaderName name, String text) {
    int i = 0;
    long n = 0;
    while (i < text.length() && isDigit(text.charAt(i)) && i < 12) {
      n = n * 10 + text.charAt(i++) - '0';
    }
    if (i == 0 || (i < text.length() && text.charAt(i) != ';' && !isBlank(text.charAt(i)))) {
      throw new MalformedHeader(name + " is not a number");
    }
    return n;
  }

  static boolean isToken(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isTokenChar(text.charAt(i))) {
        return false;
      }
    }
    return from < to;
  }

  static boolean isTokenChar(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || isDigit(c)
        || "-.!%*_+`'~".indexOf(c) >= 0;
  }

  private static int commaFrom(String text, int from) {
    if (text.indexOf(',', from) < 0) {
      return -1;
    }
    boolean quoted = false;
    int angles = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '<') {
        angles++;
      } else if (c == '>') {
        angles = Math.max(0, angles - 1);
      } else if (c == ',' && angles == 0) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Where the header parameters begin: behind {@code >}, or at the first semicolon of a bare
   * addr-spec.
   */
  private static int endOfAddress(String text) {
    int open = indexOutsideQuotes(text, '<', 0, text.length());
    if (open < 0) {
      return 0;
    }
    int close = text.indexOf('>', open);
    return close < 0 ? text.length() : close + 1;
  }

  private static int indexOutsideQuotes(String text, char wanted, int from, int to) {
    boolean quoted = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == wanted) {
        return i;
      } else if (c == '"') {
        quoted = true;
      }
    }
    return -1;
  }

  private static int smallNumber(@Nullable String digits) {
    if (digits == null || digits.isEmpty() || digits.length() > 5) {
      return 0;
    }
    int n = 0;
    for (int i = 0; i < digits.length(); i++) {
      if (!isDigit(digits.charAt(i))) {
        return 0;
      }
      n = n * 10 + digits.charAt(i) - '0';
    }
    return n > 65535 ? 0 : n;
  }

  private static int skipBlanks(String text, int from, int to) {
    int i = from;
    while (i < to && isBlank(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isHostChar(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || isDigit(c)
        || c == '.'
        || c == '-'
        || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
