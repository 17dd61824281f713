package org.belfry.pbx.proxy;

import java.time.Instant;
import java.util.Set;
import org.belfry.pbx.agent.UserAgents;
import org.belfry.pbx.anchor.RelayedDescription.Side;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.identity.Identity;
import org.belfry.pbx.proxy.RequestChecks.Refusal;
import org.belfry.pbx.proxy.plan.AutoAnswer;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.TokenValue;
import org.belfry.pbx.sip.route.NextHop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a request within a forwarded dialog is refused for (RFC 3261 §12.2.2, §16.3): it means
 * another dialog, leads out of its own, or says what phones obey from anybody.
 */
final class DialogChecks {
  private static final Logger LOG = LoggerFactory.getLogger(DialogChecks.class);

  /** What a phone may be told of by another: state that it shows, and how a transfer goes. */
  private static final Set<String> TOLD_BETWEEN_PHONES =
      Set.of(
          "refer",
          "conference",
          "dialog",
          "presence",
          "presence.winfo",
          "message-summary",
          "reg",
          "kpml",
          "call-completion");

  private static final Refusal NO_DIALOG = new Refusal(481, "Call/Transaction Does Not Exist");

  private final ProxyPorts ports;
  private final UserAgents agents;
  private final CallMedia media;
  private final DialogParties parties;

  DialogChecks(ProxyPorts ports, UserAgents agents, CallMedia media, DialogParties parties) {
    this.ports = ports;
    this.agents = agents;
    this.media = media;
    this.parties = parties;
  }

  /**
   * @param next where it would go
   * @param request as it came
   */
  @Nullable Refusal of(NextHop next, SipRequest request, Hop from, Instant now) {
    if (request.has(HeaderName.REPLACES) || request.has(RequestChecks.JOIN)) {
      return new Refusal(400, "Only a New Call Takes a Place");
    }
    if (request.method().equals(Method.NOTIFY) && !isOfKnownEvent(request)) {
      return new Refusal(489, "Bad Event");
    }
    boolean toLeg = agents.hop(next.request()) != null;
    if (!toLeg && isForLegOfOurs(next.request(), agents)) {
      return NO_DIALOG; // RFC 3261 §12.2.2: the leg has gone, or the tags are another dialog's
    }
    if (!toLeg && !mayGo(next, request.callId(), now)) {
      LOG.debug(
          "call={} {} from {} leads out of its dialog",
          request.callId(),
          request.method(),
          from.shown());
      return ports.directory().get().isLocal(next.uri().host())
          ? NO_DIALOG
          : new Refusal(403, "Not the target of this dialog");
    }
    CallDialog known = media.dialog(request.callId());
    return known != null && known.onlyRang(request) ? NO_DIALOG : null;
  }

  /**
   * Without what only our applications may say: that a phone is to answer by itself, and who
   * somebody is (RFC 3325 §5), which a neighbour may say too.
   */
  SipRequest allowed(SipRequest request, Hop from) {
    if (from.inside()) {
      return request;
    }
    Directory directory = ports.directory().get();
    SipRequest quiet = AutoAnswer.without(request);
    return directory.peerAt(from.remote().getAddress(), from.remote().getPort()) != null
        ? quiet
        : Identity.asserted(quiet, new Identity.Origin.Stranger(), directory, false);
  }

  // DEVIATION RFC 3261 §16.6: a NOTIFY of an event that is not known to be harmless goes no
  // further.
  // Phones obey makers' own events in a dialog of a call (talk, hold, check-sync), subscribed to or
  // not. RemoteControlTest
  private static boolean isOfKnownEvent(SipRequest notify) {
    String event = notify.header(HeaderName.EVENT);
    return event != null
        && notify.headers(HeaderName.EVENT).size() == 1 // of two, a phone may read the other
        && TOLD_BETWEEN_PHONES.contains(TokenValue.of(event).token());
  }

  /** Our applications' legs have Contacts that lead nowhere but to them. */
  static boolean isForLegOfOurs(SipRequest request, UserAgents agents) {
    return agents.isOurs(request.uri()) && !request.has(HeaderName.ROUTE);
  }

  /**
   * Whether a request that carries a genuine Route of ours may go to where its Request-URI, or the
   * next of its Routes, says. Otherwise whoever has once taken part in a call could have us send to
   * anybody, from an address that others trust.
   */
  boolean mayGo(NextHop next, String callId, Instant now) {
    SipRequest request = next.request();
    if (next.told() || agents.hop(request) != null) {
      return true;
    }
    // A side that has moved since (target refresh): it has said so, or it is still the same
    // machine, or a phone of the same user is there. Of a dialog that we know nothing of there is
    // only its Route.
    CallDialog dialog = media.dialog(callId);
    if (dialog == null) {
      return false;
    }
    Side towards = dialog.towards(request);
    return dialog.isAt(towards, next.uri())
        || (next.hop() != null && parties.isAt(dialog, towards, next.hop(), now));
  }
}
