package org.belfry.pbx.sip;

import org.jspecify.annotations.Nullable;

/**
 * What a client answers to a digest challenge (RFC 7616 §3.4), unquoted.
 *
 * @param algorithm as written, {@code MD5} when none is
 * @param qop null when the client speaks RFC 2069 only
 * @param nonceCount eight hex digits as written, or null
 */
public record DigestCredentials(
    String username,
    String realm,
    String nonce,
    String uri,
    String response,
    String algorithm,
    @Nullable String cnonce,
    @Nullable String qop,
    @Nullable String nonceCount) {

  /** The response stays out of logs. */
  @Override
  public String toString() {
    return "DigestCredentials[" + username + "@" + realm + " " + algorithm + "]";
  }
}
