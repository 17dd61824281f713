package org.belfry.pbx.lane;

import java.time.Instant;
import java.util.function.Supplier;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.identity.Identity;
import org.belfry.pbx.inbound.Responder;
import org.belfry.pbx.inbound.gate.Arrival;
import org.belfry.pbx.inbound.gate.RequestValidation;
import org.belfry.pbx.presence.Subscriptions;
import org.belfry.pbx.presence.Watcher;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.transaction.ServerEntry;

/** Who may subscribe or publish (RFC 6665 §4.2.1, RFC 3903 §6); the rest is the notifier's. */
final class EventRequests {
  private final Supplier<Directory> directory;
  private final RequestValidation validation;
  private final Responder responder;
  private final Subscriptions subscriptions;

  EventRequests(
      Supplier<Directory> directory,
      RequestValidation validation,
      Responder responder,
      Subscriptions subscriptions) {
    this.directory = directory;
    this.validation = validation;
    this.responder = responder;
    this.subscriptions = subscriptions;
  }

  /** A SUBSCRIBE or PUBLISH to one of our users, or to a name that can be watched. */
  void on(Arrival arrival, Aor aor) {
    ServerEntry entry = arrival.entry();
    SipRequest request = arrival.request();
    Instant now = arrival.now();
    boolean publishes = request.method().equals(Method.PUBLISH);
    Directory snapshot = directory.get();
    var remote = arrival.from().remote();
    Peer peer = snapshot.peerAt(remote.getAddress(), remote.getPort());
    if (peer != null && !request.has(HeaderName.PROXY_AUTHORIZATION)) {
      if (publishes) {
        responder.answer(entry, request, 403, "Only the owner may publish this", now);
      } else {
        subscribe(arrival, Watcher.of(peer), aor);
      }
      return;
    }
    // As for what is passed on, so that nobody learns from the challenge which names there are.
    User user = validation.authenticated(arrival);
    if (user == null) {
      return;
    }
    SipUri says = Grammar.nameAddr(request.mandatory(HeaderName.FROM)).uri();
    if (!Identity.maySay(user, says, snapshot)) {
      responder.answer(entry, request, 403, "The From address is not yours", now);
    } else if (publishes) {
      subscriptions.publish(entry, request, user, aor, responder.tag(), now);
    } else {
      subscribe(arrival, Watcher.of(user), aor);
    }
  }

  private void subscribe(Arrival arrival, Watcher watcher, Aor aor) {
    subscriptions.subscribe(
        arrival.entry(),
        arrival.request(),
        watcher,
        aor,
        arrival.from(),
        responder.tag(),
        arrival.now());
  }
}
