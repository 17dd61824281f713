package org.belfry.pbx.presence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.belfry.pbx.presence.WatchedDialog.Direction;
import org.belfry.pbx.presence.WatchedDialog.Party;
import org.belfry.pbx.presence.WatchedDialog.State;
import org.belfry.pbx.sip.Aor;
import org.jspecify.annotations.Nullable;

/**
 * The dialogs of one lane's calls: told by the proxy what happened, it keeps {@link LiveDialogs}.
 * The proxy is transparent, so Call-ID and tags are those that the phones know, and an INVITE with
 * Replaces can name them (RFC 3891).
 */
public final class DialogTracker {
  private static final int CALLER = -1;

  private final LiveDialogs live;
  private final Map<String, Tracked> calls = new HashMap<>();

  public DialogTracker(LiveDialogs live) {
    this.live = live;
  }

  private static final class Tracked {
    final Party caller;
    final @Nullable String callerTag;
    final @Nullable Aor callerAor;
    final Party callee;
    final List<Leg> callees = new ArrayList<>(1);
    @Nullable String answeredBy;

    Tracked(Party caller, @Nullable String callerTag, @Nullable Aor callerAor, Party callee) {
      this.caller = caller;
      this.callerTag = callerTag;
      this.callerAor = callerAor;
      this.callee = callee;
    }
  }

  private record Leg(int branch, Aor aor, String tag) {}

  /**
   * A call begins.
   *
   * @param caller as those who are called may see it
   * @param callerAor null when the caller is none of ours
   * @param callee who was dialled
   */
  public void begins(
      String callId,
      Party caller,
      @Nullable String callerTag,
      @Nullable Aor callerAor,
      Party callee,
      Instant now) {
    Tracked call = new Tracked(caller, callerTag, callerAor, callee);
    calls.put(callId, call);
    showCaller(callId, call, null, State.TRYING, now);
  }

  /** A phone rings, or plays something, on a branch (a provisional with a tag). */
  public void rings(
      String callId, int branch, @Nullable Aor aor, @Nullable String tag, Instant now) {
    Tracked call = calls.get(callId);
    if (call == null || tag == null || call.answeredBy != null) {
      return;
    }
    boolean first = call.callees.isEmpty();
    if (aor != null && !has(call, branch, tag)) {
      call.callees.removeIf(leg -> leg.branch == branch);
      call.callees.add(new Leg(branch, aor, tag));
      showCallee(callId, call, new Leg(branch, aor, tag), State.EARLY, now);
    }
    if (first) {
      showCaller(callId, call, tag, State.EARLY, now);
    }
  }

  /** A phone took the call on a branch. */
  public void answered(
      String callId, int branch, @Nullable Aor aor, @Nullable String tag, Instant now) {
    Tracked call = calls.get(callId);
    if (call == null || tag == null || tag.equals(call.answeredBy)) {
      return;
    }
    if (aor != null) {
      call.callees.removeIf(leg -> leg.branch == branch);
      Leg leg = new Leg(branch, aor, tag);
      call.callees.add(leg);
      showCallee(callId, call, leg, State.CONFIRMED, now);
    }
    if (call.answeredBy == null) {
      call.answeredBy = tag;
      showCaller(callId, call, tag, State.CONFIRMED, now);
    }
  }

  /** A branch has failed, or was cancelled. */
  public void branchEnded(String callId, int branch) {
    Tracked call = calls.get(callId);
    if (call != null) {
      for (Leg leg : List.copyOf(call.callees)) {
        if (leg.branch == branch && !leg.tag.equals(call.answeredBy)) {
          end(callId, call, leg);
        }
      }
    }
  }

  /** A BYE passed that ends one of several dialogs, not the call (RFC 3261 §13.2.2.4). */
  public void hungUp(String callId, @Nullable String oneTag, @Nullable String otherTag) {
    Tracked call = calls.get(callId);
    if (call != null) {
      for (Leg leg : List.copyOf(call.callees)) {
        if (!leg.tag.equals(call.answeredBy)
            && ((leg.tag.equals(oneTag) && Objects.equals(otherTag, call.callerTag))
                || (leg.tag.equals(otherTag) && Objects.equals(oneTag, call.callerTag)))) {
          end(callId, call, leg);
        }
      }
    }
  }

  /** The call is over. */
  public void ended(String callId) {
    Tracked call = calls.remove(callId);
    if (call == null) {
      return;
    }
    call.callees.forEach(leg -> live.remove(leg.aor, key(callId, leg.branch)));
    if (call.callerAor != null) {
      live.remove(call.callerAor, key(callId, CALLER));
    }
  }

  private void end(String callId, Tracked call, Leg leg) {
    call.callees.remove(leg);
    live.remove(leg.aor, key(callId, leg.branch));
  }

  private static boolean has(Tracked call, int branch, String tag) {
    for (Leg leg : call.callees) {
      if (leg.branch == branch && leg.tag.equals(tag)) {
        return true;
      }
    }
    return false;
  }

  private void showCaller(
      String callId, Tracked call, @Nullable String tag, State state, Instant now) {
    if (call.callerAor != null) {
      live.put(
          call.callerAor,
          new WatchedDialog(
              key(callId, CALLER),
              callId,
              call.callerTag,
              tag,
              Direction.INITIATOR,
              state,
              call.callee,
              now));
    }
  }

  private void showCallee(String callId, Tracked call, Leg leg, State state, Instant now) {
    live.put(
        leg.aor,
        new WatchedDialog(
            key(callId, leg.branch),
            callId,
            leg.tag,
            call.callerTag,
            Direction.RECIPIENT,
            state,
            call.caller,
            now));
  }

  /** A user who calls itself has both ends: the branch tells them apart. */
  private static String key(String callId, int branch) {
    return branch == CALLER ? callId + "#c" : callId + '#' + branch;
  }
}
