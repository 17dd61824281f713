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
 * @param never blocks of addresses that nobody is relayed to, even if they are ours
 * @param denied blocks that nobody is relayed to unless the address is ours
 * @param ours addresses of this machine, with the public ones in front of it: reachable only at
 *     ports of media, so that our databases and pages are not
 * @param media where our media relay's and this server's own relayed ports are
 */
public record PeerPolicy(
    List<Subnet> never, List<Subnet> denied, Set<InetAddress> ours, List<Ports> media) {

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
          Subnet.of("64:ff9b:1::/48"),
          Subnet.of("2001::/32"),
          Subnet.of("2002::/16"),
          Subnet.of("fe80::/10"),
          Subnet.of("fec0::/10"),
          Subnet.of("ff00::/8"));

  /** Everybody and everything, which suits tests alone. */
  static final PeerPolicy NONE = new PeerPolicy(List.of(), List.of(), Set.of(), List.of());

  /** A range of ports, both ends in it. */
  public record Ports(int first, int last) {
    boolean contains(int port) {
      return port >= first && port <= last;
    }
  }

  public PeerPolicy {
    never = List.copyOf(never);
    denied = List.copyOf(denied);
    ours = Set.copyOf(ours);
    media = List.copyOf(media);
  }

  /** The usual one for a machine with these addresses. */
  public static PeerPolicy of(List<Subnet> denied, Set<InetAddress> ours, Ports... media) {
    return new PeerPolicy(NEVER, denied, ours, List.of(media));
  }

  /** Whether a permission for the address may exist; ports are looked at with each packet. */
  public boolean allows(InetAddress peer) {
    return !contains(never, peer) && (ours.contains(peer) || !contains(denied, peer));
  }

  /** Whether packets may go there. */
  public boolean allows(InetSocketAddress peer) {
    InetAddress address = peer.getAddress();
    return allows(address) && peer.getPort() != 0 && allowsPort(address, peer.getPort());
  }

  boolean allowsPort(InetAddress address, int port) {
    if (!ours.contains(address)) {
      return true;
    }
    for (Ports range : media) {
      if (range.contains(port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(List<Subnet> blocks, InetAddress address) {
    for (Subnet block : blocks) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
