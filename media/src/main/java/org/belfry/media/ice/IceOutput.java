package org.belfry.media.ice;

import java.net.InetSocketAddress;

/** What an agent does to the world. */
public interface IceOutput {
  /**
   * Sends a datagram from the socket with this local address. Failing is losing a datagram: the
   * agent tries again by itself.
   */
  void send(byte[] bytes, InetSocketAddress base, InetSocketAddress to);

  /** Tells the owner. Called from within the agent: the owner does not call back into it. */
  void happened(IceEvent event);
}
