package org.belfry.pbx.agent;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.call.CallEffect;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.CallProgram;
import org.belfry.pbx.call.CallRef;
import org.belfry.pbx.call.LegEvent;
import org.belfry.pbx.call.LegRef;
import org.belfry.pbx.engine.Step;

/**
 * The programs of our calls in one lane, each above its legs as a B2BUA is above its two dialogs
 * (RFC 7092 §3): steps each {@link CallProgram} and carries out its effects. What a call wants of a
 * leg goes to it as {@link AgentEvent.Commanded}.
 */
final class CallPrograms {
  private static final String LIMIT = "limit";

  private final AgentPorts ports;
  private final LegTable table;
  private final LegTransport transport;
  private final UacCore uac;
  private final CallSounds sounds;
  private final AgentLane lane;

  CallPrograms(
      AgentPorts ports, LegTable table, LegTransport transport, UacCore uac, AgentLane lane) {
    this.ports = ports;
    this.table = table;
    this.transport = transport;
    this.uac = uac;
    this.sounds = new CallSounds(ports.waiting());
    this.lane = lane;
  }

  /** A call without legs, which ends by itself when it has lasted as long as one may. */
  CallEntry hold(String application, String home, CallProgram program, Instant now) {
    CallEntry call = new CallEntry(new CallRef(home, table.nextNumber()), application, program);
    carryOut(call, new CallEffect.StartTimer(LIMIT, ports.callLimit()), now);
    table.add(call);
    return call;
  }

  /** A call that we make. */
  void begin(AgentEvent.Begin e, Instant now) {
    transport.beginTrace(e.callId(), now);
    CallEntry call = hold(e.application(), e.callId(), e.program(), now);
    call.firstCallId = e.callId();
    step(call, new CallEvent.Began(null), now);
  }

  /** A leg tells its call. */
  void heard(AgentEvent.Heard e, Instant now) {
    CallEntry call = table.call(e.call().number());
    if (call != null) {
      if (e.party() != null) {
        call.parties.put(e.leg(), e.party());
      }
      step(call, new CallEvent.Heard(e.leg(), e.news()), now);
    }
  }

  /** A leg is over: its call forgets it. Another may have its number since. */
  void left(AgentEvent.Left e) {
    CallEntry call = table.call(e.call().number());
    if (call != null && call.legs.remove(e.leg(), e.from())) {
      sounds.left(call, e.from());
    }
  }

  void fired(AgentEvent.CallTimerFired e, Instant now) {
    e.call().timers.remove(e.timer());
    step(
        e.call(),
        e.timer().equals(LIMIT)
            ? new CallEvent.HangUp("the call has lasted longer than one may")
            : new CallEvent.TimerFired(e.timer()),
        now);
  }

  /**
   * A Call-ID may have legs of several calls of ours: of one that calls, and of those that are
   * called by it, whose home it is. What a program says each of these looks at, since it knows its
   * own.
   */
  void commanded(AgentEvent.CallCommanded e, Instant now) {
    Set<CallEntry> at = new LinkedHashSet<>();
    for (LegEntry leg : table.of(e.callId())) {
      CallEntry call = table.callOf(leg);
      if (call != null) {
        at.add(call);
      }
    }
    if (at.isEmpty() && e.command() instanceof CallEvent.ProgramCommand) {
      // The leg of this Call-ID has been replaced (RFC 3891); its call goes on.
      table.calls().stream().filter(call -> call.ref.home().equals(e.callId())).forEach(at::add);
    }
    if (e.command() instanceof CallEvent.ProgramCommand) {
      at.forEach(call -> step(call, e.command(), now));
    } else if (!at.isEmpty()) {
      step(at.iterator().next(), e.command(), now);
    }
  }

  void step(CallEntry call, CallEvent event, Instant now) {
    if (call.over) {
      return;
    }
    Step<CallProgram, CallEffect> step = call.program.on(event, now);
    call.program = step.state();
    for (CallEffect effect : step.effects()) {
      carryOut(call, effect, now);
    }
  }

  /** Ends a call and hangs up its legs; nothing when it is over. */
  void over(CallEntry call) {
    if (call.over) {
      return;
    }
    call.over = true;
    sounds.close(call);
    call.whenOver.run();
    table.remove(call);
    List.copyOf(call.timers.keySet()).forEach(timer -> stop(call, timer));
    for (LegRef leg : call.legs.values()) {
      lane.send(new AgentEvent.Commanded(leg, new LegEvent.HangUp(null)));
    }
  }

  private void carryOut(CallEntry call, CallEffect effect, Instant now) {
    switch (effect) {
      case CallEffect.Command e -> {
        LegRef leg = call.legs.get(e.leg());
        if (leg != null) {
          lane.send(new AgentEvent.Commanded(leg, e.command()));
        }
      }
      case CallEffect.Call e -> uac.invite(call, e, now);
      case CallEffect.StartTimer e -> {
        stop(call, e.timer());
        call.timers.put(
            e.timer(), lane.after(e.delay(), new AgentEvent.CallTimerFired(call, e.timer()), now));
      }
      case CallEffect.StopTimer e -> stop(call, e.timer());
      case CallEffect.Sound e -> stepLater(call, sounds.waiting(call, e));
      case CallEffect.Describe e -> stepLater(call, sounds.describe(call, e));
      case CallEffect.Tell<?> e -> e.deliver();
      case CallEffect.Silence e -> sounds.silence(call, e.leg());
      case CallEffect.Note e -> {
        LegRef leg = call.legs.get(e.leg());
        if (leg != null) {
          transport.remark(leg.callId(), e.what(), now);
        }
      }
      case CallEffect.Fetch e -> fetch(call.application, e);
      case CallEffect.Over e -> over(call);
    }
  }

  private void stepLater(CallEntry call, CallEvent event) {
    lane.later(call.ref.home(), now -> step(call, event, now));
  }

  private void fetch(String application, CallEffect.Fetch e) {
    lane.send(
        e.callId(),
        new AgentRequest.Fetched(e.callId(), e.uri(), transport.inside(application), e.by()));
  }

  private void stop(CallEntry call, String name) {
    lane.cancel(call.timers.remove(name));
  }
}
