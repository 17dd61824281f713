package org.belfry.pbx.agent;

import org.belfry.pbx.call.CallEffect;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.Content;
import org.belfry.pbx.call.LegRef;
import org.belfry.pbx.call.LegSound;
import org.belfry.pbx.call.WaitingSound;

/** What the legs of our calls hear of us: sounds of their programs, and what waits for them. */
final class CallSounds {
  private static final String SDP = "application/sdp";

  private final WaitingSound waiting;

  CallSounds(WaitingSound waiting) {
    this.waiting = waiting;
  }

  /** What a leg hears that waits. */
  CallEvent waiting(CallEntry call, CallEffect.Sound e) {
    LegRef leg = call.legs.get(e.leg());
    byte[] answer = leg == null ? null : waiting.answer(leg.callId(), e.offer().body());
    Content heard = Content.NOTHING;
    if (leg != null && answer != null) {
      call.sounding.add(leg.callId());
      heard = Content.of(SDP, answer);
    }
    return new CallEvent.Sounded(e.leg(), e.offer(), heard);
  }

  /** Offer and answer of a leg that we speak on ourselves. */
  CallEvent describe(CallEntry call, CallEffect.Describe e) {
    LegSound given = e.sound();
    if (given != null) {
      call.sounds.put(e.leg(), given);
    }
    LegSound sound = call.sounds.get(e.leg());
    Content ours = Content.NOTHING;
    LegSound.Unusable refused = null;
    try {
      if (sound == null) {
        throw new LegSound.Unusable(488, "This leg has no sound of its own");
      }
      switch (e.turn()) {
        case ANSWER -> ours = Content.of(SDP, sound.answer(e.theirs().body()));
        case OFFER -> ours = Content.of(SDP, sound.offer());
        case ANSWERED -> sound.answered(e.theirs().body());
      }
    } catch (LegSound.Unusable why) {
      refused = why;
    }
    return new CallEvent.Described(e, ours, refused);
  }

  /** A leg is heard no more. */
  void silence(CallEntry call, int leg) {
    LegSound sound = call.sounds.remove(leg);
    if (sound != null) {
      sound.close();
    }
    LegRef ref = call.legs.get(leg);
    if (ref != null) {
      left(call, ref);
    }
  }

  /** A leg that is over, or waits no more, hears nothing. */
  void left(CallEntry call, LegRef leg) {
    if (call.sounding.remove(leg.callId())) {
      waiting.ended(leg.callId());
    }
  }

  /** Nothing of a call is heard any more. */
  void close(CallEntry call) {
    call.sounding.forEach(waiting::ended);
    call.sounds.values().forEach(LegSound::close);
    call.sounds.clear();
  }
}
