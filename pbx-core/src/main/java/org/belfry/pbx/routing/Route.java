package org.belfry.pbx.routing;

import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;

/** The answer to "where does this go?". */
public sealed interface Route {

  /** To the devices of one of our users. */
  record ToUser(User user, Aor aor) implements Route {}

  /** To a neighbour server, with the Request-URI as it is. */
  record ToPeer(String peer, Hop nextHop) implements Route {}

  /** To ourselves: the request asks about the server, not about a user. */
  record ToServer() implements Route {}

  /** Nowhere. */
  record Refused(int status, String reason) implements Route {}
}
