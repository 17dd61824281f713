package org.belfry.pbx.proxy;

import java.time.Instant;
import java.util.List;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.inbound.ReservedAddresses;
import org.belfry.pbx.registrar.WayBack;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.sip.route.NextHop;
import org.jspecify.annotations.Nullable;

/**
 * Where the parties of a dialog say to be: what the Record-Route remembers of it (RFC 3261 §16.6
 * step 4) and which places they may name.
 */
final class DialogContacts {
  private final ProxyPorts ports;
  private final ReservedAddresses reserved;
  private final Destinations destinations;

  DialogContacts(ProxyPorts ports, ReservedAddresses reserved, Destinations destinations) {
    this.ports = ports;
    this.reserved = reserved;
    this.destinations = destinations;
  }

  Destinations destinations() {
    return destinations;
  }

  /** The caller's side for Record-Route; only for requests that form a dialog (§16.6 step 4). */
  Forwarding.@Nullable Recorded recorded(
      SipRequest request, Hop from, @Nullable User caller, Instant now) {
    if (!formsDialog(request.method())) {
      return null;
    }
    SipUri said = NextHop.towardsSender(request);
    Aor own = caller == null ? null : new Aor(caller.extension(), ports.directory().get().domain());
    SipUri target = said != null && mayBe(said, from, own, now) ? said : null;
    if (caller == null) {
      // a server knows its own address
      return new Forwarding.Recorded(from, false, target, now);
    }
    List<String> contacts = request.values(HeaderName.CONTACT);
    boolean reachable =
        contacts.size() == 1
            && WayBack.leadsThere(
                Grammar.nameAddr(contacts.getFirst()).uri(), request.topVia(), from);
    return new Forwarding.Recorded(from, !reachable, target, now);
  }

  static boolean formsDialog(Method method) {
    return method.equals(Method.INVITE)
        || method.equals(Method.SUBSCRIBE)
        || method.equals(Method.REFER);
  }

  /** Whose place this is that who speaks from there must not name, or null. */
  @Nullable String named(@Nullable SipUri place, Hop from) {
    return place == null || from.inside() ? null : reserved.named(place, from);
  }

  /**
   * Whether requests of a dialog may lead where a party says to be.
   *
   * @param own the user of ours that the party is, or null
   */
  boolean mayBe(SipUri place, Hop from, @Nullable Aor own, Instant now) {
    return from.inside()
        || (reserved.named(place, from) == null && !destinations.isAnothers(place, from, own, now));
  }

  /** The user whose phone a branch leads to, or who answers within a dialog; null for others. */
  static @Nullable Aor calleeOf(ProxyBranch branch) {
    CallMedia.Part part = branch.entry().part;
    if (part != null && part.calleeTag() != null) {
      return part.dialog().userOf(part.towards());
    }
    ProxyEntry.Attempt attempt = branch.entry().attempt(branch.index());
    return attempt == null ? null : attempt.aor;
  }
}
