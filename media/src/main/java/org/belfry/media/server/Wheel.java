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

  private final List<List<T>> slots = new ArrayList<>();
  private long nextTick;
  private int at;

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
  }

  void remove(T member) {
    for (List<T> slot : slots) {
      if (slot.remove(member)) {
        return;
      }
    }
  }

  boolean isDue(long now) {
    return now - nextTick >= 0;
  }

  long nanosToTick(long now) {
    return nextTick - now;
  }

  /** One tick. When time has run ahead by more than a second, the ticks in between are left out. */
  void turn(long now, Consumer<T> visit) {
    nextTick += TICK_NANOS;
    if (now - nextTick > SLOTS * TICK_NANOS) {
      nextTick = now + TICK_NANOS;
    }
    List<T> slot = slots.get(at);
    at = (at + 1) % SLOTS;
    for (int i = slot.size() - 1; i >= 0; i--) {
      visit.accept(slot.get(i));
    }
  }
}
