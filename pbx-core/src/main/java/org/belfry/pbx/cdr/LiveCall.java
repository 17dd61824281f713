package org.belfry.pbx.cdr;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that is going on. Immutable; becomes a {@link CallRecord} when it ends.
 *
 * @param callerTag From tag of the INVITE: tells later who hung up
 * @param status the latest status the caller was sent
 */
public record LiveCall(
    String callId,
    @Nullable String callerTag,
    String caller,
    @Nullable String callerName,
    String callee,
    @Nullable String calleeName,
    @Nullable String callerAgent,
    @Nullable String calleeAgent,
    Instant startedAt,
    @Nullable Instant ringingAt,
    @Nullable Instant answeredAt,
    int status,
    List<CallRecord.Attempt> attempts) {

  public LiveCall {
    attempts = List.copyOf(attempts);
  }

  public enum State {
    CALLING,
    RINGING,
    ANSWERED
  }

  public State state() {
    if (answeredAt != null) {
      return State.ANSWERED;
    }
    return ringingAt == null ? State.CALLING : State.RINGING;
  }

  LiveCall ringing(Instant now, int provisional) {
    return ringingAt != null
        ? this
        : new LiveCall(
            callId,
            callerTag,
            caller,
            callerName,
            callee,
            calleeName,
            callerAgent,
            calleeAgent,
            startedAt,
            now,
            answeredAt,
            provisional,
            attempts);
  }

  LiveCall answered(Instant now, int success, @Nullable String agent) {
    return answeredAt != null
        ? this
        : new LiveCall(
            callId,
            callerTag,
            caller,
            callerName,
            callee,
            calleeName,
            callerAgent,
            agent,
            startedAt,
            ringingAt,
            now,
            success,
            attempts);
  }

  LiveCall attempted(CallRecord.Attempt attempt) {
    List<CallRecord.Attempt> more = new ArrayList<>(attempts.size() + 1);
    more.addAll(attempts);
    more.add(attempt);
    return new LiveCall(
        callId,
        callerTag,
        caller,
        callerName,
        callee,
        calleeName,
        callerAgent,
        calleeAgent,
        startedAt,
        ringingAt,
        answeredAt,
        status,
        more);
  }

  CallRecord ended(Instant now, int finalStatus, CallRecord.Cause cause) {
    return new CallRecord(
        callId,
        caller,
        callerName,
        callee,
        calleeName,
        callerAgent,
        calleeAgent,
        startedAt,
        ringingAt,
        answeredAt,
        now,
        finalStatus,
        cause,
        attempts);
  }
}
