package org.belfry.pbx.sip.locate;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Set;
import org.belfry.pbx.sip.Transport;

/**
 * What we can send over.
 *
 * @param transports those that requests may leave on; WebSocket is none of them, nobody listens
 * @param ipv6 true when a listener of ours speaks IPv6
 * @param loopback true when this server lives on loopback itself; else a name that leads to
 *     127.0.0.1 is a lie that would turn requests against this machine
 */
public record Supported(Set<Transport> transports, boolean ipv4, boolean ipv6, boolean loopback) {

  public Supported {
    transports = Set.copyOf(transports);
  }

  /** True for an address that a request may be sent to. */
  public boolean usable(InetAddress address) {
    return (address instanceof Inet4Address ? ipv4 : ipv6)
        && !address.isAnyLocalAddress()
        && !address.isMulticastAddress()
        && address.getAddress()[0] != (byte) 0xff // broadcast
        && (loopback || !address.isLoopbackAddress());
  }
}
