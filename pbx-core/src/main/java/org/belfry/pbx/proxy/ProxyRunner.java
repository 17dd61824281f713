package org.belfry.pbx.proxy;

import java.time.Instant;
import java.util.Objects;
import org.belfry.pbx.agent.AgentRequest;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.inbound.Inbound;
import org.belfry.pbx.proxy.plan.PlanSteps;
import org.belfry.pbx.proxy.plan.TargetFinder;
import org.belfry.pbx.proxy.plan.Targets;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.transaction.LaneContext;
import org.belfry.pbx.transaction.ServerEntry;

/**
 * The proxies of one lane: {@link NewRequests} takes what begins something, {@link
 * ResponseContexts} runs what is forwarded, {@link BranchResponses} takes what comes back. What
 * follows within a dialog comes by {@link DialogRequests}.
 */
public final class ProxyRunner {
  private final ProxiedCalls told;
  private final Destinations destinations;
  private final ResponseContexts contexts;
  private final NewRequests requests;
  private final BranchResponses responses;
  private final CallSweep sweep;

  public ProxyRunner(ProxyPorts ports, ProxyParts parts, ProxiedCalls told, LaneContext lane) {
    this.told = told;
    ProxyLimits limits = ports.settings().limits();
    Targets targets = new Targets(ports.location(), limits.ringTime());
    this.destinations = new Destinations(ports, targets, parts.gruus(), parts.reserved());
    DialogContacts contacts = new DialogContacts(ports, parts.reserved(), destinations);
    TargetFinder finder =
        new TargetFinder(
            targets, limits.ringTime(), parts.agents()::application, ports.applications());
    PlanRings rings =
        new PlanRings(
            new PlanSteps(ports.planning(), finder, told.calls(), limits.branches()),
            ports.media());
    this.contexts = new ResponseContexts(ports, parts, told, lane, rings);
    this.responses =
        new BranchResponses(
            new ResponseProcessing(ports, parts, told, contacts),
            contexts.named(),
            lane.post(),
            contexts::step);
    this.sweep = new CallSweep(told, ports.settings().callLimit(), lane.post());
    OwnResponses answers = new OwnResponses(lane.transactions(), told);
    NewContexts opened = new NewContexts(told, contacts, sweep);
    this.requests =
        new NewRequests(
            new RequestChecks(ports, parts.rights(), told.media(), contacts),
            destinations,
            new ApplicationRequests(parts.agents(), ports.applications(), opened, contexts),
            new TargetSelection(destinations, rings, opened, contexts, answers),
            answers);
  }

  Destinations destinations() {
    return destinations;
  }

  ProxiedCalls told() {
    return told;
  }

  ResponseContexts contexts() {
    return contexts;
  }

  /** What happens to forwarded requests beside requests themselves; not {@code CallToEnd}. */
  public void on(ProxyLetter letter, Instant now) {
    switch (letter) {
      case ProxyLetter.TimerFired e -> contexts.fired(e.entry(), e.event(), now);
      case ProxyLetter.Answered e -> responses.answered(e.branch(), e.response(), now);
      case ProxyLetter.Silent e -> responses.silent(e.branch(), e.status(), now);
      case ProxyLetter.HopOverdue e ->
          contexts.named().overdue(e.entry(), e.index(), e.attempt(), now);
      case ProxyLetter.Overdue e -> responses.overdue(e.entry(), now);
      case ProxyLetter.CallsSwept e -> sweep.run(now);
      case ProxyLetter.CallToEnd e -> throw new IllegalStateException("for who ends dialogs: " + e);
    }
  }

  /**
   * Forwards a request that begins something new.
   *
   * @param inbound who sent it
   */
  public void start(
      ServerEntry entry,
      SipRequest request,
      SipUri uri,
      Inbound inbound,
      Directory directory,
      Instant now) {
    requests.forward(new NewRequest(entry, request, uri, inbound, directory), now);
  }

  /** A call that rings is to ring here as well; nothing when it does not ring any more. */
  public void fetch(AgentRequest.Fetched fetched, Instant now) {
    Target here = new Target(fetched.uri(), fetched.here(), false);
    CallDialog dialog = told.media().dialog(fetched.callId());
    ProxyEntry entry = dialog == null ? null : dialog.inviting;
    if (entry != null && entry.state instanceof ProxyState.Waiting) {
      entry.fetched(here, fetched.by());
      contexts.step(entry, new ProxyEvent.Fetched(here), now);
    }
  }

  /**
   * False when a CANCEL has the branch of an INVITE and another Call-ID or From tag (§9.1): some
   * phones count their branches.
   */
  public boolean mayCancel(ServerEntry invite, SipRequest cancel) {
    return !(invite.user() instanceof ProxyEntry entry)
        || !(entry.state instanceof ProxyState.Waiting waiting)
        || (waiting.request().callId().equals(cancel.callId())
            && Objects.equals(waiting.request().fromTag(), cancel.fromTag()));
  }

  /** The caller gave up (§16.10). */
  public void cancel(ServerEntry invite, SipRequest cancel, Instant now) {
    if (invite.user() instanceof ProxyEntry entry) {
      contexts.step(entry, new ProxyEvent.CancelReceived(cancel.header(HeaderName.REASON)), now);
      if (entry.named) {
        contexts.named().endUnsent(entry, now);
      }
    }
  }
}
