package org.belfry.media.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.belfry.media.ice.Subnet;

/**
 * Whom clients may be relayed to (RFC 8656 §21.4, §21.1.5). A relay stands inside the site and has
 * addresses that strangers do not: without a policy it is a way through the firewall.
 *
 * @param denied blocks of addresses that nobody is relayed to
 * @param ours addresses of this machine, with the public ones in front of it: reachable only at
 *     ports of media, so that our databases and pages are not
 * @param mediaPortMin the lowest port at which our media relay and this server's own relayed ports
 *     are
 * @param mediaPortMax the highest one
 */
public record PeerPolicy(
    List<Subnet> denied, Set<InetAddress> ours, int mediaPortMin, int mediaPortMax) {

  /**
   * Nobody's, this machine's or everybody's addresses, and blocks of IPv6 that carry an IPv4
   * address which this list would deny. (Java turns mapped ones, {@code ::ffff:0:0/96}, into IPv4.)
   */
  public static final List<Subnet> NEVER =
      List.of(
          Subnet.of("0.0.0.0/8"),
          Subnet.of("127.0.0.0/8"),
          Subnet.of("169.254.0.0/16"),
          Subnet.of("224.0.0.0/3"),
          Subnet.of("::/96"),
          Subnet.of("64:ff9b::/96"),
          Subnet.of("2001::/32"),
          Subnet.of("2002::/16"),
          Subnet.of("fe80::/10"),
          Subnet.of("fec0::/10"),
          Subnet.of("ff00::/8"));

  public PeerPolicy {
    denied = List.copyOf(denied);
    ours = Set.copyOf(ours);
  }

  /** The usual one for a machine with these addresses. */
  public static PeerPolicy of(Set<InetAddress> ours, int mediaPortMin, int mediaPortMax) {
    return new PeerPolicy(NEVER, ours, mediaPortMin, mediaPortMax);
  }

  /** Whether a permission for the address may exist; ports are looked at with each packet. */
  public boolean allows(InetAddress peer) {
    for (Subnet block : denied) {
      if (block.contains(peer)) {
        return false;
      }
    }
    return true;
  }

  /** Whether packets may go there. */
  public boolean allows(InetSocketAddress peer) {
    InetAddress address = peer.getAddress();
    return allows(address) && peer.getPort() != 0 && allowsPort(address, peer.getPort());
  }

  boolean allowsPort(InetAddress address, int port) {
    return (port >= mediaPortMin && port <= mediaPortMax) || !ours.contains(address);
  }
}
