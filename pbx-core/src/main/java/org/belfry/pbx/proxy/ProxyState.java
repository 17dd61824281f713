package org.belfry.pbx.proxy;

import java.util.List;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.TargetGroup;
import org.jspecify.annotations.Nullable;

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
   * @param held targets of the group whose turn it is that wait for a branch to end
   * @param later groups whose turn has not come
   * @param policy what comes after them
   */
  record Waiting(
      SipRequest request,
      List<Branch> branches,
      List<Held> held,
      List<TargetGroup> later,
      boolean cancelled,
      ForkPolicy policy)
      implements ProxyState {
    public Waiting {
      branches = List.copyOf(branches);
      held = List.copyOf(held);
    }

    /** The group whose turn it is. */
    int group() {
      return held.isEmpty() ? branches.getLast().group() : held.getLast().group();
    }

    /** True when a branch has sent a provisional response. */
    public boolean rang(int branch) {
      return branches.get(branch).ringing();
    }

    /** True when something may come after those that are tried now. */
    boolean goesOn() {
      return !held.isEmpty() || moreGroups();
    }

    /** True when another group may come. */
    boolean moreGroups() {
      return !later.isEmpty() || policy.planned();
    }

    Waiting with(ForkPolicy next) {
      return new Waiting(request, branches, held, later, cancelled, next);
    }

    Waiting with(List<Branch> changed) {
      return new Waiting(request, changed, held, later, cancelled, policy);
    }

    /** The same with others that wait for a branch to end. */
    Waiting holding(List<Held> others) {
      return new Waiting(request, branches, others, later, cancelled, policy);
    }

    /** The same with other groups to come. */
    Waiting before(List<TargetGroup> others) {
      return new Waiting(request, branches, held, others, cancelled, policy);
    }

    /** The same when nobody else is to be tried. */
    Waiting ending(boolean byCaller) {
      return new Waiting(request, branches, List.of(), List.of(), cancelled || byCaller, policy);
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

  /** The request that is forwarded, or null when it is done with. */
  static @Nullable SipRequest requestOf(@Nullable ProxyState state) {
    return switch (state) {
      case ProxyState.Waiting waiting -> waiting.request();
      case ProxyState.Answered answered -> answered.request();
      case ProxyState.Done done -> null;
      case null -> null;
    };
  }
}
