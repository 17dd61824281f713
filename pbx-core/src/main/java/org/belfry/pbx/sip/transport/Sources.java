package org.belfry.pbx.sip.transport;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.pbx.sip.SourceAddress;

/**
 * Counts what each source has open. A source is an IPv4 address or an IPv6 /64, which is what one
 * customer has.
 */
final class Sources {
  private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();

  /** Counts one more; how many there are then. */
  int took(InetAddress address) {
    return open.merge(source(address), 1, Integer::sum);
  }

  void gave(InetAddress address) {
    open.computeIfPresent(source(address), (source, count) -> count == 1 ? null : count - 1);
  }

  static boolean same(InetAddress one, InetAddress other) {
    return source(one).equals(source(other));
  }

  static InetAddress source(InetAddress address) {
    return SourceAddress.of(address);
  }
}
