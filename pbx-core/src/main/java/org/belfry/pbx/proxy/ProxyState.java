package org.belfry.pbx.proxy;

import java.util.List;
import org.belfry.pbx.sip.message.SipRequest;

/** The response context of one forwarded request (RFC 3261 §16.7). */
public sealed interface ProxyState {

  /** True while a branch runs and nobody has asked for its end. */
  default boolean wants(int index) {
    if (!(this instanceof Waiting waiting) || index >= waiting.branches().size()) {
      return false;
    }
    Branch branch = waiting.branches().get(index);
    return branch.running() && !branch.cancelAsked();
  }

  /**
   * No final response has gone upstream.
   *
   * @param later groups whose turn has not come
   * @param course what comes after them
   */
  record Waiting(
      SipRequest request,
      List<Branch> branches,
      List<TargetGroup> later,
      boolean cancelled,
      Course course)
      implements ProxyState {
    public Waiting {
      branches = List.copyOf(branches);
    }

    /** The group whose turn it is. */
    int group() {
      return branches.getLast().group();
    }

    /** True when a branch has sent a provisional response. */
    public boolean rang(int branch) {
      return branches.get(branch).ringing();
    }

    /** True when something may come after those that are tried now. */
    boolean goesOn() {
      return !later.isEmpty() || course.planned();
    }

    Waiting with(Course next) {
      return new Waiting(request, branches, later, cancelled, next);
    }

    Waiting with(List<Branch> changed) {
      return new Waiting(request, changed, later, cancelled, course);
    }
  }

  /** A final response has gone upstream; branches are still to end. */
  record Answered(SipRequest request, List<Branch> branches) implements ProxyState {
    public Answered {
      branches = List.copyOf(branches);
    }
  }

  /** Every branch has ended. */
  record Done() implements ProxyState {
    static final Done DONE = new Done();
  }
}
