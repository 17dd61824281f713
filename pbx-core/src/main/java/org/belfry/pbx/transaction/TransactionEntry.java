package org.belfry.pbx.transaction;

import java.util.function.Consumer;
import org.belfry.pbx.engine.TimerWheel;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.trace.CallTrace;
import org.jspecify.annotations.Nullable;

/** A transaction in a lane's table: where its messages go and which of its timers run. */
public abstract sealed class TransactionEntry permits ServerEntry, ClientEntry {
  final Hop hop;

  /** True once it is out of the table; what comes for it then comes too late. */
  boolean gone;

  @Nullable CallTrace trace;

  /** No machine runs more than two timers at a time. */
  private @Nullable TransactionTimer firstName;

  private TimerWheel.@Nullable Timer first;
  private @Nullable TransactionTimer secondName;
  private TimerWheel.@Nullable Timer second;

  TransactionEntry(Hop hop) {
    this.hop = hop;
  }

  /** Where its messages go. */
  public Hop hop() {
    return hop;
  }

  /** The trace of its call, or null: what its timers send is noted there. */
  public @Nullable CallTrace trace() {
    return trace;
  }

  TimerWheel.@Nullable Timer timer(TransactionTimer name) {
    if (firstName == name) {
      return first;
    }
    return secondName == name ? second : null;
  }

  void timer(TransactionTimer name, TimerWheel.@Nullable Timer timer) {
    if (firstName == name || (firstName == null && secondName != name)) {
      firstName = timer == null ? null : name;
      first = timer;
    } else if (secondName == name || secondName == null) {
      secondName = timer == null ? null : name;
      second = timer;
    } else if (timer != null) {
      throw new IllegalStateException("a third timer: " + name);
    }
  }

  /** Takes all timers away, for the owner to cancel. */
  void eachTimer(Consumer<TimerWheel.Timer> cancel) {
    if (first != null) {
      cancel.accept(first);
    }
    if (second != null) {
      cancel.accept(second);
    }
    firstName = null;
    first = null;
    secondName = null;
    second = null;
  }
}
