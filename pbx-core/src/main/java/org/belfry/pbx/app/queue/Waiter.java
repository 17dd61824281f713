package org.belfry.pbx.app.queue;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who waits for an agent.
 *
 * @param id of the caller, unique
 * @param number of the caller, empty when it is hidden
 * @param name of the caller, or null
 * @param priority higher is served first; 0 is usual
 * @param skill that an agent needs, or null
 * @param since when the caller came
 * @param announceAt when the next announcement is due
 * @param callBack the number that is called when it is their turn: the caller has hung up and keeps
 *     the place; null while they are on the phone
 * @param tries how often they were called back in vain
 * @param notBefore when it may be tried again
 * @param missedBy agents who did not take this caller
 */
public record Waiter(
    String id,
    String number,
    @Nullable String name,
    int priority,
    @Nullable String skill,
    Instant since,
    Instant announceAt,
    @Nullable String callBack,
    int tries,
    Instant notBefore,
    Set<String> missedBy) {
  public Waiter {
    missedBy = Set.copyOf(missedBy);
  }

  boolean isBefore(Waiter other) {
    return priority != other.priority ? priority > other.priority : since.isBefore(other.since);
  }

  Waiter announced(Instant next) {
    return new Waiter(
        id, number, name, priority, skill, since, next, callBack, tries, notBefore, missedBy);
  }

  Waiter missed(String agent) {
    Set<String> all = new HashSet<>(missedBy);
    all.add(agent);
    return new Waiter(
        id, number, name, priority, skill, since, announceAt, callBack, tries, notBefore, all);
  }

  Waiter toCallBack(String at) {
    return new Waiter(
        id, number, name, priority, skill, since, Instant.MAX, at, tries, notBefore, missedBy);
  }

  Waiter calledInVain(Instant again) {
    return new Waiter(
        id,
        number,
        name,
        priority,
        skill,
        since,
        Instant.MAX,
        callBack,
        tries + 1,
        again,
        Set.of());
  }
}
