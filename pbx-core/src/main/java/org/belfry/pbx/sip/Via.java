package org.belfry.pbx.sip;

import org.jspecify.annotations.Nullable;

/**
 * One Via value (RFC 3261 §20.42), as far as a server needs it.
 *
 * @param transport the name as written, e.g. {@code UDP}
 * @param host sent-by host; an IPv6 reference keeps its brackets
 * @param port sent-by port, or 0 when none is written
 * @param branch empty when there is none (RFC 2543 clients)
 * @param rport true when the client asks for its port (RFC 3581)
 * @param received address that an earlier server noted, or null
 * @param rportValue port that an earlier server noted, or 0
 */
public record Via(
    String transport,
    String host,
    int port,
    String branch,
    boolean rport,
    @Nullable String received,
    int rportValue) {

  /** RFC 3261 §8.1.1.7: branches that start so are unique by themselves. */
  public static final String MAGIC_COOKIE = "z9hG4bK";

  public boolean hasMagicCookie() {
    return branch.startsWith(MAGIC_COOKIE);
  }
}
