package org.belfry.pbx.proxy;

import java.time.Instant;
import org.belfry.pbx.identity.Identity;
import org.belfry.pbx.routing.Route;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.route.Forwarding;
import org.jspecify.annotations.Nullable;

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
   * Reads what may be unreadable before there is a call: nobody would end it.
   *
   * @param route where its Request-URI leads, whatever a plan makes of that
   * @param mayReplace whether legs of ours may obey its Replaces (RFC 3891 §4)
   * @throws MalformedHeader when a Contact, Record-Route or a peer's identity cannot be read
   */
  ProxyEntry open(NewRequest r, Route route, boolean mayReplace, Instant now) {
    Forwarding.@Nullable Recorded recorded =
        contacts.recorded(r.request(), r.inbound().hop(), r.inbound().user(), now);
    if (r.inbound().peer() != null) {
      Identity.assertedBy(r.request()); // plans and applications ask who calls
    }
    ProxiedCalls.Begun begun = begin(r, route, now);
    ProxyEntry entry =
        new ProxyEntry(
            r.entry(),
            now,
            begun.callId(),
            recorded,
            route instanceof Route.ToUser toUser ? toUser.aor() : null,
            r.inbound().signedIn(r.directory()),
            begun.part());
    entry.mayReplace = mayReplace;
    return entry;
  }

  /** What is done with a request once it has a context; a fault ends the call that it began. */
  void run(ProxyEntry entry, Runnable what, Instant now) {
    try {
      what.run();
    } catch (MalformedHeader e) {
      told.refused(entry.trackedCall, 400, now);
      throw e;
    } catch (RuntimeException e) {
      told.refused(entry.trackedCall, 500, now);
      throw e;
    }
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
