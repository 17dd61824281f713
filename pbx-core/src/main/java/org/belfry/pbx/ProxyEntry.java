package org.belfry.pbx;

import java.time.Instant;
import java.util.List;
import org.belfry.pbx.engine.TimerWheel;
import org.belfry.pbx.proxy.Forwarding;
import org.belfry.pbx.proxy.ProxyState;
import org.belfry.pbx.proxy.Target;
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
  @Nullable ProxyState state;

  /** Targets of the branches; dropped with the rest when all is said. */
  List<Target> targets;

  /** What was sent on each branch, for its CANCEL. */
  private final @Nullable Sent[] sent;

  private final TimerWheel.@Nullable Timer[] timerC;

  ProxyEntry(
      ServerEntry server,
      Instant startedAt,
      @Nullable String trackedCall,
      Forwarding.@Nullable Recorded recorded,
      List<Target> targets) {
    this.server = server;
    this.startedAt = startedAt;
    this.trackedCall = trackedCall;
    this.recorded = recorded;
    this.targets = targets;
    this.sent = new Sent[targets.size()];
    this.timerC = new TimerWheel.Timer[targets.size()];
  }

  /** A request as it left, and the way it took. */
  record Sent(SipRequest request, Hop hop) {}

  @Nullable Sent sent(int branch) {
    return sent[branch];
  }

  void sent(int branch, Sent what) {
    sent[branch] = what;
  }

  TimerWheel.@Nullable Timer timerC(int branch) {
    return timerC[branch];
  }

  void timerC(int branch, TimerWheel.@Nullable Timer timer) {
    timerC[branch] = timer;
  }

  /** All is said: forgets what only a running request needs. */
  void finish() {
    targets = List.of();
    for (int i = 0; i < sent.length; i++) {
      sent[i] = null;
    }
  }
}
