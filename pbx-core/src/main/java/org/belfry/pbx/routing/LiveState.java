package org.belfry.pbx.routing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What goes on right now, as far as it decides where a call goes. Answers at once. */
public interface LiveState {

  /** In how many calls a user is. */
  int calls(String extension);

  /** Whether a phone of a user is registered. */
  boolean registered(String extension);

  /** Who was rung first the last time that this group was called, or null. */
  @Nullable String lastRung(String group);

  /** When a user's last call ended, or null when there was none. */
  @Nullable Instant lastTalked(String extension);

  /**
   * The extension of who has called an emergency centre a while ago, which may call back by this
   * number; or null.
   */
  default @Nullable String emergencyCaller(String number, Instant at) {
    return null;
  }

  /** Nobody talks, everybody is there: how a call goes that is only asked about. */
  LiveState QUIET =
      new LiveState() {
        @Override
        public int calls(String extension) {
          return 0;
        }

        @Override
        public boolean registered(String extension) {
          return true;
        }

        @Override
        public @Nullable String lastRung(String group) {
          return null;
        }

        @Override
        public @Nullable Instant lastTalked(String extension) {
          return null;
        }
      };
}
