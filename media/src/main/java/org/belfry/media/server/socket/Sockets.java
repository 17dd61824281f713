package org.belfry.media.server.socket;

import java.io.IOException;
import org.belfry.media.relay.TransportAddress;

/** A way to have UDP sockets. Safe for any thread. */
public interface Sockets {
  /** Opens a socket for one phone's packets. */
  default UdpSocket open(TransportAddress local, int trafficClass) throws IOException {
    return open(local, trafficClass, 0);
  }

  /**
   * Opens a socket and binds it.
   *
   * @param local port 0 for any
   * @param trafficClass for what it sends: DSCP in the upper six bits (RFC 2474)
   * @param buffers how many bytes may wait each way, as far as the system allows; 0 for what is
   *     usual
   * @throws java.net.BindException when somebody else has the port
   * @throws IOException when the system gives no socket, or does not have the address
   */
  UdpSocket open(TransportAddress local, int trafficClass, int buffers) throws IOException;

  /**
   * A poller for one thread.
   *
   * @throws IOException when the system gives none
   */
  Poller poller() throws IOException;

  /**
   * Asks the system to run the calling thread before all ordinary ones. A thread that naps would
   * otherwise wait for the time slice of whoever runs meanwhile.
   *
   * @return false when it may not (no right to real-time priority), or cannot
   */
  boolean hurry();

  /** Linux's own calls where there are any, else NIO. */
  static Sockets best() {
    return EpollSockets.isSupported() ? new EpollSockets() : new NioSockets();
  }
}
