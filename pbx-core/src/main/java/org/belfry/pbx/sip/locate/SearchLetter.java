package org.belfry.pbx.sip.locate;

import org.belfry.pbx.engine.Event;

/** What searches for the hops of names wait for. */
public sealed interface SearchLetter extends Event {
  HopFinder.Search search();

  /** The DNS has answered a question of a search. */
  record Answered(HopFinder.Search search, Question question, Answer answer)
      implements SearchLetter {}

  /** A search has lasted long enough. */
  record Overdue(HopFinder.Search search) implements SearchLetter {}
}
