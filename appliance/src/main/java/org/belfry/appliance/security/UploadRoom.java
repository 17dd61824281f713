package org.belfry.appliance.security;

import java.util.HashMap;
import java.util.Map;

/**
 * How many uploads there may be at a time: each is in memory until it is judged, up to some
 * megabytes, and one person can have pages without number.
 */
final class UploadRoom {
  static final int OF_ONE_MAX = 2;
  static final int MAX = 8;

  private final Map<String, Integer> inside = new HashMap<>();
  private int all;

  /**
   * @return false when there is no room; nobody has to leave then
   */
  synchronized boolean enter(String person) {
    int its = inside.getOrDefault(person, 0);
    if (all >= MAX || its >= OF_ONE_MAX) {
      return false;
    }
    inside.put(person, its + 1);
    all++;
    return true;
  }

  synchronized void leave(String person) {
    inside.computeIfPresent(person, (p, count) -> count <= 1 ? null : count - 1);
    all--;
  }
}
