package org.belfry.pbx.app.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.belfry.pbx.app.queue.Agent.Work;
import org.belfry.pbx.app.queue.QueueEffect.Outcome;
import org.belfry.pbx.app.queue.QueueEffect.Stay;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.engine.Step;
import org.jspecify.annotations.Nullable;

/**
 * Who rings for whom. A caller is in one place at a time: waiting (perhaps with phones ringing for
 * them), talking to one agent, or gone; an agent has one caller at a time. A machine is one step:
 * it takes a state apart, changes it and puts the next one together.
 */
public final class QueueMachine {
  /** An agent who did not take a call is left in peace for so long. */
  static final Duration REST = Duration.ofSeconds(5);

  /** A phone that was busy or gone hardly changes within seconds. */
  static final Duration LONGER_REST = Duration.ofSeconds(15);

  /** Whoever rings says itself when the time is over; if nothing is heard, this is waited for. */
  static final Duration GRACE = Duration.ofSeconds(5);

  /** As many as a call may ring at once. */
  private static final int TOGETHER_MAX = 20;

  /** Why agents are paused who let too many calls ring. */
  public static final String MISSED = "missed calls";

  private static final int WEIGHT = 8;

  private final Instant now;
  private final Phones phones;
  private Queue queue;
  private final List<Waiter> waiters;
  private final SequencedMap<String, Agent> agents;
  private final List<QueueEffect> effects = new ArrayList<>();
  private @Nullable String lastRung;
  private Duration handling;

  /** Whether an agent's phone is free, as far as other calls than the queue's are concerned. */
  @FunctionalInterface
  public interface Phones {
    boolean free(String agent);
  }

  private QueueMachine(QueueState state, Phones phones, Instant now) {
    this.now = now;
    this.phones = phones;
    this.queue = state.queue();
    this.waiters = new ArrayList<>(state.waiters());
    this.agents = new LinkedHashMap<>(state.agents());
    this.lastRung = state.lastRung();
    this.handling = state.handling();
  }

  /** What an event does to a queue. */
  public static Step<QueueState, QueueEffect> on(
      QueueState state, QueueEvent event, Phones phones, Instant now) {
    QueueMachine machine = new QueueMachine(state, phones, now);
    machine.happened(event);
    machine.timePassed();
    machine.assign();
    return Step.to(
        new QueueState(
            machine.queue, machine.waiters, machine.agents, machine.lastRung, machine.handling),
        machine.effects);
  }

  private void happened(QueueEvent event) {
    switch (event) {
      case QueueEvent.Joined e -> joined(e);
      case QueueEvent.Left e -> left(e.caller());
      case QueueEvent.Answered e -> answered(e.agent(), e.caller());
      case QueueEvent.Refused e -> refused(e.agent(), e.caller(), e.why());
      case QueueEvent.Ended e -> ended(e.agent());
      case QueueEvent.LoggedIn e -> duty(e.agent(), true, null);
      case QueueEvent.LoggedOut e -> duty(e.agent(), false, null);
      case QueueEvent.Paused e -> {
        Agent agent = agents.get(e.agent());
        if (agent != null && agent.in()) {
          duty(e.agent(), true, e.reason());
        }
      }
      case QueueEvent.Resumed e -> {
        Agent agent = agents.get(e.agent());
        if (agent != null && agent.in() && agent.pause() != null) {
          duty(e.agent(), true, null);
        }
      }
      case QueueEvent.CallBackWanted e -> callBackWanted(e.caller(), e.number());
      case QueueEvent.CallBackFailed e -> callBackFailed(e.agent(), e.caller());
      case QueueEvent.Changed e -> changed(e.queue());
      case QueueEvent.Woke e -> {} // what is due is looked at after every event
    }
  }

  private void joined(QueueEvent.Joined e) {
    if (indexOf(e.caller()) >= 0) {
      return;
    }
    Waiter waiter =
        new Waiter(
            e.caller(),
            e.number(),
            e.name(),
            e.priority(),
            e.skill(),
            now,
            now,
            null,
            0,
            Instant.MIN,
            Set.of());
    if (waiters.size() >= queue.waitingMax()) {
      turnedAway(waiter, Outcome.FULL, queue.full());
    } else {
      insert(waiter);
    }
  }

