package org.belfry.pbx.cdr;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call, written once when it has ended.
 *
 * @param callId the Call-ID; with {@code startedAt} it identifies the record, so writing twice
 *     changes nothing
 * @param caller user part of the caller's address (an extension or a number)
 * @param callerName display name, or null
 * @param callee user part that was dialled
 * @param calleeName display name of the user that was dialled, or null
 * @param callerAgent User-Agent of the caller, or null
 * @param calleeAgent User-Agent or Server of the side that answered, or null
 * @param ringingAt first 180 or 183, or null
 * @param answeredAt the 2xx that the caller received, or null
 * @param status final status of the INVITE, 200 to 699; 487 when the caller gave up
 * @param cause why the call ended
 * @param attempts every device tried, in the order tried
 * @param media how each leg sounded; empty when media did not run through us
 * @param takenBy extension of our user whose phone answered, a member's when a group was dialled;
 *     null when it was nobody of ours, or a program
 * @param reasons why it went where it went, as decided when it was planned, in that order; the
 *     first {@link Reason#MOST} of them, empty when they were not noted
 */
public record CallRecord(
    String callId,
    String caller,
    @Nullable String callerName,
    String callee,
    @Nullable String calleeName,
    @Nullable String callerAgent,
    @Nullable String calleeAgent,
    Instant startedAt,
    @Nullable Instant ringingAt,
    @Nullable Instant answeredAt,
    Instant endedAt,
    int status,
    Cause cause,
    List<Attempt> attempts,
    List<LegQuality> media,
    @Nullable String takenBy,
    List<Reason> reasons) {

  private static final String VOICEMAIL = ";app=voicemail";

  public CallRecord {
    attempts = List.copyOf(attempts);
    media = List.copyOf(media);
    reasons = List.copyOf(reasons);
  }

  /** One whose reasons were not noted. */
  public CallRecord(
      String callId,
      String caller,
      @Nullable String callerName,
      String callee,
      @Nullable String calleeName,
      @Nullable String callerAgent,
      @Nullable String calleeAgent,
      Instant startedAt,
      @Nullable Instant ringingAt,
      @Nullable Instant answeredAt,
      Instant endedAt,
      int status,
      Cause cause,
      List<Attempt> attempts,
      List<LegQuality> media,
      @Nullable String takenBy) {
    this(
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
        endedAt,
        status,
        cause,
        attempts,
        media,
        takenBy,
        List.of());
  }

  /** The same with these reasons. */
  public CallRecord with(List<Reason> decided) {
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
        endedAt,
        status,
        cause,
        attempts,
        media,
        takenBy,
        decided);
  }

  /** Time spoken; zero for a call that was not answered. */
  public Duration talkTime() {
    return answeredAt == null ? Duration.ZERO : Duration.between(answeredAt, endedAt);
  }

  /** Whether voicemail answered, so that its callee has missed it. */
  public boolean toVoicemail() {
    return answeredAt != null
        && attempts.stream()
            .anyMatch(each -> each.status() / 100 == 2 && each.target().endsWith(VOICEMAIL));
  }

  /** Why a call ended, in the order a person would ask. */
  public enum Cause {
    CALLER_HUNG_UP,
    CALLEE_HUNG_UP,
    CANCELLED,
    BUSY,
    NO_ANSWER,
    DECLINED,
    NOT_REGISTERED,
    UNKNOWN_NUMBER,
    FORBIDDEN,
    UNREACHABLE,
    FAILED,
    /** No media came from a side for too long: it has vanished, and we ended the call. */
    MEDIA_LOST,
    /** An administrator ended it. */
    ENDED_BY_ADMIN,
    /** The fraud fuse ended it. */
    FRAUD,
    /** An emergency call needed its channel. */
    PREEMPTED,
    /** The server stopped or died while the call went on; its end is when it was seen last. */
    ENDED_BY_RESTART,
    /** No BYE was ever seen; the record was closed by the limit on a call's length. */
    LOST
  }

  /**
   * One decision of the call's plan.
   *
   * @param code the kind of decision, by which pages find the sentence in the reader's language
   * @param words what the sentence is about
   * @param sentence in English
   */
  public record Reason(String code, List<String> words, String sentence) {
    /** So many are kept of a call. */
    public static final int MOST = 40;

    public Reason {
      words = List.copyOf(words);
    }
  }

  /**
   * One device or other place that was tried.
   *
   * @param target its Contact URI; the place, when nothing could be tried there
   * @param status its final status; 487 when it was cancelled, 408 when it never answered
   * @param step the step of the call's plan that it was part of, in English; null when it was the
   *     phone that was dialled
   */
  public record Attempt(String target, Instant startedAt, int status, @Nullable String step) {
    public Attempt(String target, Instant startedAt, int status) {
      this(target, startedAt, status, null);
    }
  }
}
