package org.belfry.pbx.sip.message;

import org.belfry.pbx.sip.DigestCredentials;
import org.jspecify.annotations.Nullable;

/**
 * Reads digest credentials (RFC 3261 §25.1, {@code digest-response}; RFC 7616 §3.4). Once for each
 * registration and call, so by hand.
 */
final class Credentials {
  private static final String WHAT = "The credentials";

  private @Nullable String username;
  private @Nullable String realm;
  private @Nullable String nonce;
  private @Nullable String uri;
  private @Nullable String response;
  private @Nullable String algorithm;
  private @Nullable String cnonce;
  private @Nullable String qop;
  private @Nullable String nonceCount;

  private Credentials() {}

  /**
   * @param from behind the scheme's name
   */
  static DigestCredentials read(String text, int from) {
    Credentials c = new Credentials();
    AuthParameters walk = new AuthParameters(WHAT, text, from);
    while (walk.next()) {
      c.note(walk);
    }
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

  /** The first of a name counts: what a second one says was not hashed. */
  private void note(AuthParameters each) {
    if (each.isNamed("username")) {
      username = username == null ? each.value() : username;
    } else if (each.isNamed("realm")) {
      realm = realm == null ? each.value() : realm;
    } else if (each.isNamed("nonce")) {
      nonce = nonce == null ? each.value() : nonce;
    } else if (each.isNamed("uri")) {
      uri = uri == null ? each.value() : uri;
    } else if (each.isNamed("response")) {
      response = response == null ? each.value() : response;
    } else if (each.isNamed("algorithm")) {
      algorithm = algorithm == null ? each.value() : algorithm;
    } else if (each.isNamed("cnonce")) {
      cnonce = cnonce == null ? each.value() : cnonce;
    } else if (each.isNamed("qop")) {
      qop = qop == null ? each.value() : qop;
    } else if (each.isNamed("nc")) {
      nonceCount = nonceCount == null ? each.value() : nonceCount;
    } // else auth-param: nothing we know
  }
}
