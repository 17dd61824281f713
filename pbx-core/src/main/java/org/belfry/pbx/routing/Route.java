package org.belfry.pbx.routing;

import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/** The answer to "where does this go?". */
public sealed interface Route {

  /** To the devices of one of our users. */
  record ToUser(User user, Aor aor) implements Route {}

  /**
   * To a neighbour server, with the Request-URI as it is.
   *
   * @param nextHop null when its server is to be found by DNS
   * @param nextName the URI whose server is meant, when {@code nextHop} is null
   */
  record ToPeer(String peer, @Nullable Hop nextHop, @Nullable SipUri nextName) implements Route {}

  /** To the server of another domain, found by DNS (RFC 3263), with the Request-URI as it is. */
  record ToDomain(SipUri uri) implements Route {}

  /** To ourselves: the request asks about the server, not about a user. */
  record ToServer() implements Route {}

  /** Nowhere. */
  record Refused(int status, String reason) implements Route {}
}
