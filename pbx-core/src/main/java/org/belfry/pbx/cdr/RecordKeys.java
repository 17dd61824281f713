package org.belfry.pbx.cdr;

import org.jspecify.annotations.Nullable;

/**
 * Who records calls when a phone's record key is pressed: the phone sends an INFO with {@code
 * Record: on} or {@code Record: off} within the call. Asked on the lane of the call: must return at
 * once.
 */
@FunctionalInterface
public interface RecordKeys {
  /** Nothing is recorded here: such an INFO goes to the other phone like any other. */
  RecordKeys NONE = (callId, extension, on) -> Answer.NOT_HERE;

  /** What becomes of it. */
  enum Answer {
    /** 200: it begins or ends, or does so already. */
    DONE,
    /** 403: this user may not. */
    FORBIDDEN,
    /** Passed on, as if it were nothing to us. */
    NOT_HERE
  }

  /**
   * A user has pressed it.
   *
   * @param extension of the user whose phone it is; null when it is none of ours
   */
  Answer pressed(String callId, @Nullable String extension, boolean on);
}
