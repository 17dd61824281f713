package org.belfry.pbx.call;

import java.time.Instant;
import org.belfry.pbx.engine.Step;

/**
 * What leads a call of ours: its state and its rules in one immutable value. Legs have numbers,
 * given by the program; whoever called it is leg 0.
 */
public interface CallProgram {

  /** The call goes on. */
  Step<CallProgram, CallEffect> on(CallEvent event, Instant now);

  /** A word or two for people who look at live calls. */
  String shown();
}
