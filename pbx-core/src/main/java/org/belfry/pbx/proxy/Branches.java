package org.belfry.pbx.proxy;

import java.time.Instant;
import java.util.Objects;
import org.belfry.pbx.call.OutsideCalls;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.transport.SipNetwork;

/**
 * Begins, cancels and gives up the branches of forwarded requests as their machines want it (RFC
 * 3261 §16.6 step 7, §16.8, §16.10): by a hop, or by the servers of a name.
 */
final class Branches {
  private final ProxiedCalls told;
  private final BranchForwarding forwarding;
  private final NamedBranches named;
  private final SipNetwork network;
  private final BranchEvents events;

  Branches(
      ProxiedCalls told,
      BranchForwarding forwarding,
      NamedBranches named,
      SipNetwork network,
      BranchEvents events) {
    this.told = told;
    this.forwarding = forwarding;
    this.named = named;
    this.network = network;
    this.events = events;
  }

  void begin(ProxyEntry entry, SipRequest request, ProxyEffect.Forward e, Instant now) {
    Target target = e.target();
    ProxyEntry.Attempt attempt = attempt(entry, e, now);
    OutsideCalls.Verdict.Refuse stopped = told.leaves(entry, attempt, request, now);
    if (stopped != null) {
      var why = OwnResponses.Warning.miscellaneous(stopped.why(), stopped.warning());
      forwarding.refuse(
          entry,
          e.index(),
          forwarding.refused(request, stopped.status(), stopped.reason(), why),
          now);
      return;
    }
    if (target.hop() == null) {
      named.begin(entry, e.index(), attempt, request, Objects.requireNonNull(target.name()), now);
      return;
    }
    Hop out = network.route(target.hop());
    if (out == null || out.remote().equals(out.local())) {
      events.on(entry, new ProxyEvent.BranchUnreachable(e.index()), now);
      return;
    }
    SipRequest onward = forwarding.onward(entry, e.index(), request, target, out, now);
    if (onward != null) {
      attempt.sent = onward;
      attempt.hop = out;
      forwarding.send(onward, out, new ProxyBranch(entry, e.index(), onward, out), now);
    }
  }

  private ProxyEntry.Attempt attempt(ProxyEntry entry, ProxyEffect.Forward e, Instant now) {
    Target target = e.target();
    ProxyEntry.Attempt attempt = entry.begin(e.index(), target, e.breadth(), now);
    if (entry.part != null && e.index() > 0) {
      int refused = entry.before(e.index(), target);
      if (refused >= 0) {
        told.media().follows(entry.part, e.index(), refused);
      }
    }
    // Noted now: when the branch ends, others may ring.
    attempt.aor = entry.ownerOf(target);
    attempt.step = entry.stepOf(target);
    return attempt;
  }

  void cancel(ProxyEntry entry, ProxyEffect.Cancel e, Instant now) {
    ProxyEntry.Attempt attempt = entry.attempt(e.index());
    if (attempt != null
        && attempt.sent != null
        && attempt.hop != null
        && !named.mustWait(attempt, e)) {
      forwarding.cancel(attempt, e.reason(), now);
    }
  }

  void giveUp(ProxyEntry entry, int index) {
    ProxyEntry.Attempt attempt = entry.attempt(index);
    if (attempt != null) {
      named.giveUp(attempt);
      forwarding.forget(attempt);
    }
  }
}
