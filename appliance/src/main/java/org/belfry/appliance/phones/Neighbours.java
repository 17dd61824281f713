package org.belfry.appliance.phones;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Who is on a network that this machine is on, too: what comes through a router is not. */
final class Neighbours {
  private Neighbours() {}

  /**
   * Asks the system anew each time: cables are plugged and addresses change.
   *
   * @throws SocketException when the system does not tell
   */
  static boolean isOne(InetAddress other) throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(network -> network.getInterfaceAddresses().stream())
        .anyMatch(ours -> shares(ours, other));
  }

  private static boolean shares(InterfaceAddress ours, InetAddress other) {
    return shares(
        ours.getAddress().getAddress(), ours.getNetworkPrefixLength(), other.getAddress());
  }

  /** Whether the first bits of two addresses are the same. */
  static boolean shares(byte[] one, int bits, byte[] other) {
    if (one.length != other.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((one[i / 8] & mask) != (other[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
