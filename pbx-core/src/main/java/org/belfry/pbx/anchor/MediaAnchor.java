package org.belfry.pbx.anchor;

import java.util.List;
import java.util.function.Consumer;
import org.belfry.pbx.cdr.LegQuality;
import org.jspecify.annotations.Nullable;

/**
 * Leads media of calls through us. Asked on the lane of the call, so it must not block; calls of
 * one Call-ID come one after the other.
 */
public interface MediaAnchor {
  /** Media goes from phone to phone: descriptions pass as they are. */
  MediaAnchor NONE =
      new MediaAnchor() {
        @Override
        public Outcome describe(RelayedDescription passage) {
          return Outcome.UNCHANGED;
        }

        @Override
        public boolean offersOther(String callId, String branch) {
          return false;
        }

        @Override
        public void follows(String callId, String branch, String refused) {
          // nothing was kept for it
        }

        @Override
        public void branchEnded(String callId, String branch) {
          // nothing was kept for it
        }

        @Override
        public void answered(String callId, String branch, String calleeTag) {
          // nothing is switched
        }

        @Override
        public boolean dialled(
            String callId, RelayedDescription.Side towards, String mediaType, byte[] body) {
          return false;
        }

        @Override
        public @Nullable AgreedMedia agreed(String callId, RelayedDescription.Side side) {
          return null;
        }

        @Override
        public void ended(String callId, Consumer<List<LegQuality>> then) {
          then.accept(List.of());
        }
      };

  /** A description is on its way; what shall the far end get? */
  Outcome describe(RelayedDescription passage);

  /**
   * The device of a branch does not take the offer that it got (488, 606). Asked before {@link
   * #branchEnded}.
   *
   * @return whether it can be offered something else: then it is called again by another branch
   */
  boolean offersOther(String callId, String branch);

  /** A branch calls the same device as the refused one; it offers what comes next. */
  void follows(String callId, String branch, String refused);

  /** A branch of the first INVITE has failed: what was kept for it can go. */
  void branchEnded(String callId, String branch);

  /** The caller gets this callee's 2xx: the others' early media ends (RFC 3261 §13.2.2.4). */
  void answered(String callId, String branch, String calleeTag);

  /**
   * An INFO (RFC 6086) passes that may be a key that was pressed.
   *
   * @param mediaType its Content-Type
   * @return true when the far end is told by telephone-events in its media (RFC 4733), which it was
   *     offered for a device that has none: then the INFO goes no further
   */
  boolean dialled(String callId, RelayedDescription.Side towards, String mediaType, byte[] body);

  /** How the far end on a side of an answered call speaks, or null when that is not known. */
  @Nullable AgreedMedia agreed(String callId, RelayedDescription.Side side);

  /**
   * The call is over, answered or not. Unknown Call-IDs are nothing.
   *
   * @param then is given how each leg sounded, empty when it had no media of ours; at once or soon
   *     after, on any thread, exactly once
   */
  void ended(String callId, Consumer<List<LegQuality>> then);
}
