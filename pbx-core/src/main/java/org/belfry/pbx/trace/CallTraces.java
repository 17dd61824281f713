package org.belfry.pbx.trace;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The traces of one lane's calls, bounded in number and in bytes. A trace begins with an INVITE and
 * stays after its call's end until it is old or room is needed; then those of calls that have ended
 * go first, the oldest before the others. INVITEs that never became a call (a scanner's) have room
 * of their own and push out nobody else.
 *
 * <p>Written by its lane only; {@link #of} may be asked on any thread.
 */
public final class CallTraces {
  private static final int SECOND_CHANCES = 8;
  private static final int OVERHEAD = 256;

  private final TraceProperties limits;
  private final Predicate<String> live;
  private final Map<String, CallTrace> traces = new ConcurrentHashMap<>();
  private final Shelf calls;
  private final Shelf attempts;

  /**
   * @param live true for the Call-ID of a call that goes on
   */
  public CallTraces(TraceProperties limits, Predicate<String> live) {
    this.limits = limits;
    this.live = live;
    this.calls = new Shelf(limits.bytes(), limits.calls());
    this.attempts = new Shelf(limits.bytes() / 4, Math.max(1, limits.calls() / 4));
  }

  /** The trace of this Call-ID, or null. On any thread. */
  public @Nullable CallTrace of(String callId) {
    return traces.get(callId);
  }

  /** The trace of this Call-ID, begun now when there is none; null when none are kept. */
  public @Nullable CallTrace begin(String callId, Instant now) {
    if (limits.bytes() == 0) {
      return null;
    }
    CallTrace known = traces.get(callId);
    if (known != null) {
      return known;
    }
    expire(calls, now);
    expire(attempts, now);
    CallTrace trace = new CallTrace(callId, limits, this, now);
    traces.put(callId, trace);
    attempts.add(trace);
    attempts.held += OVERHEAD;
    makeRoom(attempts, trace);
    return trace;
  }

  /** Somebody whom we know makes a call of it. */
  public void becomesCall(String callId) {
    CallTrace trace = traces.get(callId);
    if (trace == null || trace.isCall()) {
      return;
    }
    // It stays queued among the attempts as well, where it is passed over when its turn comes.
    trace.becomeCall();
    int bytes = trace.bytes() + OVERHEAD;
    attempts.held -= bytes;
    calls.held += bytes;
    calls.add(trace);
    makeRoom(calls, trace);
  }

  /** Traces that are kept; for statistics. */
  public int size() {
    return traces.size();
  }

  void grew(CallTrace trace, int bytes) {
    Shelf shelf = trace.isCall() ? calls : attempts;
    shelf.held += bytes;
    if (shelf.held > shelf.maxBytes) {
      makeRoom(shelf, trace);
    }
  }

  private void makeRoom(Shelf shelf, CallTrace except) {
    int chances = SECOND_CHANCES;
    while (shelf.held > shelf.maxBytes || shelf.queue.size() > shelf.maxTraces) {
      CallTrace oldest = shelf.queue.pollFirst();
      if (oldest == null) {
        return;
      }
      if (shelf.isStale(oldest)) {
        continue;
      }
      if (oldest == except) {
        shelf.queue.addLast(oldest);
        if (shelf.queue.size() == 1) {
          return; // one call alone: its own limits hold it
        }
        continue;
      }
      if (chances > 0 && live.test(oldest.callId())) {
        chances--;
        shelf.queue.addLast(oldest);
        continue;
      }
      drop(shelf, oldest);
    }
  }

  /** A few at a time, so that no single call pays for many. */
  private void expire(Shelf shelf, Instant now) {
    for (int i = 0; i < 2; i++) {
      CallTrace oldest = shelf.queue.peekFirst();
      if (oldest == null) {
        return;
      }
      if (shelf.isStale(oldest)) {
        shelf.queue.removeFirst();
      } else if (oldest.lastAt().plus(limits.keptFor()).isBefore(now)) {
        shelf.queue.removeFirst();
        if (live.test(oldest.callId())) {
          shelf.queue.addLast(oldest);
        } else {
          drop(shelf, oldest);
        }
      }
    }
  }

  private void drop(Shelf shelf, CallTrace trace) {
    shelf.held -= trace.bytes() + OVERHEAD;
    traces.remove(trace.callId(), trace);
    trace.forget();
  }

  /** Traces in the order of their age, and what they weigh. */
  private final class Shelf {
    private final Deque<CallTrace> queue = new ArrayDeque<>();
    private final long maxBytes;
    private final int maxTraces;
    private long held;

    Shelf(long maxBytes, int maxTraces) {
      this.maxBytes = maxBytes;
      this.maxTraces = maxTraces;
    }

    void add(CallTrace trace) {
      queue.addLast(trace);
    }

    /** True for one that has moved to the calls. */
    boolean isStale(CallTrace trace) {
      return this == attempts && trace.isCall();
    }
  }
}
