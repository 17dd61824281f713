package org.belfry.appliance.outgoing;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Addresses that anybody in the Internet reaches as well as we do (RFC 6890). */
final class PublicAddresses {
  private static final int IPV6_BYTES = 16;

  /** A shorter prefix is no network of anybody's, but all there is. */
  private static final int LEAST_BITS = 8;

  private PublicAddresses() {}

  static boolean has(InetAddress address) {
    return isOfPublicKind(address) && !isOurs(address);
  }

  /** The same, without asking whose it is. */
  static boolean isOfPublicKind(InetAddress address) {
    return !(address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || special(address.getAddress(), address instanceof Inet6Address));
  }

  /** A public address may be this machine's, whose pages trust nobody more for it, but still. */
  private static boolean isOurs(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null
          || NetworkInterface.networkInterfaces()
              .flatMap(network -> network.getInterfaceAddresses().stream())
              .anyMatch(
                  ours -> isNeighbour(ours.getAddress(), ours.getNetworkPrefixLength(), address));
    } catch (SocketException e) {
      return true; // better not asked than asked of ourselves
    }
  }

  /**
   * Whether both are in one network of IPv6: the hosts of an office have public addresses there,
   * and a firewall in front of them that we are behind.
   *
   * @param bits of the network that we have our address in
   */
  static boolean isNeighbour(InetAddress ours, int bits, InetAddress other) {
    byte[] one = ours.getAddress();
    byte[] two = other.getAddress();
    if (one.length != IPV6_BYTES || two.length != IPV6_BYTES || bits < LEAST_BITS) {
      return false;
    }
    for (int i = 0; i < Math.min(bits, IPV6_BYTES * Byte.SIZE); i++) {
      int mask = 0x80 >> (i % Byte.SIZE);
      if (((one[i / Byte.SIZE] ^ two[i / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean special(byte[] bytes, boolean six) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (six) {
      boolean unique = (first & 0xfe) == 0xfc; // fc00::/7
      boolean translated = first == 0 && second == 0x64; // 64:ff9b::/96 leads to IPv4
      boolean sixToFour = first == 0x20 && second == 0x02; // 2002::/16 carries one
      boolean teredo = first == 0x20 && second == 1 && bytes[2] == 0 && bytes[3] == 0;
      boolean low = first == 0; // ::/8: mapped and compatible addresses
      return unique || translated || sixToFour || teredo || low;
    }
    return first == 0
        || (first == 100 && (second & 0xc0) == 64) // shared with the provider, RFC 6598
        || (first == 192 && second == 0) // protocol assignments, documentation
        || (first == 198 && (second == 18 || second == 19)) // benchmarks
        || first >= 240;
  }
}
