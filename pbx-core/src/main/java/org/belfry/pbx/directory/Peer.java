package org.belfry.pbx.directory;

import java.net.InetAddress;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;

/**
 * A neighbour server known by its address.
 *
 * @param address requests from here need no digest; null when it only receives
 * @param port 0 for any port of that address
 * @param domain SIP domain it serves, or null
 * @param pattern user parts it serves, or null
 * @param nextHop where requests for it are sent; null when it only sends
 */
public record Peer(
    long id,
    String name,
    @Nullable InetAddress address,
    int port,
    @Nullable String domain,
    @Nullable NumberPattern pattern,
    @Nullable Hop nextHop) {

  boolean isAt(InetAddress from, int fromPort) {
    return address != null && (port == 0 || port == fromPort) && address.equals(from);
  }
}
