package org.belfry.pbx.app.trunk;

import java.time.Instant;
import org.belfry.pbx.call.CallEffect;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.CallProgram;
import org.belfry.pbx.call.LegNews;
import org.belfry.pbx.call.OutsideCalls;
import org.belfry.pbx.engine.Step;

/**
 * A call to a provider that says when the provider's side has answered, and when the call is over.
 *
 * @param provider the leg towards the provider
 */
record WatchedCall(CallProgram program, OutsideCalls.CallProgress progress, int provider)
    implements CallProgram {

  @Override
  public Step<CallProgram, CallEffect> on(CallEvent event, Instant now) {
    if (event instanceof CallEvent.Heard heard
        && heard.leg() == provider
        && heard.news() instanceof LegNews.Accepted) {
      progress.answered(now);
    }
    Step<CallProgram, CallEffect> step = program.on(event, now);
    for (CallEffect effect : step.effects()) {
      if (effect instanceof CallEffect.Over) {
        progress.ended(now);
      }
    }
    return Step.to(new WatchedCall(step.state(), progress, provider), step.effects());
  }

  @Override
  public String shown() {
    return program.shown();
  }
}
