package org.belfry.pbx;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.belfry.pbx.engine.TimerWheel;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.transaction.TransactionTimer;
import org.jspecify.annotations.Nullable;

/** A transaction in a lane's table: where its messages go and which of its timers run. */
abstract sealed class TransactionEntry permits ServerEntry, ClientEntry {
  final Hop hop;

  /** True once it is out of the table; what comes for it then comes too late. */
  boolean gone;

  private final Map<TransactionTimer, TimerWheel.Timer> timers =
      new EnumMap<>(TransactionTimer.class);

  TransactionEntry(Hop hop) {
    this.hop = hop;
  }

  TimerWheel.@Nullable Timer timer(TransactionTimer name) {
    return timers.get(name);
  }

  void timer(TransactionTimer name, TimerWheel.@Nullable Timer timer) {
    if (timer == null) {
      timers.remove(name);
    } else {
      timers.put(name, timer);
    }
  }

  /** Takes all timers away, for the owner to cancel. */
  void eachTimer(Consumer<TimerWheel.Timer> cancel) {
    timers.values().forEach(cancel);
    timers.clear();
  }
}
