package org.belfry.pbx.sip.transport;

import java.net.InetSocketAddress;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The hops from which datagrams came lately, so that what one phone sends shares one object:
 * transactions keep their hop for 32 s (RFC 3261 §17), and each would drag five objects of its own
 * through the collector. A hop that is pushed out by another is made again, no more. Used by one
 * thread.
 */
final class KnownHops {
  private static final int BITS = 10;

  private final @Nullable Hop[] hops = new Hop[1 << BITS];

  /** The UDP hop between these two ends. */
  Hop of(InetSocketAddress local, InetSocketAddress remote) {
    int slot = (remote.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - BITS);
    Hop known = hops[slot];
    if (known != null && known.remote().equals(remote) && local.equals(known.local())) {
      return known;
    }
    Hop hop = new Hop(Transport.UDP, local, remote, 0);
    hops[slot] = hop;
    return hop;
  }
}
