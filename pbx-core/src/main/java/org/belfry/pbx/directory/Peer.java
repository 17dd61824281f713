package org.belfry.pbx.directory;

import java.net.InetAddress;
import java.util.List;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * A neighbour server known by its addresses.
 *
 * @param addresses requests from here need no digest; empty when it only receives, or when it is
 *     known by a name that has not been looked up yet
 * @param port 0 for any port of those addresses
 * @param domain SIP domain it serves, or null
 * @param pattern user parts it serves, or null
 * @param nextHop where requests for it are sent; null when it only sends or has a name
 * @param nextName the URI whose server requests for it are sent to, found by DNS with each request
 *     (RFC 3263); null when it only sends or has an address
 * @param costs whether it leads to the telephone network, so that calls to it cost money
 */
public record Peer(
    long id,
    String name,
    List<InetAddress> addresses,
    int port,
    @Nullable String domain,
    @Nullable NumberPattern pattern,
    @Nullable Hop nextHop,
    @Nullable SipUri nextName,
    boolean costs) {

  public Peer {
    addresses = List.copyOf(addresses);
  }

  /** A peer that costs nothing. */
  public Peer(
      long id,
      String name,
      List<InetAddress> addresses,
      int port,
      @Nullable String domain,
      @Nullable NumberPattern pattern,
      @Nullable Hop nextHop,
      @Nullable SipUri nextName) {
    this(id, name, addresses, port, domain, pattern, nextHop, nextName, false);
  }

  /** A peer of which everything is an address. */
  public Peer(
      long id,
      String name,
      @Nullable InetAddress address,
      int port,
      @Nullable String domain,
      @Nullable NumberPattern pattern,
      @Nullable Hop nextHop) {
    this(
        id,
        name,
        address == null ? List.of() : List.of(address),
        port,
        domain,
        pattern,
        nextHop,
        null);
  }

  /** True when requests can be sent to it. */
  public boolean receives() {
    return nextHop != null || nextName != null;
  }

  /** The same with these addresses. */
  public Peer at(List<InetAddress> found) {
    return new Peer(id, name, found, port, domain, pattern, nextHop, nextName, costs);
  }

  /** The same when calls to it cost money. */
  public Peer costing() {
    return new Peer(id, name, addresses, port, domain, pattern, nextHop, nextName, true);
  }

  boolean isAt(InetAddress from, int fromPort) {
    return (port == 0 || port == fromPort) && addresses.contains(from);
  }
}
