package org.belfry.pbx.proxy;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.sip.route.NextHop;
import org.jspecify.annotations.Nullable;

/** Responses of branches on their way to the caller (RFC 3261 §16.7). */
final class ResponseProcessing {
  private final ProxyPorts ports;
  private final ProxiedCalls told;
  private final CallMedia media;
  private final Forwarding forwarding;
  private final Destinations destinations;
  private final RedirectFilter redirects;
  private final DialogContacts contacts;

  ResponseProcessing(
      ProxyPorts ports, ProxyParts parts, ProxiedCalls told, DialogContacts contacts) {
    this.ports = ports;
    this.told = told;
    this.media = told.media();
    this.forwarding = parts.forwarding();
    this.destinations = contacts.destinations();
    this.redirects = new RedirectFilter(ports, parts.rights());
    this.contacts = contacts;
  }

  /** The response as it goes on, or null when there is nobody behind us that it is for. */
  @Nullable SipResponse upstream(ProxyBranch branch, SipResponse response, Instant now) {
    ProxyEntry entry = branch.entry();
    SipResponse upstream = honest(entry, Forwarding.withoutOurVia(response));
    if (!upstream.has(HeaderName.VIA)) {
      return null;
    }
    if (upstream.status() / 100 == 3) {
      SipRequest request = ProxyState.requestOf(entry.state);
      upstream = request == null ? upstream : redirects.allowed(branch, request, upstream, now);
    }
    upstream = tellingTarget(branch, upstream, now);
    if (entry.part != null) {
      upstream = anchored(branch, entry.part, entry.attempt(branch.index()), upstream);
    }
    Consumer<Instant> whenRefused = entry.whenRefused;
    if (whenRefused != null && CallRelease.goesOnAfter(upstream.status())) {
      entry.whenRefused = null;
      whenRefused.accept(now);
    }
    told.shows(entry, branch.index(), upstream, now);
    return upstream;
  }

  /** A response with its media led through us; whoever listens is told of the first answer. */
  private SipResponse anchored(
      ProxyBranch branch,
      CallMedia.Part part,
      ProxyEntry.@Nullable Attempt attempt,
      SipResponse response) {
    ProxyEntry entry = branch.entry();
    SipResponse anchored =
        media.response(part, branch.index(), entry.described, branch.hop(), response);
    if (entry.trackedCall != null && anchored.success()) {
      boolean first = !part.dialog().isAnswered();
      media.answered(part, branch.index(), branch.hop(), anchored);
      if (attempt != null) {
        part.dialog().answeredBy = attempt.aor;
        if (first) {
          told.connected(entry, part.dialog(), attempt);
        }
      }
    }
    return anchored;
  }

  /** The callee has said where it is: requests of the dialog may go there (§12.2, §16.7 step 8). */
  private SipResponse tellingTarget(ProxyBranch branch, SipResponse response, Instant now) {
    CallMedia.Part part = branch.entry().part;
    if (response.status() == 100 || response.status() >= 300) {
      return response;
    }
    SipUri contact = NextHop.contactOf(response);
    Aor callee = DialogContacts.calleeOf(branch);
    if (part != null
        && response.success()
        && contact != null
        && TargetRefresh.refreshesTarget(response.method())
        && contacts.mayBe(contact, branch.hop(), callee, now)) {
      part.dialog().moved(part.towards(), contact);
    }
    return branch.entry().recorded != null
        ? forwarding.tellingTarget(
            response, place -> contacts.mayBe(place, branch.hop(), callee, now), now)
        : response;
  }

  ProxyEvent answered(ProxyEntry entry, int branch, SipResponse response, Instant now) {
    if ((response.status() == 488 || response.status() == 606) && offersOther(entry, branch)) {
      // RFC 3261 §8.1.3.5: the same request with another description.
      ProxyEntry.Attempt attempt = Objects.requireNonNull(entry.attempt(branch));
      return new ProxyEvent.BranchRedirected(branch, response, List.of(attempt.target));
    }
    return response.status() / 100 == 3
        ? new ProxyEvent.BranchRedirected(
            branch, response, destinations.redirected(entry, branch, response, now))
        : new ProxyEvent.BranchAnswered(branch, response);
  }

  /** Whether a device that refused our description of the first offer shall get another one. */
  private boolean offersOther(ProxyEntry entry, int branch) {
    return entry.trackedCall != null
        && entry.described
        && entry.part != null
        && entry.state instanceof ProxyState.Waiting waiting
        && waiting.wants(branch)
        && entry.attempt(branch) != null
        && media.offersOther(entry.part, branch);
  }

  // DEVIATION RFC 3261 §16.7 step 7: a challenge with our realm is not passed on, but answered with
  // 502. Nobody behind us asks for a password in our name. BorrowedCredentialsTest
  private SipResponse honest(ProxyEntry entry, SipResponse response) {
    SipRequest request = ProxyState.requestOf(entry.state);
    return request != null && OwnChallenges.in(response, ports.settings().realm())
        ? request.respond(502, "Bad Gateway", response.toTag()).done()
        : response;
  }
}
