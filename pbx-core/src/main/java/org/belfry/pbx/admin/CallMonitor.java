package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls that are going on right now. */
public interface CallMonitor {

  /** Live calls, oldest first. */
  List<LiveCallView> liveCalls();

  enum LiveCallState {
    CALLING,
    RINGING,
    ANSWERED
  }

  /**
   * @param caller extension or number of the caller, {@code callerName} its display name if known
   * @param callee what was dialled
   * @param answeredAt null until someone answered
   */
  record LiveCallView(
      String callId,
      String caller,
      @Nullable String callerName,
      String callee,
      @Nullable String calleeName,
      LiveCallState state,
      Instant startedAt,
      @Nullable Instant answeredAt) {}
}
