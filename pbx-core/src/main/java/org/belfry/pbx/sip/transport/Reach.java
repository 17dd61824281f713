package org.belfry.pbx.sip.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which of our listeners reaches whom, for one transport. It is the one that has the address the
 * kernel would send from; if none has, the first of the remote's family. Listeners on loopback
 * reach only loopback.
 */
final class Reach {
  private static final int CACHED = 4096;

  private final List<InetSocketAddress> listeners;
  private final Function<InetAddress, @Nullable InetAddress> sourceFor;
  private final Map<InetAddress, InetSocketAddress> cache = new ConcurrentHashMap<>();
  private final @Nullable InetSocketAddress onlyV4;
  private final @Nullable InetSocketAddress onlyV6;

  /**
   * @param sourceFor the address the kernel would send from, or null when there is no way
   */
  Reach(List<InetSocketAddress> listeners, Function<InetAddress, @Nullable InetAddress> sourceFor) {
    this.listeners = List.copyOf(listeners);
    this.sourceFor = sourceFor;
    this.onlyV4 = only(false);
    this.onlyV6 = only(true);
  }

  /** Our end towards the remote, always a concrete address; null when no listener reaches it. */
  @Nullable InetSocketAddress localFor(InetAddress remote) {
    InetSocketAddress only = remote instanceof Inet6Address ? onlyV6 : onlyV4;
    if (only != null) {
      return only;
    }
    InetSocketAddress known = cache.get(remote);
    if (known != null) {
      return known;
    }
    InetSocketAddress found = search(remote);
    if (found != null) {
      if (cache.size() >= CACHED) {
        cache.clear();
      }
      cache.put(remote, found);
    }
    return found;
  }

  /** The listener behind this local address, or null when it is none of ours. */
  @Nullable InetSocketAddress listener(InetSocketAddress local) {
    InetSocketAddress wildcard = null;
    for (InetSocketAddress listener : listeners) {
      if (listener.equals(local)) {
        return listener;
      }
      if (listener.getPort() == local.getPort()
          && listener.getAddress().isAnyLocalAddress()
          && sameFamily(listener.getAddress(), local.getAddress())) {
        wildcard = listener;
      }
    }
    return wildcard;
  }

  /** Forgets what was learned: the machine's routes may have changed. */
  void forget() {
    cache.clear();
  }

  private @Nullable InetSocketAddress search(InetAddress remote) {
    InetAddress source = sourceFor.apply(remote);
    InetSocketAddress first = null;
    InetSocketAddress wildcard = null;
    for (InetSocketAddress listener : listeners) {
      InetAddress own = listener.getAddress();
      if (!sameFamily(own, remote) || (own.isLoopbackAddress() && !remote.isLoopbackAddress())) {
        continue;
      }
      if (own.equals(source)) {
        return listener;
      }
      if (own.isAnyLocalAddress()) {
        wildcard = wildcard == null ? listener : wildcard;
      } else {
        first = first == null ? listener : first;
      }
    }
    if (wildcard != null && source != null) {
      return new InetSocketAddress(source, wildcard.getPort());
    }
    return first;
  }

  /** The one listener of a family when it reaches everybody, so that nothing need be looked up. */
  private @Nullable InetSocketAddress only(boolean v6) {
    InetSocketAddress only = null;
    for (InetSocketAddress listener : listeners) {
      if (listener.getAddress() instanceof Inet6Address == v6) {
        if (only != null) {
          return null;
        }
        only = listener;
      }
    }
    if (only == null
        || only.getAddress().isAnyLocalAddress()
        || only.getAddress().isLoopbackAddress()) {
      return null;
    }
    return only;
  }

  private static boolean sameFamily(InetAddress a, @Nullable InetAddress b) {
    return b != null && a instanceof Inet6Address == b instanceof Inet6Address;
  }
}
