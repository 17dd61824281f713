package org.belfry.pbx.sip.message;

import java.util.Locale;
import org.belfry.pbx.sip.DigestCredentials;
import org.jspecify.annotations.Nullable;

/**
 * Reads digest credentials (RFC 3261 §25.1, {@code digest-response}; RFC 7616 §3.4). Once for each
 * registration and call, so by hand.
 */
final class Credentials {
  private static final String WHAT = "The credentials";

  private final String text;
  private int at;
  private @Nullable String username;
  private @Nullable String realm;
  private @Nullable String nonce;
  private @Nullable String uri;
  private @Nullable String response;
  private @Nullable String algorithm;
  private @Nullable String cnonce;
  private @Nullable String qop;
  private @Nullable String nonceCount;

  private Credentials(String text, int from) {
    this.text = text;
    this.at = from;
  }

  /**
   * @param from behind the scheme's name
   */
  static DigestCredentials read(String text, int from) {
    Credentials c = new Credentials(text, from);
    c.readAll();
    return new DigestCredentials(
        present("username", c.username),
        present("realm", c.realm),
        present("nonce", c.nonce),
        present("uri", c.uri),
        present("response", c.response),
        c.algorithm == null ? "MD5" : c.algorithm,
        c.cnonce,
        c.qop,
        c.nonceCount);
  }

  private static String present(String name, @Nullable String value) {
    if (value == null) {
      throw new MalformedHeader(WHAT + " have no " + name);
    }
    return value;
  }

  private void readAll() {
    int end = text.length();
    if (at < end && !Scan.isBlank(text.charAt(at))) {
      throw cannotBeRead();
    }
    while (true) {
      at = Scan.skipBlanks(text, at, end);
      if (at == end) {
        return;
      }
      if (text.charAt(at) == ',') {
        at++; // RFC 9110 §5.6.1: empty elements are overlooked
        continue;
      }
      int nameFrom = at;
      while (at < end && Scan.isTokenChar(text.charAt(at))) {
        at++;
      }
      int nameTo = at;
      at = Scan.skipBlanks(text, at, end);
      if (nameTo == nameFrom || at == end || text.charAt(at) != '=') {
        throw cannotBeRead();
      }
      at = Scan.skipBlanks(text, at + 1, end);
      note(nameFrom, nameTo, value());
      at = Scan.skipBlanks(text, at, end);
      if (at < end && text.charAt(at) != ',') {
        throw cannotBeRead();
      }
    }
  }

  private String value() {
    int end = text.length();
    int from = at;
    if (at < end && text.charAt(at) == '"') {
      at = Scan.endOfQuoted(text, at);
      if (at < 0) {
        throw cannotBeRead();
      }
      return Grammar.unescaped(text.substring(from + 1, at - 1));
    }
    while (at < end && text.charAt(at) != ',' && !Scan.isBlank(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw cannotBeRead();
    }
    return text.substring(from, at);
  }

  /** The first of a name counts: what a second one says was not hashed. */
  private void note(int nameFrom, int nameTo, String value) {
    switch (text.substring(nameFrom, nameTo).toLowerCase(Locale.ROOT)) {
      case "username" -> username = username == null ? value : username;
      case "realm" -> realm = realm == null ? value : realm;
      case "nonce" -> nonce = nonce == null ? value : nonce;
      case "uri" -> uri = uri == null ? value : uri;
      case "response" -> response = response == null ? value : response;
      case "algorithm" -> algorithm = algorithm == null ? value : algorithm;
      case "cnonce" -> cnonce = cnonce == null ? value : cnonce;
      case "qop" -> qop = qop == null ? value : qop;
      case "nc" -> nonceCount = nonceCount == null ? value : nonceCount;
      default -> {} // auth-param: nothing we know
    }
  }

  private static MalformedHeader cannotBeRead() {
    return Scan.cannotBeRead(WHAT);
  }
}
