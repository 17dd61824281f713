package org.belfry.pbx.lane;

import java.time.Instant;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.inbound.Responder;
import org.belfry.pbx.inbound.gate.Arrival;
import org.belfry.pbx.inbound.gate.RequestValidation;
import org.belfry.pbx.registrar.Registrations;
import org.belfry.pbx.routing.cpl.CplStore;
import org.belfry.pbx.routing.cpl.CplUpload;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.transaction.ServerEntry;

/** Who may register what (RFC 3261 §10.3 steps 1 to 5); the bindings are the registrar's. */
final class RegisterRequests {
  private final SipShared shared;
  private final RequestValidation validation;
  private final Responder responder;
  private final Registrations registrations;

  RegisterRequests(
      SipShared shared,
      RequestValidation validation,
      Responder responder,
      Registrations registrations) {
    this.shared = shared;
    this.validation = validation;
    this.responder = responder;
    this.registrations = registrations;
  }

  void on(Arrival arrival) {
    ServerEntry entry = arrival.entry();
    SipRequest request = arrival.request();
    Instant now = arrival.now();
    Directory directory = shared.directory().get();
    if (!directory.isLocal(request.uri().host())) {
      String why = "This server is no registrar of that domain";
      responder.answer(entry, request, 403, why, now);
      return;
    }
    User user = validation.authenticated(arrival);
    if (user == null) {
      return;
    }
    SipUri to = Grammar.nameAddr(request.mandatory(HeaderName.TO)).uri();
    User owner = directory.isLocal(to.host()) ? directory.user(to.user()) : null;
    if (owner == null) {
      responder.answer(entry, request, 404, "Not Found", now); // §10.3 step 5
      return;
    }
    if (owner.id() != user.id()) {
      String why = "Only the owner may register this address";
      responder.answer(entry, request, 403, why, now); // step 4
      return;
    }
    if (CplUpload.isOne(request) && !scriptTaken(entry, request, owner, now)) {
      return;
    }
    Aor aor = new Aor(owner.extension(), directory.domain());
    registrations.register(entry, request, aor, arrival.from(), responder.tag(), now);
  }

  /**
   * A script comes with a registration (RFC 3880 §3). It is kept before the phone is told that it
   * is registered; when it is no good, the phone is not registered either, so that its owner hears
   * of it.
   */
  private boolean scriptTaken(ServerEntry entry, SipRequest request, User owner, Instant now) {
    CplStore scripts = shared.scripts();
    switch (CplUpload.of(request)) {
      case CplUpload.Store store when !scripts.put(owner.extension(), store.script()) ->
          responder.answer(entry, request, 503, "The script cannot be kept now", now);
      case CplUpload.Remove remove when !scripts.remove(owner.extension()) ->
          responder.answer(entry, request, 503, "The script cannot be removed now", now);
      case CplUpload.Refuse no ->
          responder.send(
              entry,
              request
                  .respond(no.status(), no.reason(), responder.tag())
                  .add(HeaderName.WARNING, no.warning(shared.properties().realm()))
                  .done(),
              now);
      default -> {
        return true;
      }
    }
    return false;
  }
}
