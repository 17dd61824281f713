package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Questions on where calls go that are asked again after each change of the dial plan. */
public interface PlanChecks {

  /** All of them, those that have changed first. */
  List<CheckView> checks();

  /**
   * Keeps a question with its answer of now.
   *
   * @throws InvalidCommand when it cannot be asked, or there are too many
   */
  CheckView keep(KeepCheck command);

  /**
   * Takes what happens now as what is wanted.
   *
   * @throws NotFound when there is no such check
   */
  CheckView accept(long id);

  /**
   * @throws NotFound when there is no such check
   */
  void delete(long id);

  /**
   * @param name 1 to 64 characters; null for the question itself
   * @param at the moment the call is made; null for now, which stays the moment of the check
   */
  record KeepCheck(@Nullable String name, String from, String to, @Nullable Instant at) {}

  /**
   * @param good whether the answer is still that which was kept
   * @param wanted the plan that was kept, as lines of text
   * @param now the plan of now
   * @param changedAt when it first differed; null while it is good
   */
  record CheckView(
      long id,
      String name,
      String from,
      String to,
      Instant at,
      boolean good,
      String wanted,
      String now,
      @Nullable Instant changedAt) {}
}
