package org.belfry.pbx.proxy.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallTracker;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.directory.Whereabouts;
import org.belfry.pbx.identity.Identity;
import org.belfry.pbx.identity.Privacy;
import org.belfry.pbx.inbound.Inbound;
import org.belfry.pbx.presence.WatchedDialog.Party;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.CallPlan.Alert;
import org.belfry.pbx.routing.CallPlan.Outcome;
import org.belfry.pbx.routing.CallPlan.Place;
import org.belfry.pbx.routing.Caller;
import org.belfry.pbx.routing.DialIndex;
import org.belfry.pbx.routing.PlanCursor;
import org.belfry.pbx.routing.Planned;
import org.belfry.pbx.routing.Reason;
import org.belfry.pbx.routing.RoutingRequest;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.TargetGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the plans of one lane's calls and walks them: what is tried next, and when it is over. */
public final class PlanSteps {
  private static final Logger LOG = LoggerFactory.getLogger(PlanSteps.class);

  private final CallPlanning planning;
  private final TargetFinder finder;
  private final CallTracker calls;
  private final int together;

  /**
   * @param together how many phones may ring together
   */
  public PlanSteps(CallPlanning planning, TargetFinder finder, CallTracker calls, int together) {
    this.planning = planning;
    this.finder = finder;
    this.calls = calls;
    this.together = together;
  }

  private static final PlanStep OVER = new PlanStep.Over();

  public PlanRun begin(
      SipRequest request, SipUri dialled, Inbound inbound, NameAddr from, Instant now) {
    DialIndex index = planning.index().get();
    RoutingRequest enquiry =
        new RoutingRequest(
            caller(request, inbound, from),
            dialled,
            now,
            planning.live(),
            request.callId().hashCode(),
            true,
            device(request, dialled, inbound, index, now));
    Planned planned = planning.planner().called(enquiry, index);
    calls.planned(
        request.callId(),
        planned.reasons().stream().limit(CallRecord.Reason.MOST).map(PlanSteps::reason).toList());
    return new PlanRun(
        index.directory(), PlanCursor.start(planned.plan(), planning.planner().limits()));
  }

  private static CallRecord.Reason reason(Reason reason) {
    return new CallRecord.Reason(reason.why().name(), reason.words(), reason.toString());
  }

  /** The phone of an emergency call; its registration may name what its INVITE does not. */
  private Whereabouts.@Nullable Device device(
      SipRequest request, SipUri dialled, Inbound inbound, DialIndex index, Instant now) {
    User user = inbound.signedIn();
    if (user == null || !index.needsLocation(dialled)) {
      return null;
    }
    List<String> names = new ArrayList<>(request.headers(HeaderName.USER_AGENT));
    names.addAll(request.headers(HeaderName.CONTACT));
    Aor aor = new Aor(user.extension(), index.directory().domain());
    names.addAll(planning.live().devicesAt(aor, inbound.hop(), now));
    return new Whereabouts.Device(inbound.hop().remote().getAddress(), names);
  }

  private static Caller caller(SipRequest request, Inbound inbound, NameAddr from) {
    boolean anonymous =
        from.uri().host().equals("anonymous.invalid")
            || (request.has(HeaderName.PRIVACY) && Privacy.of(request).hidesIdentity());
    NameAddr asserted = inbound.peer() == null ? null : Identity.assertedBy(request);
    return inbound.caller((asserted == null ? from : asserted).uri().user(), anonymous);
  }

  /** A ring is over with this status: what comes next? */
  public PlanStep after(
      PlanRun run, int status, SipRequest request, @Nullable String tracked, Instant now) {
    planning.live().ringsNoMore(request.callId());
    run.cursor = run.cursor.after(Outcome.of(status));
    return next(run, request, tracked, now);
  }

  /** What the plan does now. Rings that reach nobody are passed over, and noted. */
  public PlanStep next(PlanRun run, SipRequest request, @Nullable String tracked, Instant now) {
    while (true) {
      for (CallPlan.SideNote note : run.cursor.notes()) {
        planning.notes().say(note, request.callId());
        if (note instanceof CallPlan.SideNote.Emergency emergency) {
          planning.live().emergency(emergency, now);
        }
      }
      switch (run.cursor.now()) {
        case PlanCursor.Now.Try t -> {
          List<TargetGroup> groups = finder.groups(run, t.ring(), t.time(), request, now);
          remember(t.ring(), request, now);
          if (!groups.isEmpty()) {
            noteLeftOut(groups, request, tracked, now);
            return new PlanStep.Try(groups, PlanRun.isMany(t.ring()));
          }
          noteUnreachable(t.ring(), tracked, now);
          run.cursor = run.cursor.after(Outcome.UNREACHABLE);
        }
        case PlanCursor.Now.Respond respond -> {
          return new PlanStep.Refuse(respond.reject().status(), respond.reject().reason());
        }
        case PlanCursor.Now.Redirect redirect -> {
          return new PlanStep.Redirect(redirect.redirect());
        }
        case PlanCursor.Now.Best best -> {
          return OVER;
        }
      }
    }
  }

  private void remember(CallPlan.Ring ring, SipRequest request, Instant now) {
    Alert first = ring.alerts().getFirst();
    if (first.group() != null && first.place() instanceof Place.Phones phones) {
      NameAddr from = Grammar.nameAddr(request.mandatory(HeaderName.FROM));
      Party caller =
          Privacy.of(request).hidesIdentity()
              ? Party.ANONYMOUS
              : new Party(from.uri().text(), from.display());
      planning.live().rings(first.group(), phones.extension(), request.callId(), caller, now);
    }
  }

  /** Who looks for a phone that did not ring finds out why. */
  private void noteLeftOut(
      List<TargetGroup> groups, SipRequest request, @Nullable String tracked, Instant now) {
    int phones = 0;
    int most = 0;
    for (TargetGroup group : groups) {
      phones = (group.joins() ? phones : 0) + group.targets().size();
      most = Math.max(most, phones);
    }
    if (most > together) {
      int leftOut = most - together;
      LOG.warn("call={} {} phones do not ring: {} do already", request.callId(), leftOut, together);
      if (tracked != null) {
        calls.attempted(
            tracked,
            new CallRecord.Attempt(
                leftOut + " phones", now, 480, "no more than " + together + " ring together"),
            null);
      }
    }
  }

  private void noteUnreachable(CallPlan.Ring ring, @Nullable String tracked, Instant now) {
    if (tracked == null) {
      return;
    }
    for (Alert alert : ring.alerts()) {
      String step = PlanRun.step(alert);
      String place = org.belfry.pbx.routing.PlanText.place(alert.place());
      calls.attempted(
          tracked, new CallRecord.Attempt(place, now, 480, step == null ? place : step), null);
    }
  }
}
