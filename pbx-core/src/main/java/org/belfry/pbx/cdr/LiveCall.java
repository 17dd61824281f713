package org.belfry.pbx.cdr;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call that is going on. Immutable; becomes a {@link CallRecord} when it ends.
 *
 * @param callerTag From tag of the INVITE: tells later who hung up
 * @param calleeTag To tag of the 2xx that answered it, or null: with {@code callerTag} the dialog
 *     that is the call
 * @param takenBy extension of our user whose phone answered, or null
 * @param status the latest status the caller was sent
 * @param reasons why it goes where it goes; empty until it is planned
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
    @Nullable String calleeTag,
    @Nullable String takenBy,
    int status,
    List<CallRecord.Attempt> attempts,
    List<CallRecord.Reason> reasons) {

  public LiveCall {
    attempts = List.copyOf(attempts);
    reasons = List.copyOf(reasons);
  }

  /** One that is not planned yet. */
  public LiveCall(
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
      @Nullable String calleeTag,
      @Nullable String takenBy,
      int status,
      List<CallRecord.Attempt> attempts) {
    this(
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
        calleeTag,
        takenBy,
        status,
        attempts,
        List.of());
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

  /**
   * True for the tags of the dialog that is the call, in either order; a fork's second answer has
   * other tags.
   */
  boolean isDialog(@Nullable String oneTag, @Nullable String otherTag) {
    return (Objects.equals(oneTag, callerTag) && Objects.equals(otherTag, calleeTag))
        || (Objects.equals(oneTag, calleeTag) && Objects.equals(otherTag, callerTag));
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
            calleeTag,
            takenBy,
            provisional,
            attempts,
            reasons);
  }

  LiveCall answered(Instant now, int success, @Nullable String agent, @Nullable String tag) {
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
            tag,
            takenBy,
            success,
            attempts,
            reasons);
  }

  /**
   * @param user extension of our user whose phone was tried, or null
   */
  LiveCall attempted(CallRecord.Attempt attempt, @Nullable String user) {
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
        calleeTag,
        attempt.status() / 100 == 2 ? user : takenBy,
        status,
        more,
        reasons);
  }

  /** The first plan of a call is its plan; the first {@link CallRecord.Reason#MOST} are kept. */
  LiveCall planned(List<CallRecord.Reason> decided) {
    return !reasons.isEmpty() || decided.isEmpty()
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
            ringingAt,
            answeredAt,
            calleeTag,
            takenBy,
            status,
            attempts,
            decided.subList(0, Math.min(decided.size(), CallRecord.Reason.MOST)));
  }

  /**
   * Its record if nothing more is ever learned of it.
   *
   * @param seen when it was seen to go on
   */
  public CallRecord cutShort(Instant seen) {
    int known = answeredAt != null ? status : 503;
    return ended(seen, known, CallRecord.Cause.ENDED_BY_RESTART, List.of());
  }

  CallRecord ended(Instant now, int finalStatus, CallRecord.Cause cause, List<LegQuality> media) {
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
        attempts,
        media,
        takenBy,
        reasons);
  }
}
