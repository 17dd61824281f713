package org.belfry.pbx.app.queue;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A member of a queue at work.
 *
 * @param in whether they are logged in
 * @param pause why they take no calls for a while, or null; may be set while they talk
 * @param work what they do
 * @param idleSince when they began to have time: since their last call, or since they came
 * @param calls taken on {@code day}
 * @param day of the calls, UTC
 * @param missed calls in a row that they did not take
 * @param notBefore when they may be rung again
 */
public record Agent(
    Queue.Member member,
    boolean in,
    @Nullable String pause,
    Work work,
    Instant idleSince,
    int calls,
    LocalDate day,
    int missed,
    Instant notBefore) {

  /** What an agent does for a queue. */
  public sealed interface Work {
    record Idle() implements Work {}

    /**
     * Their phone rings for a caller.
     *
     * @param caller id of the {@link Waiter}
     */
    record Ringing(String caller, Instant until) implements Work {}

    record Talking(Waiter caller, Instant since) implements Work {}

    /** Time after a call. */
    record WrapUp(Instant until) implements Work {}
  }

  static final Work IDLE = new Work.Idle();

  static Agent of(Queue.Member member, Instant now) {
    return new Agent(member, false, null, IDLE, now, 0, LocalDate.EPOCH, 0, Instant.MIN);
  }

  public String name() {
    return member.agent();
  }

  /** Whether they take calls at all. */
  public boolean onDuty() {
    return in && pause == null;
  }

  Agent with(Work next) {
    return new Agent(member, in, pause, next, idleSince, calls, day, missed, notBefore);
  }

  Agent idle(Instant since) {
    return new Agent(member, in, pause, IDLE, since, calls, day, missed, notBefore);
  }

  Agent member(Queue.Member changed) {
    return new Agent(changed, in, pause, work, idleSince, calls, day, missed, notBefore);
  }

  Agent duty(boolean logged, @Nullable String why) {
    return new Agent(member, logged, why, work, idleSince, calls, day, 0, notBefore);
  }

  Agent took(Waiter caller, Instant now, LocalDate today) {
    int before = day.equals(today) ? calls : 0;
    return new Agent(
        member,
        in,
        pause,
        new Work.Talking(caller, now),
        idleSince,
        before + 1,
        today,
        0,
        notBefore);
  }

  Agent missed(Instant restsUntil, int howOften) {
    return new Agent(member, in, pause, IDLE, idleSince, calls, day, howOften, restsUntil);
  }
}
