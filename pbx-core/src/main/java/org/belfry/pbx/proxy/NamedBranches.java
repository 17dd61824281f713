package org.belfry.pbx.proxy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.belfry.pbx.engine.Post;
import org.belfry.pbx.inbound.ReservedAddresses;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.locate.HopFinder;
import org.belfry.pbx.sip.locate.ServerLocation;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.transport.SipNetwork;
import org.belfry.pbx.transaction.ClientEntry;
import org.belfry.pbx.transaction.ClientKey;
import org.belfry.pbx.transaction.LaneContext;
import org.belfry.pbx.transaction.TransactionTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The branches of one lane whose next server is a name (RFC 3263 §4.3): waits for its hops, tries
 * them in order, each with a client transaction of its own, and lets the proxy see one branch that
 * fails when the last hop has.
 */
final class NamedBranches {
  private static final Logger LOG = LoggerFactory.getLogger(NamedBranches.class);
  private static final int DATAGRAM_MAX = 1300; // RFC 3261 §18.1.1
  private static final int OUR_FIELDS = 320; // a Via and a Record-Route or two

  private final ProxyPorts ports;
  private final HopFinder finder;
  private final ReservedAddresses reserved;
  private final BranchForwarding forwarding;
  private final BranchEvents events;
  private final TransactionTable transactions;
  private final SipNetwork network;
  private final Post post;

  /**
   * @param events told what comes of a branch before it has a hop, or after the last
   */
  NamedBranches(
      ProxyPorts ports,
      ProxyParts parts,
      LaneContext lane,
      BranchForwarding forwarding,
      BranchEvents events) {
    this.forwarding = forwarding;
    this.ports = ports;
    this.finder = parts.finder();
    this.reserved = parts.reserved();
    this.transactions = lane.transactions();
    this.network = lane.network();
    this.post = lane.post();
    this.events = events;
  }

  /** Looks the name up and forwards the request when it is found, which may be at once. */
  void begin(
      ProxyEntry entry,
      int index,
      ProxyEntry.Attempt attempt,
      SipRequest request,
      SipUri name,
      Instant now) {
    HopSequence sequence = new HopSequence(request);
    attempt.sequence = sequence;
    entry.named = true;
    if (reserved.isOnlyTrunk(name)) {
      refuseTrunk(entry, index, sequence, now);
      return;
    }
    finder.find(
        name,
        request.callId(),
        now,
        (outcome, at) -> {
          if (!sequence.over && entry.attempt(index) == attempt) {
            found(entry, index, attempt, sequence, name, outcome, at);
          }
        });
  }

  private void found(
      ProxyEntry entry,
      int index,
      ProxyEntry.Attempt attempt,
      HopSequence sequence,
      SipUri name,
      ServerLocation.Outcome outcome,
      Instant now) {
    if (!wanted(entry, index)) {
      end(entry, index, sequence, now);
      return;
    }
    switch (outcome) {
      case ServerLocation.Outcome.Located located -> {
        if (located.hops().stream().anyMatch(hop -> reserved.mustBeDialled(hop.remote(), name))) {
          refuseTrunk(entry, index, sequence, now);
          return;
        }
        if (located.hops().stream().anyMatch(hop -> reserved.isShut(hop, name))) {
          LOG.info("call={} {} leads inside", sequence.request.callId(), name);
          refuse(entry, index, sequence, "Nobody is called there", now);
          return;
        }
        sequence.found(ports.dead().last(forSize(sequence.request, located.hops()), now));
        if (!tryNext(entry, index, attempt, sequence, now)) {
          sequence.over = true;
          events.on(entry, new ProxyEvent.BranchUnreachable(index), now);
        }
      }
      case ServerLocation.Outcome.Nowhere nowhere -> {
        LOG.debug("call={} {} leads nowhere: {}", sequence.request.callId(), name, nowhere.why());
        sequence.over = true;
        events.on(
            entry,
            nowhere.certain()
                ? new ProxyEvent.BranchAnswered(
                    index, OwnResponses.of(sequence.request, 404, "No such domain"))
                : new ProxyEvent.BranchUnreachable(index),
            now);
      }
      case ServerLocation.Outcome.Ask ask -> throw new IllegalStateException("still asking");
    }
  }

  /**
   * A trunk's server or a gateway trusts our address: whatever came there would be a call that
   * nobody may have the right to and nobody pays for. One such server among a name's is enough.
   */
  private void refuseTrunk(ProxyEntry entry, int index, HopSequence sequence, Instant now) {
    refuse(entry, index, sequence, "Dial the number to call outside", now);
  }

  private void refuse(
      ProxyEntry entry, int index, HopSequence sequence, String reason, Instant now) {
    sequence.over = true;
    SipResponse refused = OwnResponses.of(sequence.request, 403, reason);
    events.on(entry, new ProxyEvent.BranchAnswered(index, refused), now);
  }

  /** The caller gave up: what was not sent yet never will be (RFC 3261 §9.1, §16.10). */
  void endUnsent(ProxyEntry entry, Instant now) {
    for (int i = 0; i < entry.attempts(); i++) {
      ProxyEntry.Attempt attempt = entry.attempt(i);
      HopSequence sequence = attempt == null ? null : attempt.sequence;
      if (attempt != null
          && sequence != null
          && attempt.sent == null
          && !sequence.over
          && !wanted(entry, i)) {
        end(entry, i, sequence, now);
      }
    }
  }

