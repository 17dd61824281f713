package org.belfry.pbx.agent;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.call.CallProgram;
import org.belfry.pbx.call.CallRef;
import org.belfry.pbx.call.LegRef;
import org.belfry.pbx.call.LegSound;
import org.belfry.pbx.engine.TimerWheel;
import org.jspecify.annotations.Nullable;

/** A call of ours in the memory of its lane. */
final class CallEntry {
  final CallRef ref;
  final String application;
  CallProgram program;

  /** Its legs by their numbers; a leg that has taken another's place may be of another lane. */
  final Map<Integer, LegRef> legs = new HashMap<>();

  /** The extensions of our users at the far ends of legs, by the legs' numbers. */
  final Map<Integer, String> parties = new HashMap<>();

  final Map<String, TimerWheel.Timer> timers = new HashMap<>();

  /** Call-IDs of legs that hear that they wait. */
  final Set<String> sounding = new HashSet<>();

  /** What legs hear whose sound is our own, by their numbers. */
  final Map<Integer, LegSound> sounds = new HashMap<>();

  /** What the first leg that it calls is to have, or null. */
  @Nullable String firstCallId;

  /** Run when it is over. */
  Runnable whenOver = () -> {};

  boolean over;

  CallEntry(CallRef ref, String application, CallProgram program) {
    this.ref = ref;
    this.application = application;
    this.program = program;
  }
}
