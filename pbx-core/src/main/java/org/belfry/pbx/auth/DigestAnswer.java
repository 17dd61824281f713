package org.belfry.pbx.auth;

import java.util.HexFormat;
import org.belfry.pbx.sip.DigestChallenge;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that answer one challenge (RFC 7616 §3.4, RFC 2069's form where that is asked).
 */
final class DigestAnswer {
  private static final String AUTH = "auth";
  private static final String AUTH_INT = "auth-int";

  private static final byte[] NOTHING = {};

  private DigestAnswer() {}

  /** False when it wants a quality of protection that we do not know. */
  static boolean canProtect(DigestChallenge challenge) {
    return challenge.qop().isEmpty() || quality(challenge) != null;
  }

  /** {@code auth} before {@code auth-int}: boxes on the way that change bodies break the latter. */
  private static @Nullable String quality(DigestChallenge challenge) {
    if (challenge.qop().contains(AUTH)) {
      return AUTH;
    }
    return challenge.qop().contains(AUTH_INT) ? AUTH_INT : null;
  }

  /** The value of the Authorization or Proxy-Authorization field. */
  static String to(DigestClient.Held used, DigestAccount account, SipRequest request) {
    DigestChallenge challenge = used.challenge();
    DigestAlgorithm algorithm = used.algorithm();
    String cnonce = used.cnonce() == null ? "" : used.cnonce();
    String qop = quality(challenge);
    String nc = HexFormat.of().toHexDigits(used.count());
    String uri = request.uriText();
    byte[] body = AUTH_INT.equals(qop) ? request.body() : NOTHING;
    String response =
        response(
            challenge, algorithm, account, request.method().name(), uri, nc, cnonce, qop, body);
    StringBuilder text = new StringBuilder(256).append("Digest ");
    quoted(text, "username", account.user());
    quoted(text.append(", "), "realm", challenge.realm());
    quoted(text.append(", "), "nonce", challenge.nonce());
    quoted(text.append(", "), "uri", uri);
    quoted(text.append(", "), "response", response);
    text.append(", algorithm=").append(challenge.algorithm());
    if (qop != null) {
      text.append(", qop=").append(qop).append(", nc=").append(nc);
    }
    if (qop != null || algorithm.session()) {
      quoted(text.append(", "), "cnonce", cnonce);
    }
    if (challenge.opaque() != null) {
      quoted(text.append(", "), "opaque", challenge.opaque());
    }
    return text.toString();
  }

  /**
   * RFC 7616 §3.4.1.
   *
   * @param qop null for RFC 2069
   * @param body hashed for {@code auth-int}
   */
  static String response(
      DigestChallenge challenge,
      DigestAlgorithm hash,
      DigestAccount account,
      String method,
      String uri,
      String nc,
      String cnonce,
      @Nullable String qop,
      byte[] body) {
    String ha1 = hash.hex(account.user() + ":" + challenge.realm() + ":" + account.password());
    if (hash.session()) {
      ha1 = hash.hex(ha1 + ":" + challenge.nonce() + ":" + cnonce); // §3.4.2
    }
    String a2 = method + ":" + uri;
    String ha2 = hash.hex(AUTH_INT.equals(qop) ? a2 + ":" + hash.hex(body) : a2); // §3.4.3
    String middle = qop == null ? "" : nc + ":" + cnonce + ":" + qop + ":";
    return hash.hex(ha1 + ":" + challenge.nonce() + ":" + middle + ha2);
  }

  private static void quoted(StringBuilder text, String name, String value) {
    text.append(name).append("=\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\');
      }
      text.append(c);
    }
    text.append('"');
  }
}
