package org.belfry.media.turn;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The server's counts; written by its thread, read by anybody. */
public final class TurnCounters {
  private final Map<TurnCounter, LongAdder> counts = new EnumMap<>(TurnCounter.class);

  TurnCounters() {
    for (TurnCounter counter : TurnCounter.values()) {
      counts.put(counter, new LongAdder());
    }
  }

  void count(TurnCounter counter) {
    adder(counter).increment();
  }

  void add(TurnCounter counter, long number) {
    adder(counter).add(number);
  }

  public long of(TurnCounter counter) {
    return adder(counter).sum();
  }

  private LongAdder adder(TurnCounter counter) {
    return Objects.requireNonNull(counts.get(counter));
  }

  /** All of them by name, for metrics. */
  public Map<TurnCounter, Long> all() {
    Map<TurnCounter, Long> all = new EnumMap<>(TurnCounter.class);
    for (TurnCounter counter : TurnCounter.values()) {
      all.put(counter, of(counter));
    }
    return all;
  }
}
