package org.belfry.pbx.agent;

import java.time.Instant;
import org.belfry.pbx.agent.LegReplacements.Place;
import org.belfry.pbx.call.Application;
import org.belfry.pbx.call.CallLeg;
import org.belfry.pbx.call.LegLimits;
import org.belfry.pbx.call.LegProfile;
import org.belfry.pbx.call.Reasons;
import org.belfry.pbx.call.Replaces;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * INVITEs that begin something at an application (RFC 3261 §13.3): the application says who takes
 * the call, unless it comes to one that goes on (RFC 3891).
 */
final class IncomingCalls {
  private static final Logger LOG = LoggerFactory.getLogger(IncomingCalls.class);
  private static final int LEGS_MAX = 20_000;

  private final AgentPorts ports;
  private final Application.Environment environment;
  private final LegTable table;
  private final LegTransport transport;
  private final UasDialogs dialogs;

  IncomingCalls(
      AgentPorts ports,
      Application.Environment environment,
      LegTable table,
      LegTransport transport,
      UasDialogs dialogs) {
    this.ports = ports;
    this.environment = environment;
    this.table = table;
    this.transport = transport;
    this.dialogs = dialogs;
  }

  void invited(InviteReceived invite, Instant now) {
    SipRequest request = invite.request();
    Application application = ports.applications().get(invite.application());
    if (application == null) {
      refuse(invite, 404, "No Such Application", now);
      return;
    }
    if (table.legs() >= LEGS_MAX) {
      LOG.warn("call={} is refused: {} legs are held", request.callId(), LEGS_MAX);
      refuse(invite, 503, "Too Many Calls", now);
      return;
    }
    // What cannot be read is found before anything is held for it.
    CallLeg.read(request);
    String named = request.header(HeaderName.REPLACES);
    Place place = named == null ? Place.NONE : Place.of(Replaces.of(named));
    switch (reception(application, invite, place, now)) {
      case Application.Reception.Refused refused -> {
        if (refused.why() != null) {
          transport.remark(request.callId(), refused.why(), now);
        }
        transport.answer(invite.requester(), refusal(request, refused), now);
      }
      case Application.Reception.Taken taken -> dialogs.begin(invite, taken, place, now);
      case Application.Reception.Joins joins ->
          dialogs.begin(
              invite, newcomer(invite.application()), new Place(joins.callId(), null), now);
    }
  }

  private Application.Reception reception(
      Application application, InviteReceived invite, Place place, Instant now) {
    return place.replaces() != null
        ? newcomer(invite.application())
        : application.called(
            new Application.Incoming(
                invite.request(),
                invite.from(),
                ports.directory().get(),
                invite.signedIn(),
                invite.outside(),
                environment),
            now);
  }

  private void refuse(InviteReceived invite, int status, String reason, Instant now) {
    SipResponse no = invite.request().respond(status, reason, environment.token()).done();
    transport.answer(invite.requester(), no, now);
  }

  private SipResponse refusal(SipRequest invite, Application.Reception.Refused refused) {
    var no = invite.respond(refused.status(), refused.reason(), environment.token());
    if (refused.warning() != null) {
      no.add(
          HeaderName.WARNING,
          "399 " + ports.realm() + " \"" + Reasons.quotable(refused.warning()) + "\"");
    }
    return no.done();
  }

  /** Who comes to take a leg's place is welcomed, until that leg's call says what to do. */
  private Application.Reception.Taken newcomer(String application) {
    return new Application.Reception.Taken(
        new LegProfile(
            ports.realm(),
            environment.contact(application),
            LegProfile.EVERYTHING,
            false,
            null,
            LegLimits.DEFAULT),
        new PendingReplacement());
  }
}
