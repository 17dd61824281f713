package org.belfry.media.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Visits each of its members once a second, a tenth of them each 100 ms, so that thousands of legs
 * do not all report at once. Belongs to one thread.
 */
final class Wheel<T> {
  static final long TICK_NANOS = 100_000_000;
  private static final int SLOTS = 10;
  private static final long TURN_NANOS = SLOTS * TICK_NANOS;

  private final List<List<T>> slots = new ArrayList<>();
  private long nextTick;
  private int at;
  private int members;

  Wheel(long now) {
    nextTick = now + TICK_NANOS;
    for (int i = 0; i < SLOTS; i++) {
      slots.add(new ArrayList<>());
    }
  }

  void add(T member) {
    List<T> smallest = slots.getFirst();
    for (List<T> slot : slots) {
      smallest = slot.size() < smallest.size() ? slot : smallest;
    }
    smallest.add(member);
    members++;
  }

  void remove(T member) {
    for (List<T> slot : slots) {
      if (slot.remove(member)) {
        members--;
        return;
      }
    }
  }

  boolean isDue(long now) {
    return now - nextTick >= 0;
  }

  /** How long nobody need look: to the next tick, or a second while there is nobody to visit. */
  long nanosToLook(long now) {
    return members == 0 ? TURN_NANOS : nextTick - now;
  }

  /**
   * One tick. When time has run ahead by more than a second, or there is nobody, the ticks in
   * between are left out.
   */
  void turn(long now, Consumer<T> visit) {
    nextTick += TICK_NANOS;
    if (members == 0 || now - nextTick > TURN_NANOS) {
      nextTick = now + TICK_NANOS;
    }
    List<T> slot = slots.get(at);
    at = (at + 1) % SLOTS;
    for (int i = slot.size() - 1; i >= 0; i--) {
      visit.accept(slot.get(i));
    }
  }
}
