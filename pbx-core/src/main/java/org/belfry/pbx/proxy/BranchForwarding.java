package org.belfry.pbx.proxy;

import java.time.Instant;
import java.util.Objects;
import org.belfry.pbx.agent.Requester;
import org.belfry.pbx.agent.UserAgents;
import org.belfry.pbx.anchor.Outcome;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.transaction.ClientEntry;
import org.belfry.pbx.transaction.ClientKey;
import org.belfry.pbx.transaction.TransactionTable;
import org.jspecify.annotations.Nullable;

/**
 * Forwards a request on one branch (RFC 3261 §16.6): its copy with our Via and Record-Route and
 * with media led through us, in a client transaction, or as a value to an application of ours.
 */
final class BranchForwarding {
  private final String realm;
  private final Forwarding forwarding;
  private final UserAgents agents;
  private final CallMedia media;
  private final TransactionTable transactions;
  private final BranchEvents events;

  /**
   * @param events told when a branch cannot be sent
   */
  BranchForwarding(
      ProxyPorts ports,
      ProxyParts parts,
      CallMedia media,
      TransactionTable transactions,
      BranchEvents events) {
    this.realm = ports.settings().realm();
    this.forwarding = parts.forwarding();
    this.agents = parts.agents();
    this.media = media;
    this.transactions = transactions;
    this.events = events;
  }

  /**
   * The request as it leaves on a branch.
   *
   * @return null when its media cannot be led through us: the branch has been answered
   */
  @Nullable SipRequest onward(
      ProxyEntry entry, int branch, SipRequest request, Target target, Hop out, Instant now) {
    int breadth = Objects.requireNonNull(entry.attempt(branch)).breadth;
    SipRequest onward = forwarding.forward(request, target, out, entry.recorded, breadth);
    if (entry.part == null) {
      return onward;
    }
    CallMedia.Passed passed = media.request(entry.part, branch, onward, out);
    Outcome.Refused refused = passed.refused();
    if (refused == null) {
      return passed.request();
    }
    var why = new OwnResponses.Warning(refused.warning(), refused.why());
    refuse(entry, branch, refused(request, refused.status(), refused.reason(), why), now);
    return null;
  }

  /** A branch is refused before it is sent. */
  void refuse(ProxyEntry entry, int branch, SipResponse no, Instant now) {
    events.on(entry, new ProxyEvent.BranchAnswered(branch, no), now);
  }

  SipResponse refused(SipRequest request, int status, String reason, OwnResponses.Warning why) {
    return OwnResponses.warning(request, status, reason, realm, why);
  }

  /**
   * Sends a request on.
   *
   * @param branch told what comes of it, or null when nobody needs to know
   */
  void send(SipRequest request, Hop hop, @Nullable ProxyBranch branch, Instant now) {
    if (hop.inside()) {
      // Nothing is lost within this process, so nothing need be repeated.
      agents.fromProxy(request, hop, requester(request, hop, branch));
    } else {
      transactions.start(request, hop, branch, now);
    }
  }

  /** What an application is told of who calls it. */
  private static Requester.Proxied requester(
      SipRequest sent, Hop hop, @Nullable ProxyBranch branch) {
    String via = sent.topVia().branch();
    if (branch == null) {
      return new Requester.Proxied(null, via, hop, null, null, false);
    }
    ProxyEntry entry = branch.entry();
    ProxyEntry.Attempt attempt = entry.attempt(branch.index());
    return new Requester.Proxied(
        branch,
        via,
        hop,
        entry.signedIn,
        attempt == null ? null : entry.outsideOf(attempt.target),
        entry.mayReplace);
  }

  /** Sends the CANCEL of a branch where its request went (§9.1). */
  void cancel(ProxyEntry.Attempt attempt, @Nullable String reason, Instant now) {
    if (attempt.sent != null && attempt.hop != null) {
      send(Forwarding.cancel(attempt.sent, reason), attempt.hop, null, now);
    }
  }

  /** Waits no more for an answer to what was sent last on a branch. */
  void forget(ProxyEntry.Attempt attempt) {
    SipRequest sent = attempt.sent;
    ClientEntry client = sent == null ? null : transactions.client(ClientKey.of(sent));
    if (client != null) {
      transactions.forget(client);
    }
  }
}
