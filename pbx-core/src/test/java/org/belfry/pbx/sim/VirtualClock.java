package org.belfry.pbx.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that only moves when the virtual network says so. */
public final class VirtualClock implements InstantSource {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void moveTo(Instant later) {
    if (later.isBefore(now)) {
      throw new IllegalArgumentException("time does not run backwards");
    }
    now = later;
  }

  public Duration since(Instant start) {
    return Duration.between(start, now);
  }
}