  /** Behind everybody who is served before. */
  private void insert(Waiter waiter) {
    int at = waiters.size();
    while (at > 0 && waiter.isBefore(waiters.get(at - 1))) {
      at--;
    }
    waiters.add(at, waiter);
  }

  private void left(String caller) {
    Waiter waiter = taken(caller);
    // Who has arranged to be called back has hung up already.
    if (waiter != null && waiter.callBack() != null) {
      insert(waiter);
    } else if (waiter != null) {
      stopRinging(caller, null);
      effects.add(new QueueEffect.Keep(Stay.of(waiter, now, Outcome.ABANDONED)));
    }
  }

  private void answered(String name, String caller) {
    Agent agent = agents.get(name);
    boolean mayTalk = agent != null && (agent.work() instanceof Work.Idle || rings(agent, caller));
    Waiter waiter = mayTalk ? taken(caller) : null;
    if (agent == null || waiter == null) {
      effects.add(new QueueEffect.StopRinging(name, caller)); // somebody was quicker
      return;
    }
    stopRinging(caller, name);
    agents.put(name, agent.took(waiter, now, LocalDate.ofInstant(now, ZoneOffset.UTC)));
    effects.add(new QueueEffect.Connect(name, waiter));
    effects.add(new QueueEffect.Keep(Stay.of(waiter, now, Outcome.ANSWERED, name, null)));
  }

  private void refused(String name, String caller, QueueEvent.Why why) {
    Agent agent = agents.get(name);
    if (agent == null || !rings(agent, caller)) {
      return;
    }
    boolean ignored = why == QueueEvent.Why.NO_ANSWER || why == QueueEvent.Why.DECLINED;
    int missed = ignored ? agent.missed() + 1 : agent.missed();
    agents.put(name, agent.missed(now.plus(ignored ? REST : LONGER_REST), missed));
    int at = indexOf(caller);
    if (at >= 0) {
      waiters.set(at, waiters.get(at).missed(name));
    }
    if (queue.missedMax() > 0 && missed >= queue.missedMax()) {
      duty(name, true, MISSED);
    }
  }

  private void ended(String name) {
    Agent agent = agents.get(name);
    if (agent == null || !(agent.work() instanceof Work.Talking talking)) {
      return;
    }
    Duration talked = Duration.between(talking.since(), now);
    handling =
        handling.multipliedBy(WEIGHT - 1).plus(talked.plus(queue.wrapUp())).dividedBy(WEIGHT);
    effects.add(
        new QueueEffect.Keep(
            Stay.of(talking.caller(), talking.since(), Outcome.ANSWERED, name, talked)));
    free(agent);
  }

  private void free(Agent agent) {
    if (!isMember(agent.name())) {
      agents.remove(agent.name()); // they left the queue while they talked
    } else if (queue.wrapUp().isZero()) {
      agents.put(agent.name(), agent.idle(now));
    } else {
      agents.put(agent.name(), agent.with(new Work.WrapUp(now.plus(queue.wrapUp()))));
    }
  }

  private void duty(String name, boolean in, @Nullable String pause) {
    Agent agent = agents.get(name);
    if (agent == null || (agent.in() == in && Objects.equals(agent.pause(), pause))) {
      return;
    }
    Agent next = agent.duty(in, pause);
    if (!next.onDuty() && agent.work() instanceof Work.Ringing ringing) {
      effects.add(new QueueEffect.StopRinging(name, ringing.caller()));
      next = next.with(Agent.IDLE);
    } else if (!next.onDuty() && agent.work() instanceof Work.WrapUp) {
      next = next.idle(now);
    } else if (next.onDuty() && agent.work() instanceof Work.Idle) {
      next = next.idle(now);
    }
    agents.put(name, next);
    effects.add(new QueueEffect.Duty(name, in, pause, now));
  }

