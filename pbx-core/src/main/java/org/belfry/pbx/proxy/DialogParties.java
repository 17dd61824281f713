package org.belfry.pbx.proxy;

import java.time.Instant;
import org.belfry.pbx.anchor.RelayedDescription.Side;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * Who has sent a request of a dialog that was forwarded here (RFC 3261 §12.2.2): tags alone do not
 * show it, where it comes from does.
 */
final class DialogParties {
  private final ProxyPorts ports;

  DialogParties(ProxyPorts ports) {
    this.ports = ports;
  }

  /**
   * The user of ours for whom a request of a dialog acts: it has both tags, and comes from where
   * that side of the call is, or where a phone of the user's is registered.
   */
  @Nullable Aor sender(SipRequest request, CallMedia.Part part, Instant now) {
    Aor user = part.dialog().sender(request);
    Hop from = part.from();
    Hop side = part.dialog().hopOf(part.towards().other());
    if (user == null || from.inside()) {
      return user;
    }
    return (side != null && !side.inside() && sameHost(side, from))
            || ports.location().live(user, now).stream()
                .anyMatch(binding -> sameHost(binding.hop(), from))
        ? user
        : null;
  }

  /** The neighbour who sends a request of a dialog: it is there that this side of it is. */
  static @Nullable Peer peer(CallMedia.Part part, Hop from, Directory directory) {
    Hop side = part.dialog().hopOf(part.towards().other());
    return side != null && sameHost(side, from)
        ? directory.peerAt(from.remote().getAddress(), from.remote().getPort())
        : null;
  }

  /** Whether a side of a call is there, or a phone of the user whose side it is. */
  boolean isAt(CallDialog dialog, Side side, Hop hop, Instant now) {
    Hop there = dialog.hopOf(side);
    Aor user = dialog.userOf(side);
    return (there != null && there.remote().equals(hop.remote()))
        || (user != null
            && ports.location().live(user, now).stream()
                .anyMatch(binding -> binding.hop().remote().equals(hop.remote())));
  }

  private static boolean sameHost(Hop a, Hop b) {
    return b.remote().getAddress().equals(a.remote().getAddress());
  }
}
