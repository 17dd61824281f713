package org.belfry.pbx.proxy;

import java.time.Instant;
import org.belfry.pbx.call.Replaces;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.identity.Identity;
import org.belfry.pbx.identity.Privacy;
import org.belfry.pbx.inbound.Inbound;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.Caller;
import org.belfry.pbx.routing.EmergencyCall;
import org.belfry.pbx.routing.Route;
import org.belfry.pbx.routing.RoutingRequest;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.NextHop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a request that begins something is refused for once its sender is known: who it says to be
 * (RFC 3261 §22, RFC 3325), whose call it would change (RFC 3891, RFC 3911), and where it would go.
 */
final class RequestChecks {
  static final HeaderName JOIN = HeaderName.of("Join");

  private static final Logger LOG = LoggerFactory.getLogger(RequestChecks.class);

  private final ProxyPorts ports;
  private final ReplacingRights rights;
  private final CallMedia media;
  private final DialogContacts contacts;

  RequestChecks(
      ProxyPorts ports, ReplacingRights rights, CallMedia media, DialogContacts contacts) {
    this.ports = ports;
    this.rights = rights;
    this.media = media;
    this.contacts = contacts;
  }

  /** The final response to a request that goes no further. */
  record Refusal(int status, String reason) {}

  /** Because of who sent it and what it says. */
  @Nullable Refusal ofSender(NewRequest r) {
    SipRequest request = r.request();
    Inbound inbound = r.inbound();
    Hop from = inbound.hop();
    User caller = inbound.user();
    boolean vouched = inbound.ours();
    // An emergency call goes on whatever its From says: the identity that we assert is the user's.
    if (caller != null
        && !vouched
        && !Identity.maySay(caller, r.from().uri(), r.directory())
        && !EmergencyCall.is(request, ports.planning().index().get())) {
      return new Refusal(403, "The From address is not yours");
    }
    if (request.method().equals(Method.MESSAGE) && !vouched && r.from().uri().user() == null) {
      return new Refusal(403, "Say who you are"); // a text of no user is the server's own
    }
    User signedIn = inbound.signedIn();
    if (signedIn != null
        && request.method().equals(Method.INVITE)
        && !ports
            .guard()
            .mayCall(
                ports.planning().live().calls(signedIn.extension()), from.remote().getAddress())
        && !EmergencyCall.is(request, ports.planning().index().get())) {
      return new Refusal(403, "Too Many Calls At Once");
    }
    if (takesTheCallIdOfAnother(request, inbound)) {
      return new Refusal(482, "Loop Detected");
    }
    if (request.number(HeaderName.MAX_BREADTH, 1) == 0) {
      return new Refusal(440, "Max-Breadth Exceeded"); // RFC 5393 §5.3.3
    }
    if (request.has(HeaderName.PRIVACY) && Privacy.of(request).cannotBeGiven()) {
      return new Refusal(500, "Such privacy cannot be given"); // RFC 3323 §4.2
    }
    String whose =
        caller == null && DialogContacts.formsDialog(request.method())
            ? contacts.named(NextHop.contactOf(request), from)
            : null;
    if (whose != null) {
      return new Refusal(403, "The Contact is " + whose + " address");
    }
    return null;
  }

  /** Because it takes or joins a place that is not its sender's to take (RFC 3891, RFC 3911). */
  @Nullable Refusal ofPlace(NewRequest r, Instant now) {
    SipRequest request = r.request();
    if (!r.invites()) {
      return null;
    }
    if (request.has(HeaderName.REPLACES)) {
      if (request.headers(HeaderName.REPLACES).size() > 1) {
        return new Refusal(400, "One Replaces Only"); // RFC 3891 §3
      }
      switch (right(r, HeaderName.REPLACES, now)) {
        case FORBIDDEN -> {
          LOG.info("call={} may not take the place of others", request.callId());
          return new Refusal(403, "Not Your Dialog");
        }
        case NO_SUCH_DIALOG -> {
          return new Refusal(481, "Call/Transaction Does Not Exist");
        }
        default -> {}
      }
    }
    // RFC 3911 §5: whoever may listen to a call may take a place in it.
    if (request.has(JOIN) && right(r, JOIN, now) == ReplacingRights.Verdict.FORBIDDEN) {
      LOG.info("call={} may not join others", request.callId());
      return new Refusal(403, "Not Your Dialog");
    }
    return null;
  }

