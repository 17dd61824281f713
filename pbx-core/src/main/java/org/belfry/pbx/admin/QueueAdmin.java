package org.belfry.pbx.admin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;

/** Queues: callers wait for the next agent who has time. */
public interface QueueAdmin {

  /** All queues by name. */
  List<QueueView> queues();

  Optional<QueueView> queue(long id);

  /**
   * @throws InvalidCommand naming the field that cannot be taken
   */
  QueueView create(SaveQueue command);

  /**
   * Replaces one; who waits in it waits on, who talks talks on.
   *
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when there is no such queue
   */
  QueueView replace(long id, SaveQueue command);

  /**
   * @throws InvalidCommand when something still leads to it, naming what
   * @throws NotFound when there is no such queue
   */
  void delete(long id);

  /**
   * @param name 1 to 32 letters, digits and . _ - +; unique
   * @param number what is dialled for it, nobody else's; null for none
   * @param language as {@code de}; null for the site's
   * @param strategy null for {@link Strategy#LONGEST_IDLE}
   * @param members 500 at most
   * @param ringSeconds how long an agent rings, 5 to 120; null for 20
   * @param wrapUpSeconds pause after a call, 0 to 1800; null for 0
   * @param missedMax calls in a row an agent may miss before they are paused, 0 to 100; 0 for any;
   *     null for 3
   * @param waitingMax callers that may wait, 1 to 1000; null for 50
   * @param waitMaxSeconds how long one may wait, 10 to 14400; null for 1800
   * @param greeting said once: text to speak or {@code prompt:name}
   * @param music the playlist that is heard in between; null for the site's own music
   * @param announceSeconds how often the caller is told how things stand, 10 to 600; 0 for never;
   *     null for 60
   * @param announcePosition whether the place is said; null: it is
   * @param announceEstimate whether the time it may take is said; null: it is not
   * @param announcements said each time as well
   * @param callBack null for none
   * @param full where a call goes when too many wait; null refuses it
   * @param late where it goes when it has waited too long; null says goodbye
   * @param nobody where it goes while no agent is logged in and not paused; null lets it wait
   * @param serviceSeconds within which a call is to be answered, 1 to 3600; null for 20
   */
  record SaveQueue(
      String name,
      @Nullable String number,
      @Nullable String language,
      @Nullable Strategy strategy,
      @Nullable List<Member> members,
      @Nullable Integer ringSeconds,
      @Nullable Integer wrapUpSeconds,
      @Nullable Integer missedMax,
      @Nullable Integer waitingMax,
      @Nullable Integer waitMaxSeconds,
      @Nullable List<String> greeting,
      @Nullable String music,
      @Nullable Integer announceSeconds,
      @Nullable Boolean announcePosition,
      @Nullable Boolean announceEstimate,
      @Nullable List<String> announcements,
      @Nullable CallBack callBack,
      @Nullable String full,
      @Nullable String late,
      @Nullable String nobody,
      @Nullable Integer serviceSeconds) {}

  /** Who rings first. */
  enum Strategy {
    /** All who have time. */
    RING_ALL,
    /** Whose last call is the longest ago. */
    LONGEST_IDLE,
    /** Who has had the fewest calls today. */
    FEWEST_CALLS,
    /** Whose turn it is. */
    ROUND_ROBIN,
    /** The lowest level first. */
    BY_LEVEL
  }

  /**
   * @param agent extension of a user, or an outside number ({@code +} and digits)
   * @param level 1 to 10; null for 1
   * @param skills what they can; up to 20 words
   * @param confirm whether they press 1 to take a call; null: outside numbers do
   */
  record Member(
      String agent,
      @Nullable Integer level,
      @Nullable Set<String> skills,
      @Nullable Boolean confirm) {}

  /**
   * Callers may hang up and be called when it is their turn.
   *
   * @param afterSeconds how long they must have waited, 0 to 3600; null for 60
   * @param tries how often they are called, 1 to 10; null for 3
   * @param pauseSeconds between two tries, 30 to 3600; null for 300
   * @param mayCall which kinds of numbers are called back, never PREMIUM or EMERGENCY; null for
   *     INTERNAL, LOCAL, NATIONAL and MOBILE
   * @param countries ISO 3166 codes that INTERNATIONAL is limited to; null or empty for all
   */
  record CallBack(
      @Nullable Integer afterSeconds,
      @Nullable Integer tries,
      @Nullable Integer pauseSeconds,
      @Nullable Set<NumberKind> mayCall,
      @Nullable Set<String> countries) {}

  record QueueView(
      long id,
      String name,
      @Nullable String number,
      @Nullable String language,
      Strategy strategy,
      List<Member> members,
      int ringSeconds,
      int wrapUpSeconds,
      int missedMax,
      int waitingMax,
      int waitMaxSeconds,
      List<String> greeting,
      @Nullable String music,
      int announceSeconds,
      boolean announcePosition,
      boolean announceEstimate,
      List<String> announcements,
      @Nullable CallBack callBack,
      @Nullable String full,
      @Nullable String late,
      @Nullable String nobody,
      int serviceSeconds,
      List<FieldProblem> warnings) {}
}
