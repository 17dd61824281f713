package org.belfry.pbx.admin;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What goes on in queues, and what went on. */
public interface QueueMonitor {

  /** All queues as they are now, by name. */
  List<LiveQueue> live();

  Optional<LiveQueue> live(String queue);

  /**
   * Logs an agent in or out, or pauses one. Takes effect soon; a call that is going on goes on.
   *
   * @param queue null for all that the agent is a member of
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when there is no such queue, or the agent is no member
   */
  void duty(@Nullable String queue, String agent, ChangeDuty command);

  /**
   * Callers who have come, newest first.
   *
   * @param outcome only callers whose wait ended so; null for any
   * @throws InvalidCommand naming the field that cannot be taken
   */
  StayPage stays(
      @Nullable String queue,
      @Nullable String outcome,
      @Nullable Instant from,
      @Nullable Instant to,
      int offset,
      int limit);

  /**
   * By queue and day of the site's time.
   *
   * @param queue null for all
   * @throws InvalidCommand when there are too many days
   */
  List<DayFigures> figures(@Nullable String queue, LocalDate from, LocalDate to);

  /**
   * Calls the listener with each thing that happens from now on, in order; the listener must return
   * at once.
   *
   * @return closes the subscription
   */
  LiveUpdates.Subscription onEvent(Consumer<QueueEventView> listener);

  /**
   * @param in null leaves it
   * @param pause a reason; empty ends the pause; null leaves it
   */
  record ChangeDuty(@Nullable Boolean in, @Nullable String pause) {}

  /**
   * @param estimateSeconds how long somebody who comes now would wait, roughly
   */
  record LiveQueue(
      String name,
      int onDuty,
      int waiting,
      double longestWaitSeconds,
      double estimateSeconds,
      List<LiveCaller> callers,
      List<LiveAgent> agents) {}

  /**
   * @param callBack the number that is called back; null while they are on the phone
   */
  record LiveCaller(
      String id,
      String number,
      @Nullable String name,
      int priority,
      @Nullable String skill,
      Instant since,
      int position,
      @Nullable String callBack) {}

  /** What an agent does. */
  enum AgentState {
    LOGGED_OUT,
    PAUSED,
    IDLE,
    RINGING,
    TALKING,
    WRAP_UP
  }

  /**
   * @param pause why they take no calls, also while they still talk; null when they do
   * @param with the number they talk to or ring for, or null
   * @param calls taken today
   */
  record LiveAgent(
      String agent,
      AgentState state,
      @Nullable String pause,
      @Nullable String with,
      Instant idleSince,
      int calls) {}

  /**
   * @param outcome {@code ANSWERED}, {@code ABANDONED}, {@code FULL}, {@code LATE}, {@code NOBODY},
   *     {@code NOT_REACHED}; null while it lasts
   */
  record StayView(
      String queue,
      String caller,
      String number,
      @Nullable String name,
      Instant since,
      double waitedSeconds,
      @Nullable String outcome,
      @Nullable String agent,
      @Nullable Double talkedSeconds,
      @Nullable String callBack) {}

  record StayPage(List<StayView> stays, long total, int offset, int limit) {}

  /**
   * @param inTime answered within the queue's time
   * @param serviceLevel {@code inTime} of all that were answered or abandoned, 0 to 1; null without
   *     any
   */
  record DayFigures(
      LocalDate day,
      String queue,
      long callers,
      long answered,
      long inTime,
      long abandoned,
      long overflowed,
      long notReached,
      double meanWaitSeconds,
      double longestWaitSeconds,
      double meanTalkSeconds,
      @Nullable Double serviceLevel) {}

  /** What happened. */
  enum QueueEventType {
    JOINED,
    ANSWERED,
    ENDED,
    ABANDONED,
    OVERFLOWED,
    CALL_BACK,
    AGENT
  }

  /**
   * @param number of the event, one more than the one before
   * @param caller id of the caller, or null for what is about an agent alone
   * @param detail why it overflowed, why an agent is paused, {@code in time} when it was answered
   *     within the queue's time; or null
   */
  record QueueEventView(
      long number,
      QueueEventType type,
      Instant at,
      String queue,
      @Nullable String caller,
      @Nullable String callerNumber,
      @Nullable String agent,
      @Nullable String detail) {}
}
