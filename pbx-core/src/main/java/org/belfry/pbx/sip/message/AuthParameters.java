package org.belfry.pbx.sip.message;

import java.util.Locale;

/**
 * Walks the parameters of a challenge or of credentials, {@code a=1, b="x,y"} (RFC 9110 §11.2),
 * once and in order.
 */
final class AuthParameters {
  private final String what;
  private final String text;
  private int at;
  private String name = "";
  private String value = "";

  /**
   * @param what names the text in complaints
   * @param from behind the scheme's name
   */
  AuthParameters(String what, String text, int from) {
    this.what = what;
    this.text = text;
    this.at = from;
    if (at < text.length() && !Scan.isBlank(text.charAt(at))) {
      throw Scan.cannotBeRead(what);
    }
  }

  /** Where the scheme's name ends, or -1 when it is not Digest. */
  static int afterDigest(String text) {
    int scheme = Letters.behind(Letters.TOKEN, text, 0, text.length());
    return scheme == 6 && text.regionMatches(true, 0, "Digest", 0, 6) ? scheme : -1;
  }

  /**
   * Goes to the next parameter.
   *
   * @return false when there is none
   * @throws MalformedHeader when what follows is no parameter
   */
  boolean next() {
    int end = text.length();
    at = Scan.skipBlanks(text, at, end);
    while (at < end && text.charAt(at) == ',') {
      at = Scan.skipBlanks(text, at + 1, end); // RFC 9110 §5.6.1: empty elements are overlooked
    }
    if (at == end) {
      return false;
    }
    int nameFrom = at;
    at = Letters.behind(Letters.TOKEN, text, at, end);
    int nameTo = at;
    at = Scan.skipBlanks(text, at, end);
    if (nameTo == nameFrom || at == end || text.charAt(at) != '=') {
      throw Scan.cannotBeRead(what);
    }
    at = Scan.skipBlanks(text, at + 1, end);
    name = text.substring(nameFrom, nameTo).toLowerCase(Locale.ROOT);
    value = read();
    at = Scan.skipBlanks(text, at, end);
    if (at < end && text.charAt(at) != ',') {
      throw Scan.cannotBeRead(what);
    }
    return true;
  }

  private String read() {
    int end = text.length();
    int from = at;
    if (at < end && text.charAt(at) == '"') {
      at = Scan.endOfQuoted(text, at);
      if (at < 0) {
        throw Scan.cannotBeRead(what);
      }
      return Grammar.unescaped(text.substring(from + 1, at - 1));
    }
    while (at < end && text.charAt(at) != ',' && !Scan.isBlank(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw Scan.cannotBeRead(what);
    }
    return text.substring(from, at);
  }

  /** The name in lower case. */
  String name() {
    return name;
  }

  /** The value without quotes. */
  String value() {
    return value;
  }
}
