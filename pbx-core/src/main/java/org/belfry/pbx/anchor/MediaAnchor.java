package org.belfry.pbx.anchor;

import java.util.List;
import java.util.function.Consumer;
import org.belfry.pbx.cdr.LegQuality;

/**
 * Leads media of calls through us. Asked on the lane of the call, so it must not block; calls of
 * one Call-ID come one after the other.
 */
public interface MediaAnchor {
  /** Media goes from phone to phone: descriptions pass as they are. */
  MediaAnchor NONE =
      new MediaAnchor() {
        @Override
        public Outcome describe(Passage passage) {
          return Outcome.UNCHANGED;
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
        public void ended(String callId, Consumer<List<LegQuality>> then) {
          then.accept(List.of());
        }
      };

  /** A description is on its way; what shall the far end get? */
  Outcome describe(Passage passage);

  /** A branch of the first INVITE has failed: what was kept for it can go. */
  void branchEnded(String callId, String branch);

  /** The caller gets this callee's 2xx: the others' early media ends (RFC 3261 §13.2.2.4). */
  void answered(String callId, String branch, String calleeTag);

  /**
   * The call is over, answered or not. Unknown Call-IDs are nothing.
   *
   * @param then is given how each leg sounded, empty when it had no media of ours; at once or soon
   *     after, on any thread, exactly once
   */
  void ended(String callId, Consumer<List<LegQuality>> then);
}
