package org.belfry.pbx.app.trunk;

import java.time.Instant;
import org.belfry.pbx.call.OutsideCall;

/**
 * Decides about each call to the telephone network before its INVITE leaves: the one place that all
 * of them pass, with who pays, the trunk and the number. Asked on lanes; must not block.
 */
@FunctionalInterface
public interface OutsideCalls {
  /** Lets every call go. */
  OutsideCalls ALL = (call, callId, now) -> new Verdict.Go(() -> {});

  /**
   * A call is about to leave.
   *
   * @param callId of the call within the site, as in call records
   */
  Verdict leaves(OutsideCall call, String callId, Instant now);

  /** What becomes of it. */
  sealed interface Verdict {
    /**
     * @param over run on the lane when the call has ended, answered or not
     */
    record Go(Runnable over) implements Verdict {}

    /**
     * @param why for the call's ladder
     */
    record Refuse(int status, String reason, String why) implements Verdict {}
  }
}
