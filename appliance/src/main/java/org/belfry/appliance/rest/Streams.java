package org.belfry.appliance.rest;

import java.util.HashMap;
import java.util.Map;
import org.belfry.pbx.admin.InvalidCommand;
import org.jspecify.annotations.Nullable;

/** How many streams of events there may be at a time: of all, and of one account or token. */
final class Streams {
  static final int MAX = 100;
  static final int OF_ONE_MAX = 10;

  private final Map<String, Integer> open = new HashMap<>();
  private int all;

  /**
   * @param who the account or token; nobody signed in counts as one
   * @throws InvalidCommand when there is no room; there is nothing to leave then
   */
  synchronized void enter(@Nullable String who) {
    if (all >= MAX) {
      throw new InvalidCommand("events", MAX + " are already connected, which is the limit");
    }
    int its = open.getOrDefault(name(who), 0);
    if (its >= OF_ONE_MAX) {
      throw new InvalidCommand(
          "events", OF_ONE_MAX + " of this account or token are already connected");
    }
    open.put(name(who), its + 1);
    all++;
  }

  synchronized void leave(@Nullable String who) {
    open.computeIfPresent(name(who), (its, count) -> count <= 1 ? null : count - 1);
    all--;
  }

  private static String name(@Nullable String who) {
    return who == null ? "" : who;
  }
}
