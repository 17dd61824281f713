package org.belfry.pbx.sip.transport;

import java.net.InetSocketAddress;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;

/**
 * An open listener.
 *
 * @param address with the port that was really opened
 */
public record Listening(Transport transport, InetSocketAddress address) {

  /** {@code udp:10.0.0.5:5060}, for people. */
  public String shown() {
    return Hop.to(transport, address).shown();
  }
}
