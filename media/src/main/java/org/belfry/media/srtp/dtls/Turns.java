package org.belfry.media.srtp.dtls;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many handshakes compute at once, and how many are under way: of these most wait for the
 * network, which takes memory and no turn. Used from any thread.
 */
final class Turns {
  /** Handshakes under way; one more, and the oldest gives way. */
  static final int MOST_UNDER_WAY = 2000;

  private final Semaphore computing;
  private final Duration patience;
  private final Set<DtlsEndpoint> underWay = new LinkedHashSet<>();

  Turns(int computing, Duration patience) {
    this.computing = new Semaphore(computing, true);
    this.patience = patience;
  }

  /** Handshakes that have begun and not ended. */
  synchronized int underWay() {
    return underWay.size();
  }

  /** Counts a handshake; an honest one has ended long before it is the oldest of so many. */
  void begins(DtlsEndpoint endpoint) {
    DtlsEndpoint oldest = null;
    synchronized (this) {
      underWay.add(endpoint);
      if (underWay.size() > MOST_UNDER_WAY) {
        Iterator<DtlsEndpoint> all = underWay.iterator();
        oldest = all.next();
        all.remove();
      }
    }
    if (oldest != null) {
      oldest.giveWay();
    }
  }

  synchronized void ended(DtlsEndpoint endpoint) {
    underWay.remove(endpoint);
  }

  Turn turn() {
    return new Turn();
  }

  /** The turn of one handshake, held only while it computes. Belongs to its thread. */
  final class Turn {
    private boolean held;

    /** Waits for it; says whether it came in time. */
    boolean take() throws InterruptedException {
      held = computing.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
      return held;
    }

    /** Lets others compute; says whether it was held. */
    boolean giveBack() {
      boolean had = held;
      held = false;
      if (had) {
        computing.release();
      }
      return had;
    }
  }
}
