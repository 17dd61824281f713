package org.belfry.pbx.proxy;

import java.time.Duration;
import java.time.Instant;
import org.belfry.pbx.engine.Post;
import org.belfry.pbx.sip.message.SipResponse;

/**
 * What comes back on the branches of forwarded requests (RFC 3261 §16.7, §16.9): responses, and
 * that there is none.
 */
final class BranchResponses {
  /**
   * A phone on UDP remembers a refused INVITE for T4, 5 s, after the ACK (RFC 3261 §17.2.1, Timer
   * I), and takes another one of the same call for a loop meanwhile (§8.2.2.2: 482).
   */
  private static final Duration AFTER_REFUSAL = Duration.ofMillis(5500);

  private final ResponseProcessing processing;
  private final NamedBranches named;
  private final Post post;
  private final BranchEvents events;

  BranchResponses(
      ResponseProcessing processing, NamedBranches named, Post post, BranchEvents events) {
    this.processing = processing;
    this.named = named;
    this.post = post;
    this.events = events;
  }

  void answered(ProxyBranch branch, SipResponse response, Instant now) {
    ProxyEntry entry = branch.entry();
    ProxyEntry.Attempt attempt = entry.attempt(branch.index());
    if (attempt != null
        && attempt.sequence != null
        && !named.passes(branch, attempt, response, now)) {
      return;
    }
    SipResponse upstream = processing.upstream(branch, response, now);
    if (upstream == null) {
      return;
    }
    ProxyEvent event = processing.answered(entry, branch.index(), upstream, now);
    if (event instanceof ProxyEvent.BranchRedirected
        && upstream.status() >= 400
        && !branch.hop().transport().reliable()) {
      post.after(AFTER_REFUSAL, new ProxyLetter.TimerFired(entry, event), now);
      return;
    }
    events.on(entry, event, now);
  }

  /**
   * @param status 408 for no answer in time, 503 when it could not be sent (§16.9)
   */
  void silent(ProxyBranch branch, int status, Instant now) {
    ProxyEntry.Attempt attempt = branch.entry().attempt(branch.index());
    if (attempt != null && attempt.sequence != null && named.triesAnother(branch, attempt, now)) {
      return; // the branch goes on with another server of the same name
    }
    events.on(
        branch.entry(),
        status == 408
            ? new ProxyEvent.BranchTimedOut(branch.index())
            : new ProxyEvent.BranchUnreachable(branch.index()),
        now);
  }

  /** A branch over the network has its own Timer F; one to a leg of ours has no other end. */
  void overdue(ProxyEntry entry, Instant now) {
    for (int i = 0; i < entry.attempts(); i++) {
      ProxyEntry.Attempt attempt = entry.attempt(i);
      if (attempt != null && attempt.hop != null && attempt.hop.inside()) {
        events.on(entry, new ProxyEvent.BranchTimedOut(i), now);
      }
    }
  }
}
