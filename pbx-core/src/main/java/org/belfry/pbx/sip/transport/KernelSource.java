package org.belfry.pbx.sip.transport;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnresolvedAddressException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel which of our addresses it would send from, by connecting a UDP socket, which
 * sends nothing and does not wait.
 */
final class KernelSource {
  private static final int ANY_PORT = 5060;

  private KernelSource() {}

  /** Null when the kernel knows no way. */
  static @Nullable InetAddress towards(InetAddress remote) {
    StandardProtocolFamily family =
        remote instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    try (DatagramChannel probe = DatagramChannel.open(family)) {
      probe.connect(new InetSocketAddress(remote, ANY_PORT));
      return ((InetSocketAddress) probe.getLocalAddress()).getAddress();
    } catch (IOException | UnresolvedAddressException e) {
      return null;
    }
  }
}
