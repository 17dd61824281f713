package org.belfry.pbx;

import java.util.function.Consumer;
import org.belfry.pbx.engine.TimerWheel;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.transaction.TransactionTimer;
import org.jspecify.annotations.Nullable;

/** A transaction in a lane's table: where its messages go and which of its timers run. */
abstract sealed class TransactionEntry permits ServerEntry, ClientEntry {
  private static final TransactionTimer[] TIMERS = TransactionTimer.values();

  final Hop hop;

  /** True once it is out of the table; what comes for it then comes too late. */
  boolean gone;

  private final @Nullable TimerWheel.Timer[] timers = new TimerWheel.Timer[TIMERS.length];

  TransactionEntry(Hop hop) {
    this.hop = hop;
  }

  @Nullable TimerWheel.Timer timer(TransactionTimer name) {
    return timers[name.ordinal()];
  }

  void timer(TransactionTimer name, TimerWheel.@Nullable Timer timer) {
    timers[name.ordinal()] = timer;
  }

  /** Takes all timers away, for the owner to cancel. */
  void eachTimer(Consumer<TimerWheel.Timer> cancel) {
    for (int i = 0; i < timers.length; i++) {
      TimerWheel.Timer timer = timers[i];
      if (timer != null) {
        cancel.accept(timer);
        timers[i] = null;
      }
    }
  }
}
