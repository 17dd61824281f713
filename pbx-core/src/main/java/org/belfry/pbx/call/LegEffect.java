package org.belfry.pbx.call;

import java.time.Duration;
import org.belfry.pbx.engine.Effect;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** What a leg wants done. */
public sealed interface LegEffect extends Effect {

  /** Send this request; it has no Via yet. An ACK has no transaction. */
  record Send(SipRequest request) implements LegEffect {}

  /** Cancel the INVITE that was sent last (RFC 3261 §9.1). */
  record Cancel(@Nullable String reason) implements LegEffect {}

  /** Answer this request. */
  record Respond(SipRequest request, SipResponse response) implements LegEffect {}

  /** Start this timer, anew if it runs. */
  record StartTimer(LegTimer timer, Duration delay) implements LegEffect {}

  record StopTimer(LegTimer timer) implements LegEffect {}

  /** Tell the owner. */
  record Tell(LegNews news) implements LegEffect {}

  /** Nothing will come of this leg any more: forget it, and stop its timers. */
  record Forget() implements LegEffect {}
}
