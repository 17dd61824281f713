package org.belfry.media.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * The ports of one address, in pairs: even for RTP, the next for RTCP (RFC 3550 §11). They are lent
 * in random order, so that nobody can guess the next, and one that comes back waits until all
 * others have had their turn, so that late packets of a call do not reach another. Safe for any
 * thread.
 */
final class PortPool {
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private final BitSet lent = new BitSet();
  private final int pairs;

  PortPool(int first, int last, RandomGenerator random) {
    List<Integer> evens = new ArrayList<>();
    for (int port = first + (first & 1); port + 1 <= last; port += 2) {
      evens.add(port);
    }
    if (evens.isEmpty()) {
      throw new IllegalArgumentException("no pair of ports in " + first + " to " + last);
    }
    Collections.shuffle(evens, Random.from(random));
    free.addAll(evens);
    pairs = evens.size();
  }

  /** The even port of a pair, or negative when all are lent. */
  synchronized int take() {
    Integer port = free.poll();
    if (port == null) {
      return -1;
    }
    lent.set(port);
    return port;
  }

  /**
   * Gives a pair back.
   *
   * @throws IllegalStateException when it has not been lent: that would give it to two
   */
  synchronized void giveBack(int port) {
    if (!lent.get(port)) {
      throw new IllegalStateException("port " + port + " comes back a second time");
    }
    lent.clear(port);
    free.add(port);
  }

  synchronized int lent() {
    return lent.cardinality();
  }

  int pairs() {
    return pairs;
  }

  /**
   * Checks that each pair is either free, once, or lent.
   *
   * @throws IllegalStateException when one is both, or lost
   */
  synchronized void check() {
    BitSet seen = (BitSet) lent.clone();
    for (int port : free) {
      if (seen.get(port)) {
        throw new IllegalStateException("port " + port + " is free twice, or free and lent");
      }
      seen.set(port);
    }
    if (seen.cardinality() != pairs) {
      throw new IllegalStateException((pairs - seen.cardinality()) + " pairs of ports are lost");
    }
  }
}