  private void callBackWanted(String caller, String number) {
    int at = indexOf(caller);
    if (at < 0 || queue.callBack() == null || waiters.get(at).callBack() != null) {
      return;
    }
    stopRinging(caller, null);
    if (isCalledBack(number) || !roomForCallBacks()) {
      // Once is enough: callers' numbers can be forged, and whoever has it is called every time.
      effects.add(new QueueEffect.Keep(Stay.of(waiters.remove(at), now, Outcome.ABANDONED)));
      return;
    }
    Waiter waiter = waiters.get(at).toCallBack(number);
    waiters.set(at, waiter);
    effects.add(new QueueEffect.Keep(Stay.of(waiter, null, null)));
  }

  private boolean isCalledBack(String number) {
    return waiters.stream().anyMatch(waiter -> number.equals(waiter.callBack()))
        || agents.values().stream()
            .anyMatch(agent ->
                agent.work() instanceof Work.Talking talking
                    && number.equals(talking.caller().callBack()));
  }

  /** They wait for hours, and leave half of the places to who is on the phone. */
  private boolean roomForCallBacks() {
    long open = waiters.stream().filter(waiter -> waiter.callBack() != null).count();
    return open < (queue.waitingMax() + 1) / 2;
  }

  private void callBackFailed(String name, String caller) {
    Agent agent = agents.get(name);
    if (agent == null
        || !(agent.work() instanceof Work.Talking talking)
        || !talking.caller().id().equals(caller)) {
      return;
    }
    free(agent);
    Queue.CallBack rules = queue.callBack();
    if (rules == null || talking.caller().tries() + 1 >= rules.tries()) {
      effects.add(
          new QueueEffect.Keep(Stay.of(talking.caller(), now, Outcome.NOT_REACHED, name, null)));
      return;
    }
    Waiter again = talking.caller().calledInVain(now.plus(rules.pause()));
    insert(again);
    effects.add(new QueueEffect.Keep(Stay.of(again, null, null)));
  }

  /** Who waits, waits on; who talks, talks on. */
  private void changed(Queue next) {
    queue = next;
    SequencedMap<String, Agent> before = new LinkedHashMap<>(agents);
    agents.clear();
    for (Queue.Member member : next.members()) {
      Agent known = before.remove(member.agent());
      agents.put(member.agent(), known == null ? Agent.of(member, now) : known.member(member));
    }
    before.forEach((name, gone) -> {
      if (gone.work() instanceof Work.Talking) {
        agents.put(name, gone.duty(false, null));
      } else if (gone.work() instanceof Work.Ringing ringing) {
        effects.add(new QueueEffect.StopRinging(name, ringing.caller()));
      }
    });
  }

  private void timePassed() {
    for (Agent agent : List.copyOf(agents.values())) {
      switch (agent.work()) {
        case Work.Ringing r when !now.isBefore(r.until()) -> {
          effects.add(new QueueEffect.StopRinging(agent.name(), r.caller()));
          refused(agent.name(), r.caller(), QueueEvent.Why.NO_ANSWER);
        }
        case Work.WrapUp w when !now.isBefore(w.until()) ->
            agents.put(agent.name(), agent.idle(now));
        default -> {} // nothing is due
      }
    }
    boolean nobody = queue.nobody() != null && agents.values().stream().noneMatch(Agent::onDuty);
    for (int i = 0; i < waiters.size(); i++) {
      Waiter waiter = waiters.get(i);
      if (waiter.callBack() != null) {
        continue; // has all the time in the world
      }
      if (nobody || !now.isBefore(waiter.since().plus(queue.waitMax()))) {
        waiters.remove(i--);
        stopRinging(waiter.id(), null);
        turnedAway(
            waiter, nobody ? Outcome.NOBODY : Outcome.LATE, nobody ? queue.nobody() : queue.late());
      }
    }
    announce();
  }

  private void turnedAway(Waiter waiter, Outcome why, @Nullable Destination to) {
    effects.add(new QueueEffect.Overflow(waiter.id(), why, to));
    effects.add(new QueueEffect.Keep(Stay.of(waiter, now, why)));
  }

