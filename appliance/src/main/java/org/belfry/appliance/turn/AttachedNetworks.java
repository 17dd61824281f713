package org.belfry.appliance.turn;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.belfry.media.ice.Subnet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The IPv6 networks that this machine is in. The hosts of an office have public addresses there,
 * and a firewall in front of them that a relay is behind. Of IPv4 they have private addresses,
 * which the list of the owner has; neighbours with public ones are strangers of the same provider.
 */
final class AttachedNetworks {
  private static final Logger LOG = LoggerFactory.getLogger(AttachedNetworks.class);

  /** A shorter prefix is no network of anybody's, but all there is. */
  private static final int LEAST_BITS = 8;

  private AttachedNetworks() {}

  /** Those of now: Belfry starts anew when its addresses change. */
  static List<Subnet> now() {
    try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
      return all.flatMap(each -> each.getInterfaceAddresses().stream())
          .map(each -> network(each.getAddress(), each.getNetworkPrefixLength()))
          .filter(Objects::nonNull)
          .distinct()
          .toList();
    } catch (SocketException e) {
      LOG.warn("the networks of this machine are not known: {}", e.getMessage());
      return List.of();
    }
  }

  /**
   * The network of an address of ours.
   *
   * @return null for one of IPv4, for one that is never relayed to anyway, and for one that holds
   *     nobody else
   */
  static @Nullable Subnet network(InetAddress ours, int bits) {
    if (!(ours instanceof Inet6Address)
        || ours.isLoopbackAddress()
        || ours.isLinkLocalAddress()
        || bits < LEAST_BITS
        || bits >= Byte.SIZE * ours.getAddress().length) {
      return null;
    }
    return Subnet.of(ours.getHostAddress() + "/" + bits);
  }
}