  /** RFC 3261 §18.1.1: what is too large for a datagram goes over a stream where there is one. */
  static List<Hop> forSize(SipRequest request, List<Hop> hops) {
    if (request.bodyLength() + OUR_FIELDS <= DATAGRAM_MAX
        && request.encoded().length + OUR_FIELDS <= DATAGRAM_MAX) {
      return hops;
    }
    List<Hop> sorted = new ArrayList<>(hops);
    sorted.sort(Comparator.comparing(hop -> !hop.transport().reliable()));
    return sorted;
  }

  private void end(ProxyEntry entry, int index, HopSequence sequence, Instant now) {
    sequence.over = true;
    SipResponse terminated = OwnResponses.of(sequence.request, 487, "Request Terminated");
    events.on(entry, new ProxyEvent.BranchAnswered(index, terminated), now);
  }

  /**
   * A response of a hop.
   *
   * @return false when the proxy need not hear of it: another hop is tried
   */
  boolean passes(
      ProxyBranch branch, ProxyEntry.Attempt attempt, SipResponse response, Instant now) {
    HopSequence sequence = attempt.sequence;
    ProxyEntry entry = branch.entry();
    if (sequence == null) {
      return true;
    }
    if (attempt.sent != branch.sent()) { // of a hop that was given up: it comes too late
      return response.success();
    }
    stopPatience(sequence);
    sequence.heard = true;
    if (response.status() == 503) {
      ports.dead().died(branch.hop(), response.retryAfter(), now);
      return sequence.over
          || !wanted(entry, branch.index())
          || !tryNext(entry, branch.index(), attempt, sequence, now);
    }
    if (response.isFinal()) {
      ports.dead().lives(branch.hop());
      sequence.over = true;
    } else if (sequence.cancel != null) {
      ProxyEffect.Cancel cancel = sequence.cancel;
      sequence.cancel = null;
      forwarding.cancel(attempt, cancel.reason(), now);
    }
    return true;
  }

  /**
   * A hop did not answer, or could not be sent to.
   *
   * @return true when another is tried, or this one is tried no more
   */
  boolean triesAnother(ProxyBranch branch, ProxyEntry.Attempt attempt, Instant now) {
    HopSequence sequence = attempt.sequence;
    ProxyEntry entry = branch.entry();
    if (sequence == null) {
      return false;
    }
    if (attempt.sent != branch.sent()) {
      return true;
    }
    stopPatience(sequence);
    if (sequence.heard) {
      return false;
    }
    ports.dead().died(branch.hop(), null, now);
    return !sequence.over
        && wanted(entry, branch.index())
        && tryNext(entry, branch.index(), attempt, sequence, now);
  }

  /** A hop has said nothing for long enough and there is another one. */
  void overdue(ProxyEntry entry, int index, ProxyEntry.Attempt attempt, Instant now) {
    HopSequence sequence = attempt.sequence;
    if (sequence == null || entry.attempt(index) != attempt) {
      return;
    }
    sequence.patience = null;
    SipRequest sent = attempt.sent;
    Hop hop = attempt.hop;
    if (sequence.heard || sequence.over || sent == null || hop == null) {
      return;
    }
    ports.dead().died(hop, null, now);
    if (wanted(entry, index) && tryNext(entry, index, attempt, sequence, now)) {
      ClientEntry silent = transactions.client(ClientKey.of(sent));
      if (silent != null) {
        transactions.forget(silent);
      }
    }
  }

  /** No CANCEL may go to a hop that has said nothing; it goes when it has. */
  boolean mustWait(ProxyEntry.Attempt attempt, ProxyEffect.Cancel cancel) {
    HopSequence sequence = attempt.sequence;
    if (sequence == null || sequence.heard) {
      return false;
    }
    sequence.cancel = cancel;
    return true;
  }

  void giveUp(ProxyEntry.Attempt attempt) {
    if (attempt.sequence != null) {
      attempt.sequence.over = true;
      stopPatience(attempt.sequence);
    }
  }

  private boolean tryNext(
      ProxyEntry entry, int index, ProxyEntry.Attempt attempt, HopSequence sequence, Instant now) {
    while (sequence.hasMore()) {
      Hop out = network.route(sequence.next());
      if (out == null || out.remote().equals(out.local())) {
        continue; // nobody of ours reaches it, or it is ourselves
      }
      SipRequest onward =
          forwarding.onward(entry, index, sequence.request, attempt.target, out, now);
      if (onward == null) {
        sequence.over = true; // its media cannot be led through us: the branch has been answered
        return true;
      }
      attempt.sent = onward;
      attempt.hop = out;
      sequence.heard = false;
      if (sequence.hasMore()) {
        Duration patience = ports.settings().patience();
        sequence.patience =
            post.after(patience, new ProxyLetter.HopOverdue(entry, index, attempt), now);
      }
      transactions.start(onward, out, new ProxyBranch(entry, index, onward, out), now);
      return true;
    }
    return false;
  }

  private void stopPatience(HopSequence sequence) {
    if (sequence.patience != null) {
      post.cancel(sequence.patience);
      sequence.patience = null;
    }
  }

  private static boolean wanted(ProxyEntry entry, int index) {
    ProxyState state = entry.state;
    return state != null && state.wants(index);
  }
}
