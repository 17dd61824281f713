package org.belfry.pbx.fuse;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps what a database would: the newest event of each key. */
public final class KeptFuse implements FuseLog {
  private final Map<Object, FuseEvent.Counted> counted = new LinkedHashMap<>();
  private final Map<FuseKey, FuseEvent.Released> released = new LinkedHashMap<>();
  private final Map<FuseKey, BlownFuse> blown = new LinkedHashMap<>();
  private final Map<String, HeldCountry> held = new LinkedHashMap<>();
  private final Map<String, Instant> seen = new LinkedHashMap<>();

  @Override
  public void on(FuseEvent event) {
    switch (event) {
      case FuseEvent.Counted e -> counted.put(List.of(e.key(), e.slot()), e);
      case FuseEvent.Blown e -> blown.put(e.fuse().key(), e.fuse());
      case FuseEvent.Released e -> {
        blown.remove(e.key());
        released.put(e.key(), e);
      }
      case FuseEvent.Held e -> held.put(e.country().country(), e.country());
      case FuseEvent.Seen e -> {
        held.remove(e.country());
        seen.put(e.country(), e.at());
      }
    }
  }

  public FraudFuse.Kept kept() {
    return new FraudFuse.Kept(
        new ArrayList<>(counted.values()),
        new ArrayList<>(released.values()),
        new ArrayList<>(blown.values()),
        new ArrayList<>(held.values()),
        Map.copyOf(seen));
  }
}
