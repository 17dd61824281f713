package org.belfry.pbx.proxy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.belfry.pbx.call.OutsideCall;
import org.belfry.pbx.call.OutsideCalls;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.engine.TimerWheel;
import org.belfry.pbx.proxy.plan.PlanRun;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.transaction.ServerEntry;
import org.belfry.pbx.transaction.ServerUser;
import org.jspecify.annotations.Nullable;

/** A request being forwarded, in a lane's memory. */
public final class ProxyEntry implements ServerUser {
  final ServerEntry server;
  final Instant startedAt;

  /** The Call-ID under which the call is tracked, or null when this is no new call. */
  final @Nullable String trackedCall;

  final Forwarding.@Nullable Recorded recorded;

  /** Whose devices it was dialled for; null when it is for others, or a plan says who rings. */
  private final @Nullable Aor aor;

  /** How far the call has come in its plan, or null when nothing was planned. */
  @Nullable PlanRun plan;

  /** Our user who has signed in with the request, or null. */
  final @Nullable Aor signedIn;

  /** The call it belongs to, or null when it is no call or not one of ours any more. */
  final CallMedia.@Nullable Part part;

  /** True for an INVITE whose Replaces may be obeyed by legs of ours (RFC 3891 §4). */
  boolean mayReplace;

  /** Whether the request carries a session description. */
  boolean described;

  /** What is done when the request, a BYE, is refused; null for all others. */
  @Nullable Consumer<Instant> whenRefused;

  @Nullable ProxyState state;
  TimerWheel.@Nullable Timer ringTimer;

  /** True when the target of a branch is a name. */
  boolean named;

  /** Owners of devices that are not {@link #aor}'s, by Request-URI. */
  private Map<String, Aor> redirectedTo = Map.of();

  /** Where somebody picks up the ringing call, and who; null when nobody does. */
  private @Nullable Target fetched;

  private String fetchedBy = "";

  private List<@Nullable Attempt> attempts = new ArrayList<>(1);

  ProxyEntry(
      ServerEntry server,
      Instant startedAt,
      @Nullable String trackedCall,
      Forwarding.@Nullable Recorded recorded,
      @Nullable Aor aor,
      @Nullable Aor signedIn,
      CallMedia.@Nullable Part part) {
    this.server = server;
    this.startedAt = startedAt;
    this.trackedCall = trackedCall;
    this.recorded = recorded;
    this.aor = aor;
    this.signedIn = signedIn;
    this.part = part;
  }

  @Override
  public Event overdue() {
    return new ProxyLetter.Overdue(this);
  }

  /** The transaction of the request. */
  public ServerEntry server() {
    return server;
  }

  /** One branch: where it went, what was sent for its CANCEL, and its Timer C. */
  public static final class Attempt {
    final Target target;
    final Instant startedAt;

    /** Its Max-Breadth (RFC 5393). */
    final int breadth;

    /** Whose device it is for, or null. */
    @Nullable Aor aor;

    /** The step of the plan that it is part of, or null. */
    @Nullable String step;

    @Nullable SipRequest sent;
    @Nullable Hop hop;

    /** The hops to try, when the target is a name. */
    @Nullable HopSequence sequence;

    TimerWheel.@Nullable Timer timerC;

    /** Who is told what becomes of it, when it costs money, until it is answered. */
    OutsideCalls.@Nullable CallProgress progress;

    Attempt(Target target, int breadth, Instant startedAt) {
      this.target = target;
      this.breadth = breadth;
      this.startedAt = startedAt;
    }
  }

  /**
   * Whose device the target of a branch is, so that its redirects may be followed; null when it is
   * no device of ours.
   */
  @Nullable Aor aorOf(Target target) {
    PlanRun run = plan;
    if (run == null) {
      return aor;
    }
    String extension = run.userOf(target);
    return extension == null ? null : new Aor(extension, run.directory.domain());
  }

  Attempt begin(int branch, Target target, int breadth, Instant now) {
    Attempt attempt = new Attempt(target, breadth, now);
    while (attempts.size() <= branch) {
      attempts.add(null);
    }
    attempts.set(branch, attempt);
    return attempt;
  }

  @Nullable Attempt attempt(int branch) {
    return branch < attempts.size() ? attempts.get(branch) : null;
  }

  /** The branch before this one that went to the same target; -1 for none. */
  int before(int branch, Target target) {
    for (int i = branch - 1; i >= 0; i--) {
      Attempt attempt = attempts.get(i);
      if (attempt != null && attempt.target.equals(target)) {
        return i;
      }
    }
    return -1;
  }

  /** How many branches there were; 0 when all is said. */
  int attempts() {
    return attempts.size();
  }

  /** True when a branch has been sent to this Request-URI already (RFC 3261 §16.5). */
  boolean tried(String uri) {
    for (Attempt attempt : attempts) {
      if (attempt != null && uri.equals(attempt.target.uri())) {
        return true;
      }
    }
    return false;
  }

  /** A redirect led to a device of somebody else. */
  void leadsTo(String uri, Aor owner) {
    if (redirectedTo.isEmpty()) {
      redirectedTo = new HashMap<>(2);
    }
    redirectedTo.put(uri, owner);
  }

  /** Somebody picks up the ringing call. */
  void fetched(Target here, String by) {
    fetched = here;
    fetchedBy = by;
  }

  /** The outside call that the plan has decided on for a branch, or null. */
  @Nullable OutsideCall outsideOf(Target target) {
    CallPlan.Alert alert = plan == null ? null : plan.alertOf(target);
    return alert != null && alert.place() instanceof CallPlan.Place.Outside to
        ? new OutsideCall(
            to.payer(),
            to.trunk(),
            to.number(),
            to.callerNumber(),
            to.emergency(),
            to.lastResort(),
            false,
            to.sent(),
            to.test())
        : null;
  }

  /** Who pays for a branch to a neighbour that costs money; null for the site itself. */
  @Nullable String payerOf(Target target) {
    CallPlan.Alert alert = plan == null ? null : plan.alertOf(target);
    return alert != null && alert.place() instanceof CallPlan.Place.Neighbour to
        ? to.payer()
        : signedIn == null ? null : signedIn.user();
  }

  /** The step of the plan that a branch is part of, or null. */
  @Nullable String stepOf(Target target) {
    if (target.equals(fetched)) {
      return "picked up by " + fetchedBy;
    }
    return plan == null ? null : plan.stepOf(target);
  }

  /** The user whose device a branch goes to, or null when it is none of ours. */
  @Nullable Aor ownerOf(Target target) {
    if (target.equals(fetched)) {
      return null; // its own call shows on its lamp
    }
    Aor owner = target.uri() == null ? null : redirectedTo.get(target.uri());
    return owner == null ? aorOf(target) : owner;
  }

  /**
   * All is said: forgets what only a running request needs, for its transactions linger 32 s more
   * (RFC 3261 §17). A 2xx that comes again finds its way by the client's.
   */
  void finish() {
    attempts = List.of();
    server.user(null);
    if (part != null && part.dialog().inviting == this) {
      part.dialog().inviting = null;
    }
  }
}
