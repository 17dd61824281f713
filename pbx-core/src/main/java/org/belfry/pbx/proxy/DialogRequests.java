package org.belfry.pbx.proxy;

import java.time.Instant;
import java.util.List;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.proxy.RequestChecks.Refusal;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.NextHop;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.route.TargetGroup;
import org.belfry.pbx.sip.transport.SipNetwork;
import org.belfry.pbx.transaction.LaneContext;
import org.belfry.pbx.transaction.ServerEntry;
import org.belfry.pbx.transaction.TransactionTable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said within a dialog that was forwarded here (RFC 3261 §12.2, §16.4): goes along the
 * route that our Record-Route laid, with a transaction of the proxy's or, an ACK, without. Ends
 * calls for both sides.
 */
public final class DialogRequests {
  private static final Logger LOG = LoggerFactory.getLogger(DialogRequests.class);

  private final ProxyParts parts;
  private final CallMedia media;
  private final ProxiedCalls told;
  private final Destinations destinations;
  private final ResponseContexts contexts;
  private final TransactionTable transactions;
  private final SipNetwork network;
  private final DialogChecks checks;
  private final TargetRefresh refresh;
  private final DialogReferrals referrals;
  private final RecordRequests records;
  private final StatelessForwarding stateless;
  private final CallRelease release;

  public DialogRequests(ProxyPorts ports, ProxyParts parts, ProxyRunner proxies, LaneContext lane) {
    this.parts = parts;
    this.told = proxies.told();
    this.media = told.media();
    this.destinations = proxies.destinations();
    this.contexts = proxies.contexts();
    this.transactions = lane.transactions();
    this.network = lane.network();
    DialogParties parties = new DialogParties(ports);
    this.checks = new DialogChecks(ports, parts.agents(), media, parties);
    this.refresh = new TargetRefresh(parts.reserved(), destinations);
    this.referrals = new DialogReferrals(ports, parts.rights(), parties);
    this.records = new RecordRequests(ports.recordKeys(), parties, transactions);
    this.stateless = new StatelessForwarding(ports, parts, destinations, network);
    this.release = new CallRelease(told, parts.routes(), stateless, contexts.forwarding());
  }

  /** True for a request with a genuine Route of ours: of a dialog that was forwarded here. */
  public boolean areMeantBy(SipRequest request, Instant now) {
    try {
      return NextHop.of(request, parts.routes(), now) != null;
    } catch (MalformedHeader e) {
      return false; // its 400 is counted like any other
    }
  }

  /** True for a request with the tags of a call that goes on. */
  public boolean areOfLiveCall(SipRequest request) {
    CallDialog dialog = media.dialog(request.callId());
    return dialog != null && dialog.has(request);
  }

  /**
   * Forwards a request along the route that our Record-Route laid (RFC 3261 §16.4 to §16.6).
   *
   * @return false when it carries no genuine Route of ours
   */
  public boolean forward(ServerEntry entry, SipRequest request, Hop from, Instant now) {
    NextHop next = NextHop.of(checks.allowed(request, from), parts.routes(), now);
    if (next == null) {
      return false;
    }
    Refusal refusal = checks.of(next, request, from, now);
    if (refusal != null) {
      respond(entry, request, refusal.status(), refusal.reason(), now);
      return true;
    }
    CallMedia.Part part = media.of(request, from);
    if (part != null) {
      refresh.requested(request, part, from, now);
    }
    NextHop bye = null;
    if (request.method().equals(Method.BYE)) {
      bye = part == null ? null : release.ours(part, request, now);
      told.hungUp(request, now);
    }
    if (part != null && endsHere(entry, request, part, now)) {
      return true;
    }
    Hop application = parts.agents().hop(next.request());
    if (request.method().equals(Method.REFER)
        && !referrals.mayGo(request, part, application != null, from, now)) {
      respond(entry, request, 403, "May not transfer there", now);
      return true;
    }
    ProxyEntry proxied = new ProxyEntry(entry, now, null, null, null, null, part);
    NextHop good = bye;
    if (good != null) {
      proxied.whenRefused = at -> release.send(good, at);
    }
    SipRequest onward =
        request.method().equals(Method.REFER)
            ? referrals.referredBy(next.request(), part, now)
            : next.request();
    contexts.run(proxied, onward, targets(next, application, now), ForkPolicy.NONE, now);
    return true;
  }

  /** Whether what a request asks for is ours to do. */
  private boolean endsHere(
      ServerEntry entry, SipRequest request, CallMedia.Part part, Instant now) {
    if (media.dialled(part, request)) {
      // DEVIATION RFC 3261 §16: the device that it was meant for is told by events (RFC 4733), as
      // we have offered it those.
      respond(entry, request, 200, "OK", now);
      return true;
    }
    return records.take(entry, request, part, now);
  }

  private List<TargetGroup> targets(NextHop next, @Nullable Hop application, Instant now) {
    if (application != null) {
      return TargetGroup.together(List.of(new Target(null, application, false)));
    }
    List<TargetGroup> device = destinations.dialogDevice(next.request(), now);
    return device.isEmpty() ? TargetGroup.together(List.of(next.target())) : device;
  }

  private void respond(
      ServerEntry entry, SipRequest request, int status, String reason, Instant now) {
    transactions.respond(entry, request.respond(status, reason, null).done(), now);
  }

  /**
   * The ACK for a 2xx: a request without a transaction (RFC 3261 §13.2.2.4, §16.11 in spirit).
   *
   * @return false when it carries no genuine Route of ours
   */
  public boolean forwardAck(SipRequest ack, Hop from, Instant now) {
    if (ack.number(HeaderName.MAX_FORWARDS, 70) == 0) {
      return true;
    }
    NextHop next = NextHop.of(ack, parts.routes(), now);
    if (next == null) {
      LOG.debug("call={} an ACK from {} has no route of ours", ack.callId(), from.shown());
      return false;
    }
    if (!checks.mayGo(next, ack.callId(), now)) {
      LOG.debug("call={} an ACK from {} leads out of its dialog", ack.callId(), from.shown());
      return true;
    }
    // Its part is taken now: the look-up of a name may outlast the call.
    CallMedia.Part part = media.of(ack, from);
    stateless.forward(
        next,
        now,
        (onward, out, at) -> {
          SipRequest described =
              part == null ? onward : media.request(part, 0, onward, out).request();
          if (out.inside()) {
            parts.agents().ackFromProxy(described, out);
          } else {
            network.send(described.encoded(), out);
          }
          String hopeless = part == null ? null : part.dialog().hopeless();
          if (hopeless != null) {
            // RFC 3261 §15: a callee may be told only when it has its ACK.
            release.end(ack.callId(), CallRecord.Cause.FAILED, hopeless, at);
          }
        });
    return true;
  }

  /**
   * Ends a call for both sides, as each would for the other (RFC 3261 §15). Nothing when it is
   * over, or not answered yet.
   */
  public void end(String callId, CallRecord.Cause cause, String why, Instant now) {
    release.end(callId, cause, why, now);
  }
}
