package org.belfry.pbx.routing;

import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a dialled URI leads: to a user, to a peer that serves the number or the domain, to
 * another domain, or nowhere. Whether the caller may go there is another question.
 */
public final class Router {
  private final Federation federation;

  public Router(Federation federation) {
    this.federation = federation;
  }

  /**
   * @param source the peer that the request came from, or null; a request is never sent back to
   *     where it came from
   */
  public Route route(SipUri dialled, Directory directory, @Nullable Peer source) {
    boolean tel = dialled.scheme().equals("tel");
    if (!tel && !dialled.isSip()) {
      return new Route.Refused(416, "Unsupported URI Scheme"); // RFC 3261 §16.3 step 2
    }
    if (!tel && !directory.isLocal(dialled.host())) {
      return elsewhere(dialled, directory.peerForDomain(dialled.host()), source);
    }
    String number = dialled.user();
    if (number == null || number.isEmpty()) {
      return new Route.ToServer();
    }
    User user = directory.user(number);
    if (user != null) {
      return new Route.ToUser(user, new Aor(user.extension(), directory.domain()));
    }
    Peer peer = directory.peerForNumber(number);
    return peer == null || !peer.receives() || isSource(peer, source)
        ? new Route.Refused(404, "Not Found")
        : to(peer);
  }

  private Route elsewhere(SipUri dialled, @Nullable Peer peer, @Nullable Peer source) {
    if (peer != null) {
      return !peer.receives() || peer.equals(source)
          ? new Route.Refused(403, "No route to this domain")
          : to(peer);
    }
    return federation == Federation.OFF
        ? new Route.Refused(403, "No route to this domain")
        : new Route.ToDomain(dialled);
  }

  private static Route to(Peer peer) {
    return new Route.ToPeer(peer.name(), peer.nextHop(), peer.nextName());
  }

  /** A neighbour that sends us a number it serves itself would only get it back. */
  static boolean isSource(Peer peer, @Nullable Peer source) {
    return peer.equals(source)
        && peer.nextHop() != null
        && peer.addresses().contains(peer.nextHop().remote().getAddress())
        && (peer.port() != 0 && peer.port() == peer.nextHop().remote().getPort());
  }
}