  private void announce() {
    Duration every = queue.announcements().every();
    if (every.isZero()) {
      return;
    }
    long onDuty = Math.max(1, agents.values().stream().filter(Agent::onDuty).count());
    for (int i = 0; i < waiters.size(); i++) {
      Waiter waiter = waiters.get(i);
      if (now.isBefore(waiter.announceAt())) {
        continue;
      }
      waiters.set(i, waiter.announced(now.plus(every)));
      Duration estimate = handling.multipliedBy((i + onDuty) / onDuty);
      effects.add(new QueueEffect.Announce(waiter.id(), i + 1, estimate, mayBeCalled(waiter)));
    }
  }

  private boolean mayBeCalled(Waiter waiter) {
    Queue.CallBack rules = queue.callBack();
    return rules != null
        && waiter.callBack() == null
        && !waiter.number().isEmpty()
        && roomForCallBacks()
        && !now.isBefore(waiter.since().plus(rules.after()));
  }

  private void assign() {
    List<Agent> free = new ArrayList<>();
    for (Agent agent : agents.values()) {
      if (agent.onDuty()
          && agent.work() instanceof Work.Idle
          && !now.isBefore(agent.notBefore())
          && phones.free(agent.name())) {
        free.add(agent);
      }
    }
    Set<String> ringing = new HashSet<>();
    for (Agent agent : agents.values()) {
      if (agent.work() instanceof Work.Ringing r) {
        ringing.add(r.caller());
      }
    }
    for (Waiter waiter : waiters) {
      if (free.isEmpty()) {
        return;
      }
      if (!ringing.contains(waiter.id()) && !now.isBefore(waiter.notBefore())) {
        assign(waiter, free);
      }
    }
  }

  private void assign(Waiter waiter, List<Agent> free) {
    List<Agent> able =
        free.stream()
            .filter(a -> waiter.skill() == null || a.member().skills().contains(waiter.skill()))
            .sorted(order(waiter))
            .limit(queue.strategy() == Queue.Strategy.RING_ALL ? TOGETHER_MAX : 1)
            .toList();
    for (Agent agent : able) {
      free.remove(agent);
      lastRung = agent.name();
      agents.put(
          agent.name(),
          agent.with(new Work.Ringing(waiter.id(), now.plus(queue.ringTime()).plus(GRACE))));
      effects.add(new QueueEffect.Ring(agent.member(), waiter, queue.ringTime()));
    }
  }

  /** Who let this caller ring in vain comes last. */
  private Comparator<Agent> order(Waiter waiter) {
    Comparator<Agent> missed = Comparator.comparing(a -> waiter.missedBy().contains(a.name()));
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return switch (queue.strategy()) {
      case RING_ALL -> missed;
      case LONGEST_IDLE -> missed.thenComparing(Agent::idleSince);
      case FEWEST_CALLS ->
          missed
              .thenComparing(a -> a.day().equals(today) ? a.calls() : 0)
              .thenComparing(Agent::idleSince);
      case ROUND_ROBIN -> {
        List<String> order = new ArrayList<>(agents.keySet());
        int last = order.indexOf(lastRung);
        int size = Math.max(1, order.size());
        yield missed.thenComparing(a -> Math.floorMod(order.indexOf(a.name()) - last - 1, size));
      }
      case BY_LEVEL ->
          missed.thenComparing(a -> a.member().level()).thenComparing(Agent::idleSince);
    };
  }

  private static boolean rings(Agent agent, String caller) {
    return agent.work() instanceof Work.Ringing r && r.caller().equals(caller);
  }

  /** Everybody who rings for a caller, but one. */
  private void stopRinging(String caller, @Nullable String but) {
    for (Agent agent : List.copyOf(agents.values())) {
      if (rings(agent, caller) && !agent.name().equals(but)) {
        agents.put(agent.name(), agent.with(Agent.IDLE));
        effects.add(new QueueEffect.StopRinging(agent.name(), caller));
      }
    }
  }

  private int indexOf(String caller) {
    for (int i = 0; i < waiters.size(); i++) {
      if (waiters.get(i).id().equals(caller)) {
        return i;
      }
    }
    return -1;
  }

  private @Nullable Waiter taken(String caller) {
    int at = indexOf(caller);
    return at < 0 ? null : waiters.remove(at);
  }

  private boolean isMember(String agent) {
    return queue.members().stream().anyMatch(m -> m.agent().equals(agent));
  }
}
