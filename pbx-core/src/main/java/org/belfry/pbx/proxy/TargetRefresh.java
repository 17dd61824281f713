package org.belfry.pbx.proxy;

import java.time.Instant;
import org.belfry.pbx.inbound.ReservedAddresses;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.NextHop;

/**
 * Target refreshes of forwarded dialogs (RFC 3261 §12.2, RFC 3311 §5): where a party says to be
 * from now on, unless that is somebody else's place.
 */
final class TargetRefresh {
  private final ReservedAddresses reserved;
  private final Destinations destinations;

  TargetRefresh(ReservedAddresses reserved, Destinations destinations) {
    this.reserved = reserved;
    this.destinations = destinations;
  }

  /** Requests after which the far end finds the sender elsewhere. */
  static boolean refreshesTarget(Method method) {
    return method.equals(Method.INVITE) || method.equals(Method.UPDATE);
  }

  /** A request says where its sender is. */
  void requested(SipRequest request, CallMedia.Part part, Hop from, Instant now) {
    if (!refreshesTarget(request.method())) {
      return;
    }
    SipUri contact = NextHop.contactOf(request);
    Aor own = part.dialog().userOf(part.towards().other());
    if (contact != null
        && reserved.named(contact, from) == null
        && !destinations.isAnothers(contact, from, own, now)) {
      part.dialog().moved(part.towards().other(), contact);
    }
  }
}
