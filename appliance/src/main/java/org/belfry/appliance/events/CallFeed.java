package org.belfry.appliance.events;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.belfry.appliance.callcontrol.EmergencyCalls;
import org.belfry.appliance.cdr.CallEnded;
import org.belfry.pbx.admin.CallEvents;
import org.belfry.pbx.admin.CallMonitor.LiveCallState;
import org.belfry.pbx.admin.CallMonitor.LiveCallView;
import org.belfry.pbx.admin.LiveUpdates.Subscription;
import org.belfry.pbx.cdr.CallRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Makes events of calls. What goes on is compared with what went on at the look before; that a call
 * has ended is told by its record. One thread makes all events, so they have one order.
 */
@Component
class CallFeed implements CallEvents, CallEnded, EmergencyCalls, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(CallFeed.class);
  private static final int ENDED_MAX = 20_000;

  private final BlockingQueue<Work> work = new LinkedBlockingQueue<>(ENDED_MAX);
  private final AtomicBoolean fullTold = new AtomicBoolean();
  private final List<Consumer<CallEventView>> listeners = new CopyOnWriteArrayList<>();
  private final InstantSource clock = InstantSource.system();
  private final Map<String, LiveCallState> known = new HashMap<>();
  private final Thread thread;
  private long number;

  private sealed interface Work {
    record Look(List<LiveCallView> calls) implements Work {}

    record Ended(CallRecord call) implements Work {}

    record Emergency(EmergencyCalls.Called call, Instant at) implements Work {}
  }

  CallFeed() {
    thread = Thread.ofVirtual().name("call-events").start(this::run);
  }

  boolean isHeard() {
    return !listeners.isEmpty();
  }

  /** These calls go on now. */
  void look(List<LiveCallView> calls) {
    // A look that finds no room is made up for by the next one.
    work.offer(new Work.Look(calls));
  }

  @Override
  public void ended(CallRecord call) {
    if (isHeard() && !work.offer(new Work.Ended(call)) && fullTold.compareAndSet(false, true)) {
      LOG.warn(
          "more than {} calls have ended whose events nobody has taken; some are lost", ENDED_MAX);
    }
  }

  @Override
  public void called(Called call) {
    if (call.test()) {
      return; // it alarms nobody, and is told of like any other call
    }
    if (!work.offer(new Work.Emergency(call, clock.instant()))) {
      LOG.error("the event of the emergency call {} is lost: too many wait", call);
    }
  }

  @Override
  public Subscription onEvent(Consumer<CallEventView> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void destroy() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        switch (work.take()) {
          case Work.Look look -> compare(look.calls());
          case Work.Ended ended -> tell(ended.call());
          case Work.Emergency emergency -> tell(emergency.call(), emergency.at());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void compare(List<LiveCallView> calls) {
    Map<String, LiveCallState> now = HashMap.newHashMap(calls.size());
    for (LiveCallView call : calls) {
      LiveCallState before = known.get(call.callId());
      now.put(call.callId(), call.state());
      if (before == null) {
        tell(CallEventType.STARTED, call.startedAt(), call);
      }
      if (before != call.state()) {
        switch (call.state()) {
          case CALLING -> {} // told already
          case RINGING -> tell(CallEventType.RINGING, clock.instant(), call);
          case ANSWERED ->
              tell(
                  CallEventType.ANSWERED,
                  call.answeredAt() == null ? clock.instant() : call.answeredAt(),
                  call);
        }
      }
    }
    known.clear();
    known.putAll(now);
  }

  private void tell(CallEventType type, Instant at, LiveCallView c) {
    tell(
        new CallEventView(
            ++number,
            type,
            at,
            c.callId(),
            c.caller(),
            c.callerName(),
            c.callee(),
            c.calleeName(),
            null,
            null,
            null));
  }

  private void tell(EmergencyCalls.Called c, Instant at) {
    tell(
        new CallEventView(
            ++number,
            CallEventType.EMERGENCY,
            at,
            c.callId(),
            c.extension(),
            c.name(),
            c.number(),
            null,
            null,
            null,
            c.location()));
  }

  private void tell(CallRecord c) {
    known.remove(c.callId());
    tell(
        new CallEventView(
            ++number,
            CallEventType.ENDED,
            c.endedAt(),
            c.callId(),
            c.caller(),
            c.callerName(),
            c.callee(),
            c.calleeName(),
            c.cause().name(),
            c.talkTime().toMillis() / 1000.0,
            null));
  }

  private void tell(CallEventView event) {
    for (Consumer<CallEventView> listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        LOG.error("a listener failed at {}", event.type(), e);
      }
    }
  }
}