  /** Whether an INVITE may take the place that it names. */
  boolean mayReplace(NewRequest r, Instant now) {
    return r.request().has(HeaderName.REPLACES)
        && r.invites()
        && right(r, HeaderName.REPLACES, now) == ReplacingRights.Verdict.ALLOWED;
  }

  private ReplacingRights.Verdict right(NewRequest r, HeaderName field, Instant now) {
    Inbound inbound = r.inbound();
    return rights.of(
        Replaces.of(r.request().mandatory(field)),
        inbound.user(),
        inbound.ours(),
        inbound.peer() != null,
        r.directory(),
        now);
  }

  /** Because of where it would go. */
  @Nullable Refusal ofRoute(NewRequest r, Destinations.Meaning meaning, Instant now) {
    SipRequest request = r.request();
    Inbound inbound = r.inbound();
    User caller = inbound.user();
    Peer peer = inbound.peer();
    boolean vouched = inbound.ours();
    Route route = meaning.route();
    if (caller == null && !vouched && !Destinations.mayGo(route, peer)) {
      return new Refusal(403, "No route to this domain");
    }
    if (request.method().equals(Method.MESSAGE)
        && caller != null
        && route instanceof Route.ToPeer
        && !mayCall(caller, request.uri(), request, now)) {
      return new Refusal(403, "You may not write to this number");
    }
    if (request.method().equals(Method.REFER)
        && !vouched
        && !rights.mayTransfer(
            request,
            caller,
            peer,
            route instanceof Route.ToUser of ? of.user() : null,
            ports.planning(),
            now)) {
      return new Refusal(403, "May not transfer there");
    }
    if (meaning.onePhone()
        && route instanceof Route.ToUser phone
        && Destinations.blocks(phone.user(), caller, r.from().uri())) {
      return new Refusal(603, "Decline"); // no plan is asked, yet its owner has said so
    }
    if (route instanceof Route.ToUser && keepsState(request.method())) {
      return new Refusal(489, "Bad Event"); // RFC 6665 §4.2.1.1: no such event package here
    }
    return null;
  }

  /**
   * True for an INVITE that begins a call with the Call-ID of one that goes on. A Call-ID is unique
   * over space and time (RFC 3261 §8.1.1.4), but both parties of a call know it. What comes back
   * from another server with the From tag that it went there with is the same call on a spiral
   * (§16.6); a phone has no reason to begin its call anew before the first one is over.
   */
  private boolean takesTheCallIdOfAnother(SipRequest request, Inbound inbound) {
    if (inbound.ours() || !request.method().equals(Method.INVITE)) {
      return false;
    }
    CallDialog live = media.dialog(request.callId());
    return live != null
        && (inbound.signedIn() != null || !live.callerTag.equals(request.fromTag()));
  }

  /**
   * A text to a peer's number may go into the telephone network, and cost what a call there does.
   */
  private boolean mayCall(User user, SipUri uri, SipRequest request, Instant now) {
    var planning = ports.planning();
    RoutingRequest enquiry =
        new RoutingRequest(
            new Caller.OurUser(user, false),
            uri,
            now,
            planning.live(),
            request.callId().hashCode(),
            false);
    return !(planning.planner().plan(enquiry, planning.index().get()).plan()
            instanceof CallPlan.Reject no
        && no.status() == 403);
  }

  private static boolean keepsState(Method method) {
    return method.equals(Method.SUBSCRIBE) || method.equals(Method.PUBLISH);
  }
}
