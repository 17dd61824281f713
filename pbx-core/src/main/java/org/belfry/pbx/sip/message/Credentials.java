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

  private void note(AuthParameters each) {
    username = firstOf("username", username, each);
    realm = firstOf("realm", realm, each);
    nonce = firstOf("nonce", nonce, each);
    uri = firstOf("uri", uri, each);
    response = firstOf("response", response, each);
    algorithm = firstOf("algorithm", algorithm, each);
    cnonce = firstOf("cnonce", cnonce, each);
    qop = firstOf("qop", qop, each);
    nonceCount = firstOf("nc", nonceCount, each);
  }

  /** The first of a name counts: what a second one says was not hashed. */
  private static @Nullable String firstOf(
      String name, @Nullable String before, AuthParameters each) {
    return before == null && each.isNamed(name) ? each.value() : before;
  }
}
