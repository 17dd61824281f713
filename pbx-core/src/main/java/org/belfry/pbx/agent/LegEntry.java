package org.belfry.pbx.agent;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.belfry.pbx.anchor.Beyond;
import org.belfry.pbx.anchor.RelayedDescription.Side;
import org.belfry.pbx.call.CallEffect.Way;
import org.belfry.pbx.call.CallRef;
import org.belfry.pbx.call.LegRef;
import org.belfry.pbx.call.LegState;
import org.belfry.pbx.call.LegTimer;
import org.belfry.pbx.engine.TimerWheel;
import org.belfry.pbx.sip.CSeq;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.transaction.ServerEntry;
import org.jspecify.annotations.Nullable;

/** A leg of ours in the memory of the lane of its Call-ID. */
final class LegEntry {
  final LegRef ref;
  final String application;

  /** Which side of the call of its Call-ID it is. */
  final Side side;

  final Way way;

  /** Which call it is a leg of, and its number there. */
  CallRef call;

  int index;
  LegState state;

  /** Who is at the end of its call's leg outside, or null: media goes there. */
  @Nullable Beyond beyond;

  /** Where its messages come from and go to, when it does not go through our proxy. */
  @Nullable Hop hop;

  /**
   * The extension of our user at the far end, as signed in or as registered for the device that
   * answered; null when it is none of ours.
   */
  @Nullable String party;

  /** Requests that came and wait for their answer, or for repetitions of it, by who sent them. */
  final Map<CSeq, Requester> asked = new HashMap<>();

  /** The INVITE that was sent last, for its CANCEL; through the proxy, and on its own. */
  @Nullable ServerEntry inviteInside;

  @Nullable SipRequest inviteOutside;

  private final Map<LegTimer, TimerWheel.Timer> timers = new EnumMap<>(LegTimer.class);

  LegEntry(
      LegRef ref, String application, Side side, Way way, CallRef call, int index, LegState state) {
    this.ref = ref;
    this.application = application;
    this.side = side;
    this.way = way;
    this.call = call;
    this.index = index;
    this.state = state;
  }

  TimerWheel.@Nullable Timer timer(LegTimer name, TimerWheel.@Nullable Timer next) {
    return next == null ? timers.remove(name) : timers.put(name, next);
  }
}
