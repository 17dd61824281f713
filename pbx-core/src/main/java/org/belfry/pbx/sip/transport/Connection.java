package org.belfry.pbx.sip.transport;

import io.netty.util.concurrent.Future;
import org.belfry.pbx.sip.Hop;

/** A connection, whoever opened it and whatever carries it. */
interface Connection {

  /** The way over it; its number is the connection's. */
  Hop hop();

  /** True when the peer has opened it. */
  boolean accepted();

  /**
   * Sends from any thread; what fails later is reported to the receiver.
   *
   * @return false when the connection is closed and the message was not taken
   */
  boolean send(byte[] message, Hop to);

  /** Closes from any thread. */
  Future<?> close(String why);

  /** Ticks since the last message over it, either way; from any thread. */
  long quietFor();

  /** Time passes; called from one thread. What is overdue is closed. */
  void tick(Ticks limits);
}
