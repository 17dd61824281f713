package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has many phones fetch their files, some at a time and none that is in a call. There is one
 * roll-out at a time.
 */
public interface PhoneRollout {

  /**
   * Begins one; the one before it is over.
   *
   * @param phones null for all that are not up to date
   * @throws InvalidCommand when there is nothing to do
   */
  RolloutView start(@Nullable List<Long> phones, boolean restart);

  /** The roll-out that goes on or was last; null when there was none since the start. */
  @Nullable RolloutView current();

  /** Tells no more phones until it is resumed; nothing when none goes on. */
  void pause();

  void resume();

  /** Ends it; phones that were told already fetch all the same. */
  void stop();

  enum State {
    RUNNING,
    PAUSED,
    DONE,
    STOPPED
  }

  /**
   * @param waiting phones that were not told yet
   * @param told phones that were told and have not fetched yet
   * @param done phones that have fetched
   */
  record RolloutView(
      State state,
      Instant startedAt,
      int all,
      int waiting,
      int told,
      int done,
      List<FailedView> failed) {}

  /**
   * @param why a sentence
   */
  record FailedView(long phone, String name, String why) {}
}
