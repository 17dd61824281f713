package org.belfry.media.relay;

import java.util.EnumMap;
import java.util.Map;

/** How many packets went no further, by reason. Belongs to one thread. */
final class Drops {
  private final long[] counts = new long[Dropped.values().length];

  @SuppressWarnings("EnumOrdinal") // a map of counters would box
  void count(Dropped why) {
    counts[why.ordinal()]++;
  }

  @SuppressWarnings("EnumOrdinal")
  long of(Dropped why) {
    return counts[why.ordinal()];
  }

  /** Only those that occurred. */
  Map<Dropped, Long> toMap() {
    Map<Dropped, Long> map = new EnumMap<>(Dropped.class);
    for (Dropped why : Dropped.values()) {
      if (of(why) > 0) {
        map.put(why, of(why));
      }
    }
    return map;
  }
}
