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
  private int nameFrom;
  private int nameTo;
  private int valueFrom;
  private int valueTo;

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
    nameFrom = at;
    at = Letters.behind(Letters.TOKEN, text, at, end);
    nameTo = at;
    at = Scan.skipBlanks(text, at, end);
    if (nameTo == nameFrom || at == end || text.charAt(at) != '=') {
      throw Scan.cannotBeRead(what);
    }
    at = Scan.skipBlanks(text, at + 1, end);
    findValue();
    at = Scan.skipBlanks(text, at, end);
    if (at < end && text.charAt(at) != ',') {
      throw Scan.cannotBeRead(what);
    }
    return true;
  }

  private void findValue() {
    int end = text.length();
    int from = at;
    if (at < end && text.charAt(at) == '"') {
      at = Scan.endOfQuoted(text, at);
      if (at < 0) {
        throw Scan.cannotBeRead(what);
      }
      valueFrom = from + 1;
      valueTo = at - 1;
      return;
    }
    while (at < end && text.charAt(at) != ',' && !Scan.isBlank(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw Scan.cannotBeRead(what);
    }
    valueFrom = from;
    valueTo = at;
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

  /** The value without quotes. */
  String value() {
    String written = text.substring(valueFrom, valueTo);
    boolean quoted = valueFrom > 0 && text.charAt(valueFrom - 1) == '"';
    return quoted ? Grammar.unescaped(written) : written;
  }
}
