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
    while (i < text.length() && Letters.isDigit(text.charAt(i))) {
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
      i = Letters.behind(Letters.TOKEN, text, i, end);
      // Any version: a message of another one gets its 505 along this way too.
      boolean right =
          part == 0 ? text.regionMatches(true, from, "SIP", 0, 3) && i - from == 3 : i > from;
      i = skipBlanks(text, i, end);
      if (!right || i >= end || text.charAt(i) != '/') {
        throw new MalformedHeader("Via cannot be read");
      }
      i = skipBlanks(text, i + 1, end);
    }
    int from = i;
    i = Letters.behind(Letters.TOKEN, text, i, end);
    String transport = text.substring(from, i);
    int hostFrom = skipBlanks(text, i, end);
    if (transport.isEmpty() || hostFrom == i) {
      throw new MalformedHeader("Via cannot be read");
    }
    i = hostFrom;
    if (i < end && text.charAt(i) == '[') {
      i = Letters.behind(Letters.ADDRESS, text, i + 1, end);
      if (i == end || text.charAt(i++) != ']') {
        throw new MalformedHeader("Via cannot be read");
      }
    } else {
      i = Letters.behind(Letters.HOST, text, i, end);
    }
    String host = text.substring(hostFrom, i);
    i = skipBlanks(text, i, end);
    int port = 0;
    if (i < end && text.charAt(i) == ':') {
      i = skipBlanks(text, i + 1, end);
      from = i;
      while (i < end && Letters.isDigit(text.charAt(i)) && i - from < 6) {
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
    String branch = "";
    boolean asksForPort = false;
    int seenPort = 0;
    String received = null;
    Parameters parameters = new Parameters("Via", text, i, end);
    while (parameters.next()) {
      if (parameters.isNamed("branch")) {
        branch = parameters.value();
      } else if (parameters.isNamed("rport")) {
        asksForPort = true;
        seenPort = smallNumber(parameters.value());
      } else if (parameters.isNamed("received")) {
        received = withoutBrackets(parameters.value());
      }
    }
    return new Via(transport, host, port, branch, asksForPort, received, seenPort);
  }

  /**
   * The tag parameter of a From or To value, or null. Looks at the shape of the address on the way,
   * so that what is no address at all is found before anybody relies on it.
   */
  static @Nullable String tag(HeaderName header, String text) {
    String tag = null;
    String what = header.toString();
    int end = endOfAddress(what, text);
    Parameters parameters = new Parameters(what, text, end, text.length());
    while (parameters.next()) {
      if (tag == null && parameters.isNamed("tag")) {
        tag = parameters.value();
      }
    }
    return tag;
  }

  /**
   * Where the header parameters of a name-addr or addr-spec begin (RFC 3261 §20.10): behind {@code
   * >}, or at the first semicolon of a bare addr-spec.
   *
   * @param what names the text in the complaint
   * @throws MalformedHeader when this has not the shape of an address
   */
  static int endOfAddress(String what, String text) {
    int open;
    if (text.startsWith("\"")) {
      int quoteEnd = endOfQuoted(text, 0);
      open = quoteEnd < 0 ? text.length() : skipBlanks(text, quoteEnd, text.length());
      if (open == text.length() || text.charAt(open) != '<') {
        throw cannotBeRead(what);
      }
    } else {
      open = text.indexOf('<');
      // §25.1: a display name is quoted when it holds more than tokens; others were never names.
      for (int i = 0; i < open; i++) {
        if (",;:\">".indexOf(text.charAt(i)) >= 0) {
          throw cannotBeRead(what);
        }
      }
    }
    int end;
    boolean shaped;
    if (open >= 0) {
      int close = text.indexOf('>', open);
      end = close + 1;
      shaped = close > 0 && looksLikeUri(text, open + 1, close);
    } else {
      int semicolon = text.indexOf(';');
      end = semicolon < 0 ? text.length() : semicolon;
      int last = end;
      while (last > 0 && isBlank(text.charAt(last - 1))) {
        last--;
      }
      // §20.10: a URI with a comma or question mark stands in angle brackets.
      int comma = text.indexOf(',');
      int headers = text.indexOf('?');
      shaped =
          looksLikeUri(text, 0, last)
              && (comma < 0 || comma >= end)
              && (headers < 0 || headers >= end);
    }
    if (!shaped) {
      throw cannotBeRead(what);
    }
    return end;
  }

  /** True for a scheme, a colon and more, without blanks, quotes, brackets or broken letters. */
  static boolean looksLikeUri(String text, int from, int to) {
    int colon = -1;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == '"' || c == '<' || c == '>' || c == 0x7f || c == '\uFFFD') {
        return false;
      }
      if (c == ':' && colon < 0) {
        colon = i;
      }
      if (colon < 0 && !Letters.is(Letters.SCHEME, c)) {
        return false;
      }
    }
    return colon > from && colon < to - 1;
  }

  /** The parameters of the first Via value as written, in order, but for two. */
  static String parametersWithout(String text, String name, String otherName) {
    int end = endOfFirstValue(text);
    int from = text.indexOf(';'); // nothing before the parameters can hold one
    StringBuilder kept = new StringBuilder(64);
    Parameters parameters = new Parameters("Via", text, from < 0 || from > end ? end : from, end);
    while (parameters.next()) {
      if (!parameters.isNamed(name) && !parameters.isNamed(otherName)) {
        kept.append(';').append(parameters.text());
      }
    }
    return kept.toString();
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

  /**
   * The number a field starts with; a comment or parameters may follow ({@code Retry-After: 5
   * (busy)}, {@code Session-Expires: 90;refresher=uac}).
   */
  static long number(HeaderName name, String text) {
    int i = 0;
    long n = 0;
    while (i < text.length() && Letters.isDigit(text.charAt(i)) && i < 12) {
      n = n * 10 + text.charAt(i++) - '0';
    }
    int rest = skipBlanks(text, i, text.length());
    boolean ends = rest == text.length();
    if (i == 0 || !(ends || text.charAt(rest) == ';' || text.charAt(rest) == '(')) {
      throw new MalformedHeader(name + " is not a number");
    }
    return n;
  }

  /** A number and nothing else: what decides where a message ends must not be guessed. */
  static long bareNumber(HeaderName name, String text) {
    long n = number(name, text);
    if (!Letters.isDigit(text.charAt(text.length() - 1))) {
      throw new MalformedHeader(name + " is not a number");
    }
    return n;
  }

  /** The text with every line end as a space. */
  static String oneLine(String text) {
    return text.indexOf('\r') < 0 && text.indexOf('\n') < 0
        ? text
        : text.replace('\r', ' ').replace('\n', ' ');
  }

  static boolean isToken(String text, int from, int to) {
    return from < to && Letters.behind(Letters.TOKEN, text, from, to) == to;
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

  /** Behind the closing quote of the quoted string that opens at {@code from}, or -1. */
  static int endOfQuoted(String text, int from) {
    for (int i = from + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        return i + 1;
      }
    }
    return -1;
  }

  private static String withoutBrackets(String host) {
    return host.length() > 2 && host.charAt(0) == '[' && host.charAt(host.length() - 1) == ']'
        ? host.substring(1, host.length() - 1)
        : host;
  }

  static MalformedHeader cannotBeRead(String what) {
    return new MalformedHeader(what + " cannot be read");
  }

  private static int smallNumber(@Nullable String digits) {
    if (digits == null || digits.isEmpty() || digits.length() > 5) {
      return 0;
    }
    int n = 0;
    for (int i = 0; i < digits.length(); i++) {
      if (!Letters.isDigit(digits.charAt(i))) {
        return 0;
      }
      n = n * 10 + digits.charAt(i) - '0';
    }
    return n > 65535 ? 0 : n;
  }

  static int skipBlanks(String text, int from, int to) {
    int i = from;
    while (i < to && isBlank(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** True for a host name, an IPv4 address or an IPv6 reference in brackets. */
  static boolean isHost(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return false;
    }
    boolean reference = text.charAt(0) == '[';
    int to = reference ? text.length() - 1 : text.length();
    if (reference && (to < 3 || text.charAt(to) != ']')) {
      return false;
    }
    int kind = reference ? Letters.ADDRESS : Letters.HOST;
    return Letters.behind(kind, text, reference ? 1 : 0, to) == to;
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
