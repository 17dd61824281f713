package org.belfry.pbx.proxy;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.belfry.pbx.anchor.BeyondSource;
import org.belfry.pbx.call.OutsideCalls;
import org.belfry.pbx.cdr.CallAnswered;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallTracker;
import org.belfry.pbx.cdr.LiveCall;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.identity.Privacy;
import org.belfry.pbx.inbound.Inbound;
import org.belfry.pbx.presence.DialogTracker;
import org.belfry.pbx.presence.WatchedDialog.Party;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.Route;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.trace.CallTrace;
import org.belfry.pbx.trace.CallTraces;
import org.jspecify.annotations.Nullable;

/**
 * The calls that the proxies of one lane forward, as all but the proxies see them: tells the call
 * tracker, lamps, the live calls of plans, traces, media and recorders what becomes of each.
 */
public final class ProxiedCalls {
  private final ProxyPorts ports;
  private final CallTracker calls;
  private final CallMedia media;
  private final DialogTracker dialogs;
  private final CallTraces traces;
  private final GatewayCalls gateways;

  /**
   * @param servers addresses of trunks and peers, which answer for media at other addresses
   */
  public ProxiedCalls(ProxyPorts ports, Predicate<InetAddress> servers) {
    this.ports = ports;
    this.media = new CallMedia(ports.media(), servers);
    this.dialogs = new DialogTracker(ports.dialogs());
    this.gateways = new GatewayCalls(ports);
    this.calls =
        new CallTracker(
            ports.cdrs(),
            ports.changed(),
            (callId, now, then) -> {
              dialogs.ended(callId);
              gateways.ended(callId, now);
              ports.planning().live().over(callId, now);
              media.ended(callId, then);
            });
    this.traces = new CallTraces(ports.settings().trace(), calls::isLive);
  }

  /** The records of the calls. */
  public CallTracker calls() {
    return calls;
  }

  /** What was said in them. */
  public CallTraces traces() {
    return traces;
  }

  /** Who is behind applications of ours is asked of these from now on. */
  public void looksBeyond(BeyondSource who) {
    media.looksBeyond(who);
  }

  CallMedia media() {
    return media;
  }

  /**
   * @param callId the Call-ID under which the call is tracked; null when it is none, or one that is
   *     tracked already
   * @param part what its media know of it; null without a From tag too
   */
  record Begun(@Nullable String callId, CallMedia.@Nullable Part part) {
    static final Begun NOTHING = new Begun(null, null);
  }

  /**
   * An INVITE begins a call.
   *
   * @param route where its Request-URI leads, whatever a plan makes of that
   * @param inbound who sent it
   */
  Begun begin(
      SipRequest request, SipUri uri, Route route, Inbound inbound, NameAddr from, Instant now) {
    Peer peer = inbound.peer();
    User caller = inbound.calls();
    User callee = route instanceof Route.ToUser toUser ? toUser.user() : null;
    LiveCall call =
        new LiveCall(
            request.callId(),
            request.fromTag(),
            caller != null ? caller.extension() : outside(from.uri(), peer == null),
            caller != null ? caller.name() : from.display(),
            callee != null ? callee.extension() : outside(uri, route instanceof Route.ToDomain),
            callee == null ? null : callee.name(),
            request.header(HeaderName.USER_AGENT),
            null,
            now,
            null,
            null,
            null,
            null,
            100,
            List.of());
    traces.becomesCall(call.callId());
    if (!calls.begin(call)) {
      return Begun.NOTHING;
    }
    if (caller != null) {
      ports.planning().live().enters(caller.extension(), request.callId());
    }
    String domain = ports.directory().get().domain();
    dialogs.begins(
        call.callId(),
        Privacy.of(request).hidesIdentity()
            ? Party.ANONYMOUS
            : party(caller, from.uri(), from, domain),
        call.callerTag(),
        caller == null ? null : new Aor(caller.extension(), domain),
        party(callee, uri, null, domain),
        now);
    return new Begun(call.callId(), part(request, inbound, route));
  }

  private CallMedia.@Nullable Part part(SipRequest request, Inbound inbound, Route route) {
    String callerTag = request.fromTag();
    if (callerTag == null) {
      return null; // RFC 2543: nobody could be told apart later
    }
    CallMedia.Part part =
        media.begin(
            request,
            callerTag,
            inbound.hop(),
            inbound.signedIn(ports.directory().get()),
            route instanceof Route.ToUser toUser ? toUser.aor() : null);
    part.dialog().fromTrunk = inbound.trunk();
    return part;
  }

  /** We refuse or redirect a call ourselves, before anything was tried. */
  void refused(@Nullable String callId, int status, Instant now) {
    if (callId != null) {
      calls.failed(callId, status, cause(status, false), now);
    }
  }

  /** A response of those who were tried goes to the caller. */
  void responded(ProxyEntry entry, SipResponse response, Instant now) {
    String callId = entry.trackedCall;
    if (callId == null || response.status() <= 100) {
      return;
    }
    if (response.provisional()) {
      calls.ringing(callId, response.status(), now);
    } else if (response.success()) {
      ports.planning().live().ringsNoMore(callId);
      String agent = response.header(HeaderName.USER_AGENT);
      calls.answered(
          callId,
          response.status(),
          agent == null ? response.header(HeaderName.SERVER) : agent,
          response.toTag(),
          now);
    } else {
      calls.failed(callId, response.status(), cause(response.status(), true), now);
    }
  }

