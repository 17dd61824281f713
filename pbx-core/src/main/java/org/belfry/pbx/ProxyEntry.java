package org.belfry.pbx;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.engine.TimerWheel;
import org.belfry.pbx.proxy.Forwarding;
import org.belfry.pbx.proxy.ProxyState;
import org.belfry.pbx.proxy.Target;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/** A request being forwarded, in a lane's memory. */
final class ProxyEntry {
  final ServerEntry server;
  final Instant startedAt;

  /** The Call-ID under which the call is tracked, or null when this is no new call. */
  final @Nullable String trackedCall;

  final Forwarding.@Nullable Recorded recorded;

  /**
   * Whose devices it is for, so that their redirects may be followed; null when it is for others.
   */
  final @Nullable Aor aor;

  /** The call it belongs to, or null when it is no call or not one of ours any more. */
  final CallMedia.@Nullable Part part;

  /** Whether the request carries a session description. */
  boolean described;

  @Nullable ProxyState state;
  TimerWheel.@Nullable Timer ringTimer;

  /** True when the target of a branch is a name. */
  boolean named;

  private final List<@Nullable Attempt> attempts = new ArrayList<>(1);

  ProxyEntry(
      ServerEntry server,
      Instant startedAt,
      @Nullable String trackedCall,
      Forwarding.@Nullable Recorded recorded,
      @Nullable Aor aor,
      CallMedia.@Nullable Part part) {
    this.server = server;
    this.startedAt = startedAt;
    this.trackedCall = trackedCall;
    this.recorded = recorded;
    this.aor = aor;
    this.part = part;
  }

  /** One branch: where it went, what was sent for its CANCEL, and its Timer C. */
  static final class Attempt {
    final Target target;
    final Instant startedAt;
    @Nullable SipRequest sent;
    @Nullable Hop hop;

    /** The hops to try, when the target is a name. */
    @Nullable HopSequence sequence;

    TimerWheel.@Nullable Timer timerC;

    Attempt(Target target, Instant startedAt) {
      this.target = target;
      this.startedAt = startedAt;
    }
  }

  Attempt begin(int branch, Target target, Instant now) {
    Attempt attempt = new Attempt(target, now);
    while (attempts.size() <= branch) {
      attempts.add(null);
    }
    attempts.set(branch, attempt);
    return attempt;
  }

  @Nullable Attempt attempt(int branch) {
    return branch < attempts.size() ? attempts.get(branch) : null;
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

  /** All is said: forgets what only a running request needs. */
  void finish() {
    attempts.clear();
  }
}
