package org.belfry.pbx.sip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server asks for before it believes who we are (RFC 7616 §3.3), unquoted.
 *
 * @param opaque given back as it came; null when there is none
 * @param algorithm as written, {@code MD5} when none is
 * @param qop the qualities of protection that it takes, in lower case; empty when it speaks RFC
 *     2069 only
 * @param stale true when the password was right and only the nonce too old
 */
public record DigestChallenge(
    String realm,
    String nonce,
    @Nullable String opaque,
    String algorithm,
    List<String> qop,
    boolean stale) {
  public DigestChallenge {
    qop = List.copyOf(qop);
  }
}
