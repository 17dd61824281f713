package org.belfry.pbx.sip.transport;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what each source has open. A source is an IPv4 address or an IPv6 /64, which is what one
 * customer has.
 */
final class Sources {
  private static final int V6_LENGTH = 16;

  private final int most;
  private final Map<Object, Integer> open = new ConcurrentHashMap<>();

  Sources(int most) {
    this.most = most;
  }

  /** Counts one more; false, and nothing is counted, when the source has as many as it may. */
  boolean took(InetAddress address) {
    boolean[] admitted = {true};
    open.compute(
        source(address),
        (source, count) -> {
          int now = count == null ? 0 : count;
          admitted[0] = now < most;
          return admitted[0] ? Integer.valueOf(now + 1) : count;
        });
    return admitted[0];
  }

  void gave(InetAddress address) {
    open.computeIfPresent(source(address), (source, count) -> count == 1 ? null : count - 1);
  }

  private static Object source(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == V6_LENGTH ? (Object) ByteBuffer.wrap(bytes).getLong() : address;
  }
}
