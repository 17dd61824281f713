package org.belfry.pbx.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** The branches of one forked request (RFC 3261 §16.6, §16.7) as a list, and what changes it. */
final class ForkedBranches {
  private ForkedBranches() {}

  /** A branch has had its final response. */
  static List<Branch> end(
      List<Branch> branches, Branch branch, SipResponse response, List<ProxyEffect> effects) {
    note(branch, response.status(), effects);
    return with(branches, branch.answered(response));
  }

  /** The attempt that a branch was is over. */
  static void note(Branch branch, int status, List<ProxyEffect> effects) {
    effects.add(new ProxyEffect.StopTimerC(branch.index()));
    effects.add(new ProxyEffect.NoteAttempt(branch.index(), status));
  }

  /**
   * Cancels all that run and are not cancelled yet (§16.10).
   *
   * @param wait how long each may take to answer its CANCEL
   */
  static List<Branch> cancelRunning(
      List<Branch> branches, @Nullable String reason, Duration wait, List<ProxyEffect> effects) {
    if (!anyRunning(branches)) {
      return branches;
    }
    List<Branch> changed = new ArrayList<>(branches);
    for (Branch branch : branches) {
      if (!branch.running() || branch.cancelAsked()) {
        continue;
      }
      if (branch.ringing()) {
        effects.add(new ProxyEffect.Cancel(branch.index(), reason));
      }
      // §9.1: a branch that does not answer its CANCEL within 64*T1 counts as gone.
      effects.add(new ProxyEffect.StartTimerC(branch.index(), wait));
      changed.set(branch.index(), branch.withCancelAsked());
    }
    return changed;
  }

  /** True when no branch of the group can still succeed as far as we are concerned. */
  static boolean noneWanted(List<Branch> branches, int group) {
    for (Branch branch : branches) {
      if (branch.group() == group && branch.running() && !branch.cancelAsked()) {
        return false;
      }
    }
    return true;
  }

  /** True when a final response of a branch is still to come. */
  static boolean anyRunning(List<Branch> branches) {
    for (Branch branch : branches) {
      if (branch.running()) {
        return true;
      }
    }
    return false;
  }

  /** The same with one branch changed. */
  static List<Branch> with(List<Branch> branches, Branch changed) {
    if (branches.size() == 1) {
      return List.of(changed);
    }
    List<Branch> copy = new ArrayList<>(branches);
    copy.set(changed.index(), changed);
    return copy;
  }

  /** What a machine does that waits no more for a branch (§16.8). */
  static List<ProxyEffect> givingUp(int index, List<? extends ProxyEffect> effects) {
    List<ProxyEffect> all = new ArrayList<>(effects.size() + 1);
    all.add(new ProxyEffect.GiveUp(index));
    all.addAll(effects);
    return all;
  }
}
