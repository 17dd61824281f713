package org.belfry.pbx.cdr;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one lane from the first INVITE to the record. Told by the proxy what happened; one
 * record per call.
 *
 * <p>Written by its lane only; {@link #live} may be asked by anybody.
 */
public final class CallTracker {
  private final Map<String, LiveCall> calls = new ConcurrentHashMap<>();
  private final CdrSink sink;
  private final Runnable changed;
  private final Ended ended;
  private final Map<Long, CompletableFuture<Void>> recording = new ConcurrentHashMap<>();
  private final LongAdder lost = new LongAdder();
  private long ends;

  /** Who knows how a call sounded. */
  public interface Ended {
    /**
     * @param then to be given it once, at once or soon, on any thread
     */
    void ended(String callId, Instant now, Consumer<List<LegQuality>> then);
  }

  /**
   * @param changed run after every change that people may want to see
   * @param ended told of each call that ends; gives how it sounded
   */
  public CallTracker(CdrSink sink, Runnable changed, Ended ended) {
    this.sink = sink;
    this.changed = changed;
    this.ended = ended;
  }

  /** Without anybody to ask how calls sounded. */
  public CallTracker(CdrSink sink, Runnable changed) {
    this(sink, changed, (callId, now, then) -> then.accept(List.of()));
  }

  /**
   * A call begins.
   *
   * @return false when a call of this Call-ID is going on already (it spiralled through a
   *     neighbour): the first one is kept
   */
  public boolean begin(LiveCall call) {
    boolean first = calls.putIfAbsent(call.callId(), call) == null;
    changed.run();
    return first;
  }

  /** It is decided where the call goes. Later plans of the same call are left out. */
  public void planned(String callId, List<CallRecord.Reason> reasons) {
    calls.computeIfPresent(callId, (id, call) -> call.planned(reasons));
  }

  /**
   * A phone, or another place, has been tried.
   *
   * @param user extension of our user whose phone it was, or null
   */
  public void attempted(String callId, CallRecord.Attempt attempt, @Nullable String user) {
    calls.computeIfPresent(callId, (id, call) -> call.attempted(attempt, user));
  }

  public void ringing(String callId, int status, Instant now) {
    calls.computeIfPresent(callId, (id, call) -> call.ringing(now, status));
    changed.run();
  }

  public void answered(
      String callId, int status, @Nullable String agent, @Nullable String calleeTag, Instant now) {
    calls.computeIfPresent(callId, (id, call) -> call.answered(now, status, agent, calleeTag));
    changed.run();
  }

  /** The INVITE was refused with this final status. */
  public void failed(String callId, int status, Cause cause, Instant now) {
    end(callId, status, cause, now);
  }

  /**
   * A BYE passed. One that ends another dialog of the same Call-ID (a fork's second answer, RFC
   * 3261 §13.2.2.4) leaves the call alone.
   *
   * @param byTag its From tag
   * @param otherTag its To tag
   */
  public void hungUp(
      String callId, @Nullable String byTag, @Nullable String otherTag, Instant now) {
    LiveCall call = calls.get(callId);
    if (call == null || call.answeredAt() == null || !call.isDialog(byTag, otherTag)) {
      return;
    }
    Cause cause =
        Objects.equals(byTag, call.callerTag()) ? Cause.CALLER_HUNG_UP : Cause.CALLEE_HUNG_UP;
    end(callId, call.status(), cause, now);
  }

  /** We ended it ourselves. */
  public void ended(String callId, Cause cause, Instant now) {
    LiveCall call = calls.get(callId);
    if (call != null) {
      end(callId, call.status(), cause, now);
    }
  }

  /** Closes calls that began before {@code limit}: their end was never seen. */
  public void closeOlderThan(Instant limit, Instant now) {
    for (LiveCall call : live()) {
      if (call.startedAt().isBefore(limit)) {
        end(call.callId(), call.status(), Cause.LOST, now);
      }
    }
  }

  /** True for the Call-ID of a call that goes on. On any thread. */
  public boolean isLive(String callId) {
    return calls.containsKey(callId);
  }

  /** The call that goes on, or null. On any thread. */
  public @Nullable LiveCall live(String callId) {
    return calls.get(callId);
  }

  public boolean isEmpty() {
    return calls.isEmpty();
  }

  /**
   * Completes when the sink has the records of all calls that have ended so far: how a call sounded
   * is known a little later.
   */
  public CompletableFuture<Void> recorded() {
    return CompletableFuture.allOf(recording.values().toArray(CompletableFuture[]::new));
  }

  /** Closes every call: the server stops. */
  public void closeAll(Instant now) {
    for (LiveCall call : live()) {
      end(call.callId(), call.status(), Cause.ENDED_BY_RESTART, now);
    }
  }

  public List<LiveCall> live() {
    return new ArrayList<>(calls.values());
  }

  /** Records that the sink did not take. */
  public long recordsLost() {
    return lost.sum();
  }

  private void end(String callId, int status, Cause cause, Instant now) {
    LiveCall call = calls.remove(callId);
    if (call == null) {
      return;
    }
    CompletableFuture<Void> recorded = new CompletableFuture<>();
    long number = ends++;
    recording.put(number, recorded);
    ended.ended(
        callId,
        now,
        media -> {
          if (!sink.append(call.ended(now, status, cause, media))) {
            lost.increment();
          }
          recording.remove(number);
          recorded.complete(null);
        });
    changed.run();
  }
}
