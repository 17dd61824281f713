package org.belfry.media.server.socket;

import org.belfry.media.relay.Sender;
import org.belfry.media.relay.Wire;
import org.belfry.media.rtp.Packet;

/**
 * One bound UDP port. It is read and written by the thread of the {@link Poller} that it was added
 * to, and never waits.
 */
public interface UdpSocket extends Wire {
  /**
   * Reads one datagram, if there is one. A datagram too long for a packet comes as an empty one.
   *
   * @return whether there was one
   */
  boolean receive(Packet packet, Sender sender);

  /** Closes it. A second time does nothing. On the poller's thread, once it has been added. */
  void close();
}
