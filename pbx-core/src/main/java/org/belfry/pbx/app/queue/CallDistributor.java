package org.belfry.pbx.app.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.belfry.pbx.app.queue.QueueEffect.Outcome;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.engine.Lane;
import org.belfry.pbx.engine.Step;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All queues and whoever waits in them: the one owner of their machines, on a lane of its own. An
 * agent who is busy for one queue is busy for all. Everything public is for any thread.
 */
public final class CallDistributor {
  private static final Logger LOG = LoggerFactory.getLogger(CallDistributor.class);
  private static final int CAPACITY = 50_000;

  /** How often time is looked at while anybody waits. */
  private static final Duration TICK = Duration.ofMillis(500);

  private final Lane lane;
  private final QueueMachine.Phones phones;
  private final QueueLog log;
  private final CallBacks callBacks;
  private final Map<String, QueueState> states = new ConcurrentHashMap<>();

  // Of the lane.
  private final Map<String, Consumer<QueueNews>> lines = new HashMap<>();
  private boolean ticking;

  /** Lets an agent's phone ring, for somebody to be called back from there. */
  @FunctionalInterface
  public interface CallBacks {
    void ring(Queue queue, Queue.Member agent, Waiter caller, Duration time);
  }

  private sealed interface Happened extends Event {
    record Arranged(List<Queue> queues) implements Happened {}

    record About(String queue, QueueEvent event) implements Happened {}

    /** A caller, or an agent who is to call back, can be told from now on; null no more. */
    record Heard(String queue, QueueEvent event, String line, Consumer<QueueNews> told)
        implements Happened {}

    record Gone(String queue, QueueEvent event, String line) implements Happened {}

    record Tick() implements Happened {}
  }

  /**
   * @param driver the thread it runs on
   * @param phones whether an agent's phone is free as far as calls are concerned; asked on the lane
   */
  public CallDistributor(
      InstantSource clock,
      Lane.Driver driver,
      QueueMachine.Phones phones,
      QueueLog log,
      CallBacks callBacks) {
    this.phones = phones;
    this.log = log;
    this.callBacks = callBacks;
    this.lane = new Lane("queues", CAPACITY, clock, driver, this::handle);
  }

  /** These queues there are from now on. */
  public void arrange(Collection<Queue> queues) {
    offer(new Happened.Arranged(List.copyOf(queues)));
  }

  /**
   * A caller begins to wait. {@link #left} has to follow, whatever happens.
   *
   * @param told what the caller's program is to do, on the lane
   * @return false when nobody can be taken in at the moment
   */
  public boolean join(String queue, QueueEvent.Joined caller, Consumer<QueueNews> told) {
    return lane.offer(new Happened.Heard(queue, caller, caller.caller(), told));
  }

  /** A caller's call is over, or led elsewhere. */
  public void left(String queue, String caller) {
    offer(new Happened.Gone(queue, new QueueEvent.Left(caller), caller));
  }

  /**
   * An agent has answered to call somebody back, and is told whether to; {@link #calledBack} has to
   * follow.
   */
  public void ready(String queue, String agent, String caller, Consumer<QueueNews> told) {
    offer(
        new Happened.Heard(
            queue, new QueueEvent.Answered(agent, caller), line(agent, caller), told));
  }

  /** An agent's call for somebody to be called back is over. */
  public void calledBack(String queue, String agent, String caller, boolean reached) {
    offer(
        new Happened.Gone(
            queue,
            reached ? new QueueEvent.Ended(agent) : new QueueEvent.CallBackFailed(agent, caller),
            line(agent, caller)));
  }

  /** Something else has happened. */
  public void happened(String queue, QueueEvent event) {
    offer(new Happened.About(queue, event));
  }

  /** A queue as it is now, or null. */
  public @Nullable QueueState state(String queue) {
    return states.get(queue);
  }

  public Collection<QueueState> states() {
    return List.copyOf(states.values());
  }

  private static String line(String agent, String caller) {
    return agent + " for " + caller;
  }

  private void offer(Event event) {
    if (!lane.offer(event)) {
      LOG.error("queues have too much to do: {} is lost", event);
    }
  }

  private void handle(Event event, Instant now) {
    switch ((Happened) event) {
      case Happened.Arranged e -> arranged(e.queues(), now);
      case Happened.About e -> step(e.queue(), e.event(), now);
      case Happened.Heard e -> heard(e, now);
      case Happened.Gone e -> {
        lines.remove(e.line());
        step(e.queue(), e.event(), now);
      }
      case Happened.Tick e -> {
        ticking = false;
        for (QueueState state : states()) {
          if (!state.isQuiet()) {
            step(state.queue().name(), new QueueEvent.Woke(), now);
          }
        }
      }
    }
    if (!ticking && states.values().stream().anyMatch(s -> !s.isQuiet())) {
      ticking = true;
      lane.after(TICK, new Happened.Tick(), now);
    }
  }

