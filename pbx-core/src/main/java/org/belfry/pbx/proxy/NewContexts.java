package org.belfry.pbx.proxy;

import java.time.Instant;
import org.belfry.pbx.routing.Route;

/**
 * Opens the response context of a request outside a dialog (RFC 3261 §16.2), and the call when it
 * begins one.
 */
final class NewContexts {
  private final ProxiedCalls told;
  private final DialogContacts contacts;
  private final CallSweep sweep;

  NewContexts(ProxiedCalls told, DialogContacts contacts, CallSweep sweep) {
    this.told = told;
    this.contacts = contacts;
    this.sweep = sweep;
  }

  /**
   * @param route where its Request-URI leads, whatever a plan makes of that
   * @param mayReplace whether legs of ours may obey its Replaces (RFC 3891 §4)
   */
  ProxyEntry open(NewRequest r, Route route, boolean mayReplace, Instant now) {
    ProxiedCalls.Begun begun = begin(r, route, now);
    ProxyEntry entry =
        new ProxyEntry(
            r.entry(),
            now,
            begun.callId(),
            contacts.recorded(r.request(), r.inbound().hop(), r.inbound().user(), now),
            route instanceof Route.ToUser toUser ? toUser.aor() : null,
            r.inbound().signedIn(r.directory()),
            begun.part());
    entry.mayReplace = mayReplace;
    return entry;
  }

  private ProxiedCalls.Begun begin(NewRequest r, Route route, Instant now) {
    if (!r.invites()) {
      return ProxiedCalls.Begun.NOTHING;
    }
    ProxiedCalls.Begun begun = told.begin(r.request(), r.uri(), route, r.inbound(), r.from(), now);
    sweep.arm(now);
    return begun;
  }
}
