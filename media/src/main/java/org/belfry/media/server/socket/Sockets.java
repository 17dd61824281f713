package org.belfry.media.server.socket;

import java.io.IOException;
import org.belfry.media.relay.TransportAddress;

/** A way to have UDP sockets. Safe for any thread. */
public interface Sockets {
  /**
   * Opens a socket and binds it.
   *
   * @param trafficClass for what it sends: DSCP in the upper six bits (RFC 2474)
   * @throws java.net.BindException when somebody else has the port
   * @throws IOException when the system gives no socket, or does not have the address
   */
  UdpSocket open(TransportAddress local, int trafficClass) throws IOException;

  /**
   * A poller for one thread.
   *
   * @throws IOException when the system gives none
   */
  Poller poller() throws IOException;

  /** Linux's own calls where there are any, else NIO. */
  static Sockets best() {
    return EpollSockets.isSupported() ? new EpollSockets() : new NioSockets();
  }
}
