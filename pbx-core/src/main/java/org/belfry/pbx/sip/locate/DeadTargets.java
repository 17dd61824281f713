package org.belfry.pbx.sip.locate;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Servers that timed out, refused or answered 503 a while ago: they are tried last, so that the
 * next caller does not wait for them (RFC 3263 §4.3, RFC 3261 §21.5.4 for Retry-After). Shared by
 * all lanes.
 */
public final class DeadTargets {
  private static final int REMEMBERED = 1024;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Duration usual;
  private final Map<Place, Instant> deadUntil = new ConcurrentHashMap<>();

  /** Somebody, whichever of our ends it is reached from. */
  private record Place(Transport transport, InetSocketAddress remote) {
    static Place of(Hop hop) {
      return new Place(hop.transport(), hop.remote());
    }
  }

  /**
   * @param usual how long a server counts as dead when it does not say so itself
   */
  public DeadTargets(Duration usual) {
    this.usual = usual;
  }

  /**
   * @param retryAfter what its 503 said, or null
   */
  public void died(Hop hop, @Nullable Duration retryAfter, Instant now) {
    if (deadUntil.size() >= REMEMBERED) {
      deadUntil.values().removeIf(until -> !now.isBefore(until));
      if (deadUntil.size() >= REMEMBERED) {
        return;
      }
    }
    Duration wait = retryAfter == null ? usual : retryAfter;
    deadUntil.put(Place.of(hop), now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait));
  }

  /** It answered. */
  public void lives(Hop hop) {
    if (!deadUntil.isEmpty()) {
      deadUntil.remove(Place.of(hop));
    }
  }

  public boolean isDead(Hop hop, Instant now) {
    Instant until = deadUntil.get(Place.of(hop));
    return until != null && now.isBefore(until);
  }

  /** The same hops, those that are dead last; otherwise in their order. */
  public List<Hop> last(List<Hop> hops, Instant now) {
    if (deadUntil.isEmpty() || hops.size() < 2) {
      return hops;
    }
    List<Hop> alive = new ArrayList<>(hops.size());
    List<Hop> dead = new ArrayList<>();
    for (Hop hop : hops) {
      (isDead(hop, now) ? dead : alive).add(hop);
    }
    alive.addAll(dead);
    return alive;
  }
}
