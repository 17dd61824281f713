package org.belfry.media.ice;

import java.net.InetSocketAddress;

/** One of our sockets and one address of the far end (RFC 8445 §6.1.2). */
final class CandidatePair {
  /** RFC 8445 §6.1.2.6. */
  enum Progress {
    FROZEN,
    WAITING,
    IN_PROGRESS,
    SUCCEEDED,
    FAILED
  }

  private final LocalCandidate local;
  private final Candidate remote;
  private Progress state = Progress.FROZEN;
  private InetSocketAddress seenAs;
  private boolean nominateWhenValid;
  private boolean nominationFailed;

  CandidatePair(LocalCandidate local, Candidate remote) {
    this.local = local;
    this.remote = remote;
    this.seenAs = local.candidate().address();
  }

  LocalCandidate local() {
    return local;
  }

  Candidate remote() {
    return remote;
  }

  Progress state() {
    return state;
  }

  void become(Progress next) {
    state = next;
  }

  /** Under which address the far end sees us on it. */
  void seenAs(InetSocketAddress address) {
    seenAs = address;
  }

  /** The far end has nominated it, or we are about to. */
  boolean nominateWhenValid() {
    return nominateWhenValid;
  }

  void nominateWhenValid(boolean nominate) {
    nominateWhenValid = nominate;
  }

  boolean nominationFailed() {
    return nominationFailed;
  }

  void nominationHasFailed() {
    nominationFailed = true;
  }

  boolean joins(InetSocketAddress base, InetSocketAddress there) {
    return remote.address().equals(there) && local.base().equals(base);
  }

  String foundation() {
    return local.candidate().foundation() + ":" + remote.foundation();
  }

  /** RFC 8445 §6.1.2.3. */
  long priority(boolean controlling) {
    long ours = local.candidate().priority();
    long theirs = remote.priority();
    long tie = (controlling ? ours > theirs : theirs > ours) ? 1 : 0;
    return (Math.min(ours, theirs) << 32) + 2 * Math.max(ours, theirs) + tie;
  }

  SelectedPair selected() {
    boolean known = seenAs.equals(local.candidate().address());
    return new SelectedPair(
        local.base(),
        remote.address(),
        seenAs,
        known ? local.candidate().type() : CandidateType.PEER_REFLEXIVE,
        remote.type());
  }

  @Override
  public String toString() {
    return local.base() + " -> " + remote.address() + " (" + remote.type().word() + ") " + state;
  }
}