  private void arranged(List<Queue> queues, Instant now) {
    Set<String> names = queues.stream().map(Queue::name).collect(Collectors.toSet());
    for (QueueState state : states()) {
      if (!names.contains(state.queue().name())) {
        for (Waiter waiter : state.waiters()) {
          tell(waiter.id(), new QueueNews.Overflow(now, Outcome.NOBODY, null));
          log.kept(state.queue().name(), QueueEffect.Stay.of(waiter, now, Outcome.NOBODY), false);
        }
        states.remove(state.queue().name());
      }
    }
    for (Queue queue : queues) {
      QueueState known = states.get(queue.name());
      if (known == null) {
        states.put(queue.name(), QueueState.restored(queue, log.before(queue.name()), now));
      } else if (!known.queue().equals(queue)) {
        step(queue.name(), new QueueEvent.Changed(queue), now);
      }
    }
  }

  private void heard(Happened.Heard e, Instant now) {
    lines.put(e.line(), e.told());
    if (!states.containsKey(e.queue())) {
      tell(e.line(), new QueueNews.Overflow(now, Outcome.NOBODY, null));
      return;
    }
    step(e.queue(), e.event(), now);
    QueueState state = states.get(e.queue());
    if (e.event() instanceof QueueEvent.Joined joined && state != null) {
      state.waiters().stream()
          .filter(waiter -> waiter.id().equals(joined.caller()))
          .findFirst()
          .ifPresent(waiter -> log.joined(e.queue(), waiter));
    }
  }

  private void step(String name, QueueEvent event, Instant now) {
    QueueState state = states.get(name);
    if (state == null) {
      return; // its queue was deleted meanwhile
    }
    Step<QueueState, QueueEffect> step =
        QueueMachine.on(state, event, agent -> isFree(agent, name), now);
    states.put(name, step.state());
    Map<String, List<QueueEffect.Ring>> rings = new LinkedHashMap<>();
    for (var effect : step.effects()) {
      switch (effect) {
        case QueueEffect.Ring r when r.caller().callBack() != null ->
            callBacks.ring(step.state().queue(), r.agent(), r.caller(), r.time());
        case QueueEffect.Ring r ->
            rings.computeIfAbsent(r.caller().id(), c -> new ArrayList<>()).add(r);
        case QueueEffect.StopRinging s -> stopRinging(s, step.state(), now);
        case QueueEffect.Connect c ->
            tell(line(c.agent(), c.caller().id()), new QueueNews.CallBack(now, c.caller()));
        case QueueEffect.Announce a ->
            tell(a.caller(), new QueueNews.Announce(now, a.position(), a.estimate(), a.callBack()));
        case QueueEffect.Overflow o ->
            tell(o.caller(), new QueueNews.Overflow(now, o.why(), o.to()));
        case QueueEffect.Keep k -> log.kept(name, k.stay(), inTime(k.stay(), step.state()));
        case QueueEffect.Duty d -> log.duty(name, d);
      }
    }
    rings.forEach((caller, all) ->
        tell(
            caller,
            new QueueNews.Ring(
                now, all.stream().map(QueueEffect.Ring::agent).toList(), all.getFirst().time())));
  }

  /** A caller's phones ring together: they stop when the last of them is to. */
  private void stopRinging(QueueEffect.StopRinging stop, QueueState state, Instant now) {
    tell(line(stop.agent(), stop.caller()), new QueueNews.NotNeeded(now));
    boolean waits = state.position(stop.caller()) > 0;
    boolean others =
        state.agents().values().stream()
            .anyMatch(
                a -> a.work() instanceof Agent.Work.Ringing r && r.caller().equals(stop.caller()));
    if (waits && !others) {
      tell(stop.caller(), new QueueNews.StopRinging(now));
    }
  }

  private static boolean inTime(QueueEffect.Stay stay, QueueState state) {
    return stay.outcome() == Outcome.ANSWERED
        && stay.until() != null
        && Duration.between(stay.since(), stay.until()).compareTo(state.queue().serviceLevel())
            <= 0;
  }

  private boolean isFree(String agent, String here) {
    for (QueueState other : states.values()) {
      Agent there = other.queue().name().equals(here) ? null : other.agents().get(agent);
      if (there != null && !(there.work() instanceof Agent.Work.Idle)) {
        return false;
      }
    }
    return phones.free(agent);
  }

  private void tell(String line, QueueNews news) {
    Consumer<QueueNews> told = lines.get(line);
    if (told != null) {
      told.accept(news);
    }
  }
}