  /** Somebody hangs up. */
  void hungUp(SipRequest bye, Instant now) {
    calls.hungUp(bye.callId(), bye.fromTag(), bye.toTag(), now);
    dialogs.hungUp(bye.callId(), bye.fromTag(), bye.toTag());
  }

  /** We have ended a call. */
  void ended(String callId, CallRecord.Cause cause, Instant now) {
    calls.ended(callId, cause, now);
  }

  /** True when there is nothing that {@link #closeOlderThan} would have to look at. */
  boolean isEmpty() {
    return calls.isEmpty();
  }

  /** Closes calls whose end was never seen. */
  void closeOlderThan(Instant began, Instant now) {
    calls.closeOlderThan(began, now);
  }

  /**
   * A branch is about to begin.
   *
   * @return why it may not, or null
   */
  OutsideCalls.Verdict.@Nullable Refuse leaves(
      ProxyEntry entry, ProxyEntry.Attempt attempt, SipRequest request, Instant now) {
    if (!request.method().equals(Method.INVITE)) {
      return null;
    }
    OutsideCalls.Verdict.Refuse no =
        gateways.leaves(attempt, entry.payerOf(attempt.target), request, now);
    CallTrace trace = no == null ? null : traces.of(request.callId());
    if (no != null && trace != null) {
      trace.remark(now, no.why());
    }
    return no;
  }

  /** A branch is over, or answered. */
  void attempted(ProxyEntry entry, ProxyEffect.NoteAttempt e, String callId, Instant now) {
    ProxyEntry.Attempt attempt = entry.attempt(e.index());
    if (attempt != null) {
      gateways.attempted(attempt, e.status(), callId, calls.isLive(callId), now);
    }
    if (entry.part != null && e.status() >= 300) {
      media.branchEnded(entry.part, e.index());
    }
    if (entry.trackedCall != null && e.status() >= 300) {
      dialogs.branchEnded(entry.trackedCall, e.index());
    }
    if (entry.trackedCall != null && attempt != null) {
      String target = attempt.target.shown();
      if (e.status() / 100 == 2 && calls.isLive(entry.trackedCall)) {
        Aor of = attempt.aor;
        if (of != null) {
          ports.planning().live().enters(of.user(), entry.trackedCall);
        }
      }
      calls.attempted(
          entry.trackedCall,
          new CallRecord.Attempt(target, attempt.startedAt, e.status(), attempt.step),
          attempt.aor == null ? null : attempt.aor.user());
    }
  }

  /** What a phone said of a call is seen by those who watch its user. */
  void shows(ProxyEntry entry, int branch, SipResponse response, Instant now) {
    if (entry.trackedCall == null) {
      return;
    }
    ProxyEntry.Attempt attempt = entry.attempt(branch);
    Aor aor = attempt == null ? null : attempt.aor;
    if (response.success()) {
      dialogs.answered(entry.trackedCall, branch, aor, response.toTag(), now);
    } else if (response.provisional() && response.status() > 100) {
      dialogs.rings(entry.trackedCall, branch, aor, response.toTag(), now);
    }
  }

  /** Whoever wants to know of answered calls, a recorder perhaps, is told who is in this one. */
  void connected(ProxyEntry entry, CallDialog dialog, ProxyEntry.Attempt attempt) {
    LiveCall call = calls.live(dialog.callId);
    if (call == null) {
      return;
    }
    CallPlan.Alert alert = entry.plan == null ? null : entry.plan.alertOf(attempt.target);
    CallPlan.Place place = alert == null ? null : alert.place();
    ports
        .answers()
        .accept(
            new CallAnswered(
                call,
                dialog.callerAor == null ? null : dialog.callerAor.user(),
                attempt.aor == null ? null : attempt.aor.user(),
                alert == null ? null : alert.group(),
                dialog.fromTrunk,
                place instanceof CallPlan.Place.Outside outside ? outside.trunk() : null,
                place instanceof CallPlan.Place.Application led ? led.name() : null));
  }

  private static Party party(
      @Nullable User user, SipUri uri, @Nullable NameAddr said, String domain) {
    return user == null
        ? new Party(uri.text(), said == null ? null : said.display())
        : new Party("sip:" + user.extension() + "@" + domain, user.name());
  }

  /** Somebody who is no user of ours: a number, or an address when the domain matters. */
  private static String outside(SipUri uri, boolean withDomain) {
    String number = uri.user();
    return number == null ? uri.host() : withDomain ? number + "@" + uri.host() : number;
  }

  private static CallRecord.Cause cause(int status, boolean tried) {
    return switch (status) {
      case 486, 600 -> CallRecord.Cause.BUSY;
      case 487 -> CallRecord.Cause.CANCELLED;
      case 408 -> CallRecord.Cause.NO_ANSWER;
      case 480 -> tried ? CallRecord.Cause.NO_ANSWER : CallRecord.Cause.NOT_REGISTERED;
      case 603, 607 -> CallRecord.Cause.DECLINED;
      case 404, 410, 484, 604 -> CallRecord.Cause.UNKNOWN_NUMBER;
      case 401, 403, 407 -> CallRecord.Cause.FORBIDDEN;
      case 500, 502, 503, 504 -> CallRecord.Cause.UNREACHABLE;
      default -> CallRecord.Cause.FAILED;
    };
  }
}
