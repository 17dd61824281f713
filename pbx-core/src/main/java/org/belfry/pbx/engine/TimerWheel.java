package org.belfry.pbx.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one lane. Setting and cancelling cost O(1); most SIP timers are cancelled before
 * they fire.
 *
 * <p>Resolution is {@value #TICK_MS} ms: a timer fires at the first {@link #expire} whose tick is
 * past its due time, never before it. Timers due beyond one turn of the wheel wait for their turn.
 * Not thread-safe: the lane owns it.
 */
public final class TimerWheel {
  static final int TICK_MS = 5;
  private static final int NANOS_OF_MS = 1_000_000;
  private static final int SLOTS = 1 << 14;
  private static final int MASK = SLOTS - 1;

  private final @Nullable Timer[] first = new Timer[SLOTS];
  private final @Nullable Timer[] last = new Timer[SLOTS];
  private long tick;
  private long earliest = Long.MAX_VALUE;
  private int live;

  /**
   * @param now where the wheel starts; later calls must not go back behind it
   */
  public TimerWheel(Instant now) {
    this.tick = now.toEpochMilli() / TICK_MS;
  }

  /** A timer that was set; {@link #cancel} takes it back. */
  public static final class Timer {
    private final long dueTick;
    private final Event event;
    private final int slot;
    private @Nullable Timer previous;
    private @Nullable Timer next;
    private boolean linked;

    private Timer(long dueTick, Event event) {
      this.dueTick = dueTick;
      this.event = event;
      this.slot = (int) dueTick & MASK;
    }
  }

  /** Lets the event happen at {@code due}, or at the next tick when that is past. */
  public Timer set(Instant due, Event event) {
    // Never before its time, not by a microsecond: a machine that is woken too early does nothing
    // and waits for a timer that has fired.
    long dueMs = due.plusNanos(NANOS_OF_MS - 1).toEpochMilli();
    long dueTick = Math.max(tick + 1, (dueMs + TICK_MS - 1) / TICK_MS);
    Timer timer = new Timer(dueTick, event);
    Timer before = last[timer.slot];
    timer.previous = before;
    if (before == null) {
      first[timer.slot] = timer;
    } else {
      before.next = timer;
    }
    last[timer.slot] = timer;
    timer.linked = true;
    live++;
    earliest = Math.min(earliest, dueTick);
    return timer;
  }

  /** Takes a timer back; one that has fired or was cancelled is left alone. */
  public void cancel(Timer timer) {
    if (!timer.linked) {
      return;
    }
    timer.linked = false;
    live--;
    if (timer.previous == null) {
      first[timer.slot] = timer.next;
    } else {
      timer.previous.next = timer.next;
    }
    if (timer.next == null) {
      last[timer.slot] = timer.previous;
    } else {
      timer.next.previous = timer.previous;
    }
    timer.previous = null;
    timer.next = null;
  }

  /**
   * Takes out one timer that is due, or null when none is left at {@code now}. The owner calls it
   * until it answers null, handling each event before it asks for the next, so that a handler may
   * cancel what is due too.
   */
  public @Nullable Event expire(Instant now) {
    long target = now.toEpochMilli() / TICK_MS;
    if (live == 0 || earliest > target) {
      tick = Math.max(tick, target);
      return null;
    }
    // After a pause longer than one turn every slot is looked at once, no more.
    tick = Math.max(tick, target - SLOTS);
    while (true) {
      for (Timer t = first[(int) tick & MASK]; t != null; t = t.next) {
        if (t.dueTick <= tick) {
          cancel(t);
          return t.event;
        }
      }
      if (tick >= target) {
        earliest = scan();
        return null;
      }
      tick++;
    }
  }

  /**
   * A time before which no timer is due, or null when none is set. It may be early when the timer
   * it stood for was cancelled; it is never late.
   */
  public @Nullable Instant nextDue() {
    return live == 0 ? null : Instant.ofEpochMilli(earliest * TICK_MS);
  }

  /** Timers that are set. */
  public int size() {
    return live;
  }

  private long scan() {
    if (live == 0) {
      return Long.MAX_VALUE;
    }
    long best = Long.MAX_VALUE;
    for (long t = tick; t <= tick + SLOTS && t < best; t++) {
      for (Timer timer = first[(int) t & MASK]; timer != null; timer = timer.next) {
        best = Math.min(best, timer.dueTick);
      }
    }
    return best;
  }
}
