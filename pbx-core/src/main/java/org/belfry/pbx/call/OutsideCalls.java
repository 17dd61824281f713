package org.belfry.pbx.call;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

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

  /** Told what becomes of a call that may leave, on its lane. */
  interface CallProgress {
    /** The provider's side has answered. */
    default void answered(Instant now) {}

    /** The call ends. Not told of a call that broke off: {@link #over} is. */
    default void ended(Instant now) {}

    /** The last of all, once: the call has ended, answered or not. */
    void over();
  }

  /** What becomes of it. */
  sealed interface Verdict {
    record Go(CallProgress progress) implements Verdict {}

    /**
     * @param why for the call's ladder
     * @param warning a sentence for the caller, or null
     */
    record Refuse(int status, String reason, String why, @Nullable String warning)
        implements Verdict {
      public Refuse(int status, String reason, String why) {
        this(status, reason, why, null);
      }
    }

    /**
     * The caller is asked by an application when it is one of our users who has dialled and pays.
     *
     * @param otherwise what becomes of other calls
     */
    record Ask(Refuse otherwise) implements Verdict {}
  }
}
