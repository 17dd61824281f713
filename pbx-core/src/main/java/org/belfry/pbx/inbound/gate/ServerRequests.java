package org.belfry.pbx.inbound.gate;

import java.time.Instant;
import java.util.function.Supplier;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.inbound.Responder;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.transaction.ServerEntry;

/** Requests about the server itself: to its own URI without a user (RFC 3261 §11.2). */
public final class ServerRequests {
  private static final String ALLOW =
      "INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, MESSAGE, INFO, UPDATE, PRACK, REFER, NOTIFY,"
          + " SUBSCRIBE, PUBLISH";

  private final Supplier<Directory> directory;
  private final Supplier<String> packages;
  private final Responder responder;

  /**
   * @param packages the event packages that are known here, as Allow-Events has them
   */
  public ServerRequests(
      Supplier<Directory> directory, Supplier<String> packages, Responder responder) {
    this.directory = directory;
    this.packages = packages;
    this.responder = responder;
  }

  /** Whether this is one of them. */
  public boolean include(SipRequest request) {
    SipUri uri = request.uri();
    return uri.isSip()
        && (uri.user() == null || uri.user().isEmpty())
        && !request.method().equals(Method.REGISTER)
        && directory.get().isLocal(uri.host());
  }

  public void answer(ServerEntry entry, SipRequest request, Instant now) {
    if (request.method().equals(Method.OPTIONS)) {
      responder.send(
          entry,
          request
              .respond(200, "OK", responder.tag())
              .add(HeaderName.ALLOW, ALLOW)
              .add(HeaderName.ALLOW_EVENTS, packages.get())
              .add(HeaderName.ACCEPT, "application/sdp")
              .done(),
          now);
    } else if (request.method().equals(Method.INVITE)) {
      responder.answer(entry, request, 484, "Address Incomplete", now);
    } else {
      responder.send(
          entry,
          request
              .respond(405, "Method Not Allowed", responder.tag())
              .add(HeaderName.ALLOW, "OPTIONS")
              .done(),
          now);
    }
  }
}
