package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.cdr.LegQuality;
import org.jspecify.annotations.Nullable;

/** Calls that are going on right now. */
public interface CallMonitor {

  /** Live calls, oldest first. */
  List<LiveCallView> liveCalls();

  /**
   * How each leg sounds now, by Call-ID. Calls whose media does not run through us, and those that
   * are over, are not in it; nor is one whose media does not tell within a second.
   */
  Map<String, List<LegQuality>> media(Collection<String> callIds);

  /**
   * Ends an answered call for both sides; it is over soon after.
   *
   * @throws NotFound when there is no such call
   * @throws InvalidCommand naming {@code callId} when nobody has answered yet
   */
  void end(String callId);

  enum LiveCallState {
    CALLING,
    RINGING,
    ANSWERED
  }

  /**
   * @param caller extension or number of the caller, {@code callerName} its display name if known
   * @param callee what was dialled
   * @param answeredAt null until someone answered
   * @param application which of our applications leads it, or null
   * @param step where that application is, in a few words, or null
   */
  record LiveCallView(
      String callId,
      String caller,
      @Nullable String callerName,
      String callee,
      @Nullable String calleeName,
      LiveCallState state,
      Instant startedAt,
      @Nullable Instant answeredAt,
      @Nullable String application,
      @Nullable String step) {

    /** One that phones lead. */
    public LiveCallView(
        String callId,
        String caller,
        @Nullable String callerName,
        String callee,
        @Nullable String calleeName,
        LiveCallState state,
        Instant startedAt,
        @Nullable Instant answeredAt) {
      this(
          callId, caller, callerName, callee, calleeName, state, startedAt, answeredAt, null, null);
    }
  }
}
