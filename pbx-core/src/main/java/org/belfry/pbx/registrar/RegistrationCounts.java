package org.belfry.pbx.registrar;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts about bindings, of all lanes; for any thread. */
public final class RegistrationCounts {
  private final Map<Loss, LongAdder> lost = new EnumMap<>(Loss.class);
  private final LongAdder journalFull = new LongAdder();

  public RegistrationCounts() {
    for (Loss loss : Loss.values()) {
      lost.put(loss, new LongAdder());
    }
  }

  /** Bindings that were lost, by cause. */
  public LongAdder lost(Loss cause) {
    return Objects.requireNonNull(lost.get(cause));
  }

  /** Changes that the journal did not take. */
  public LongAdder journalFull() {
    return journalFull;
  }
}
