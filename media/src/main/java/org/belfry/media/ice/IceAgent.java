package org.belfry.media.ice;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a way to the far end of one component of a data stream, and watches that it stays (RFC
 * 8445, RFC 7675). Belongs to one thread: each call brings the time, and what it causes is sent and
 * told through the {@link IceOutput} before it returns.
 *
 * <p>The owner of the sockets gives it every STUN datagram that comes ({@link #received}) and wakes
 * it at {@link #wakeAt}. A leg without rtcp-mux has two agents, one for each component, with the
 * same credentials.
 */
public interface IceAgent {

  /** What became of a datagram. */
  enum Received {
    /** A request that was answered with success. */
    ANSWERED,
    /** A response to a request of ours, or an indication. */
    TAKEN,
    /** A request that was answered with an error: wrong password, role conflict and the like. */
    REFUSED,
    /** A response that nobody waits for, or that is not signed by the far end. */
    STRAY,
    /** No STUN message, or not of ICE. */
    MALFORMED
  }

  /** Where it stands. */
  enum State {
    /** The far end is not known yet. */
    NEW,
    /** Looking for a way. */
    CHECKING,
    /** A pair is selected: {@link #selected}. */
    CONNECTED,
    /** Had a pair and lost the far end's consent; a new check of the far end revives it. */
    LOST,
    /** Gave up. Only {@link #restart} helps. */
    FAILED
  }

  /** Our user fragment and password, as our session description has to say them. */
  IceCredentials credentials();

  /** Our candidates, as our session description has to say them. */
  List<Candidate> candidates();

  State state();

  /** Whether we nominate (RFC 8445 §6.1.1). May change by a role conflict. */
  boolean controlling();

  /** Where to send to and from which socket; null before one was selected. */
  @Nullable SelectedPair selected();

  /**
   * What the far end's session description said. Called again with other credentials it is a
   * restart by the far end (RFC 8445 §9): call {@link #restart} first. With the same credentials
   * its candidates are added.
   */
  void remote(RemoteIce remote, Instant now);

  /** A candidate that came later (RFC 8838 §11); ignored when already known or too many. */
  void addRemote(Candidate candidate, Instant now);

  /** No more will come (RFC 8838 §14). */
  void endOfCandidates(Instant now);

  /**
   * A datagram that looks like STUN. The bytes are copied where they are kept.
   *
   * @param base the local address of the socket it came to, as in {@link LocalCandidate#base}
   */
  Received received(
      byte[] bytes,
      int offset,
      int length,
      InetSocketAddress from,
      InetSocketAddress base,
      Instant now);

  /**
   * Begins anew with other credentials (RFC 8445 §9), waiting for {@link #remote}. The selected
   * pair stays in use until there is a new one.
   */
  void restart(IceCredentials fresh, Instant now);

  /** When {@link #wake} is due next; null when nothing is waited for. */
  @Nullable Instant wakeAt();

  /** Does what is due. */
  void wake(Instant now);

  /** Why things are as they are, for an operator. */
  String debugState();
}
