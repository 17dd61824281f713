package org.belfry.pbx.agent;

import java.time.Instant;
import org.belfry.pbx.call.CallEffect;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.CallProgram;
import org.belfry.pbx.engine.Step;

/** The call of a newcomer until the one it wants to join has it (RFC 3891 §3). */
final class PendingReplacement implements CallProgram {
  @Override
  public Step<CallProgram, CallEffect> on(CallEvent event, Instant now) {
    return event instanceof CallEvent.Heard || event instanceof CallEvent.HangUp
        ? Step.to(this, new CallEffect.Over())
        : Step.to(this);
  }

  @Override
  public String shown() {
    return "comes in";
  }
}
