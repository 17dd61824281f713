package org.belfry.media.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.belfry.media.ice.CandidatePair.Progress;
import org.jspecify.annotations.Nullable;

/** The pairs of one component and which of them is checked next (RFC 8445 §6.1.2, §6.1.4). */
final class CheckList {
  private final int maxPairs;
  private final List<CandidatePair> pairs = new ArrayList<>();
  private final Deque<CandidatePair> triggered = new ArrayDeque<>();

  CheckList(int maxPairs) {
    this.maxPairs = maxPairs;
  }

  List<CandidatePair> pairs() {
    return pairs;
  }

  void clear() {
    pairs.clear();
    triggered.clear();
  }

  @Nullable CandidatePair find(InetSocketAddress base, InetSocketAddress there) {
    for (CandidatePair pair : pairs) {
      if (pair.joins(base, there)) {
        return pair;
      }
    }
    return null;
  }

  /**
   * Pairs a candidate of the far end with each socket of ours that can reach it. Reflexive
   * candidates of ours share a socket with a host one, so that theirs are redundant (RFC 8445
   * §6.1.2.4).
   */
  void add(Candidate remote, List<LocalCandidate> locals, boolean controlling) {
    for (LocalCandidate local : locals) {
      if (reaches(local.base().getAddress(), remote.address().getAddress())
          && find(local.base(), remote.address()) == null) {
        pairs.add(new CandidatePair(local, remote));
      }
    }
    sort(controlling);
    prune();
    thaw();
  }

  /**
   * A pair that a check of the far end has shown (RFC 8445 §7.3.1.4); null when there is no room.
   */
  @Nullable CandidatePair learn(LocalCandidate local, Candidate remote, boolean controlling) {
    CandidatePair pair = new CandidatePair(local, remote);
    pairs.add(pair);
    sort(controlling);
    prune();
    return pairs.contains(pair) ? pair : null;
  }

  private static boolean reaches(InetAddress ours, InetAddress theirs) {
    return ours.getClass() == theirs.getClass()
        && ours.isLinkLocalAddress() == theirs.isLinkLocalAddress()
        && !theirs.isAnyLocalAddress()
        && !theirs.isMulticastAddress();
  }

  void sort(boolean controlling) {
    pairs.sort(
        Comparator.comparingLong((CandidatePair pair) -> pair.priority(controlling)).reversed());
  }

  private void prune() {
    for (int i = pairs.size() - 1; i >= 0 && pairs.size() > maxPairs; i--) {
      Progress state = pairs.get(i).state();
      if (state == Progress.FROZEN || state == Progress.WAITING || state == Progress.FAILED) {
        triggered.remove(pairs.get(i));
        pairs.remove(i);
      }
    }
  }

  // RFC 8445 §6.1.2.6: the best pair of each foundation waits, the others learn from it.
  private void thaw() {
    Set<String> busy = new HashSet<>();
    for (CandidatePair pair : pairs) {
      if (pair.state() == Progress.WAITING || pair.state() == Progress.IN_PROGRESS) {
        busy.add(pair.foundation());
      }
    }
    for (CandidatePair pair : pairs) {
      if (pair.state() == Progress.FROZEN && busy.add(pair.foundation())) {
        pair.become(Progress.WAITING);
      }
    }
  }

  /** What worked for one will work for the others of its foundation (RFC 8445 §7.2.5.3.3). */
  void succeeded(CandidatePair pair) {
    pair.become(Progress.SUCCEEDED);
    for (CandidatePair other : pairs) {
      if (other.state() == Progress.FROZEN && other.foundation().equals(pair.foundation())) {
        other.become(Progress.WAITING);
      }
    }
  }

  void failed(CandidatePair pair) {
    pair.become(Progress.FAILED);
    thaw();
  }

  /** The far end has checked it, so it is worth checking now (RFC 8445 §7.3.1.4). */
  void trigger(CandidatePair pair) {
    if (pair.state() != Progress.SUCCEEDED) {
      pair.become(Progress.WAITING);
    }
    if (!triggered.contains(pair)) {
      triggered.add(pair);
    }
  }

  /** The pair to check now, taken out of the queue; null when there is none. */
  @Nullable CandidatePair next() {
    for (CandidatePair pair = triggered.poll(); pair != null; pair = triggered.poll()) {
      // An answer to an earlier check may have come while it was in the queue.
      if (pair.state() != Progress.SUCCEEDED || pair.nominateWhenValid()) {
        return pair;
      }
    }
    for (CandidatePair pair : pairs) {
      if (pair.state() == Progress.WAITING) {
        return pair;
      }
    }
    return null;
  }

  boolean hasNext() {
    return !triggered.isEmpty() || pairs.stream().anyMatch(p -> p.state() == Progress.WAITING);
  }

  /** Whether a pair better than this one may still work. */
  boolean betterMayCome(CandidatePair valid) {
    for (CandidatePair pair : pairs) {
      if (pair == valid) {
        return false;
      }
      if (pair.state() != Progress.FAILED && !pair.nominationFailed()) {
        return true;
      }
    }
    return false;
  }

  /** The best pair that works, not counting pairs whose nomination failed; null without one. */
  @Nullable CandidatePair bestValid() {
    for (CandidatePair pair : pairs) {
      if (pair.state() == Progress.SUCCEEDED && !pair.nominationFailed()) {
        return pair;
      }
    }
    return null;
  }
}
