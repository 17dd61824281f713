package org.belfry.pbx.sip.transport;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;

/**
 * Who may have a connection. Where a limit is reached, those over which no phone is registered make
 * room: of the source that has most of them, the one that has been silent longest. So strangers
 * displace each other, and nobody else. Nobody is refused unless all others are worth more.
 *
 * <p>For any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail
final class Admission {
  /** How many of those that may go go at once, so that not every newcomer has all looked at. */
  private static final int SHARE = 32;

  /** What we open ourselves beyond the limit: calls and trunks must not wait for strangers. */
  private static final int OURS = 8;

  private final ConnectionLimits limits;
  private final Function<Hop, ConnectionPriority> regard;
  private final TransportCounters counters;
  private final AtomicInteger open = new AtomicInteger();
  private final Sources sources = new Sources();
  private final Set<Connection> inside = ConcurrentHashMap.newKeySet();

  /** Those that came as strangers; some of them may be known by now. */
  private final Set<Connection> strangers = ConcurrentHashMap.newKeySet();

  Admission(
      ConnectionLimits limits,
      Function<Hop, ConnectionPriority> regard,
      TransportCounters counters) {
    this.limits = limits;
    this.regard = regard;
    this.counters = counters;
  }

  /**
   * Takes a place, which {@link #entered} or {@link #givesBack} must follow.
   *
   * @param from the hop of a connection that a peer has opened
   * @return false when there is none
   */
  boolean admits(Hop from) {
    InetAddress address = from.remote().getAddress();
    boolean stranger = regard.apply(from) == ConnectionPriority.STRANGER;
    // Counted first: of two that come at once on two loops, each makes room for itself.
    boolean tooMany = open.incrementAndGet() > limits.max();
    int ofSource = sources.took(address);
    if ((ofSource > (stranger ? limits.strangersPerSource() : limits.perSource())
            && !makesRoom(inside, each -> Sources.same(each.hop().remote().getAddress(), address)))
        || (stranger && !strangersMakeRoom())
        || (tooMany && !makesRoomForAll(!stranger))) {
      givesBack(from);
      return false;
    }
    return true;
  }

  /** The same for a connection that we open. */
  boolean admitsOurs() {
    int now = open.incrementAndGet();
    if (now > limits.max()
        && !makesRoomForAll(true)
        && now > limits.max() + Math.max(1, limits.max() / OURS)) {
      open.decrementAndGet();
      return false;
    }
    return true;
  }

  /** The place is not needed after all. */
  void givesBack(@Nullable Hop from) {
    open.decrementAndGet();
    if (from != null) {
      sources.gave(from.remote().getAddress());
    }
  }

  /** The connection that the place was for. */
  void entered(Connection connection) {
    inside.add(connection);
    if (connection.accepted() && regard.apply(connection.hop()) == ConnectionPriority.STRANGER) {
      strangers.add(connection);
    }
  }

  /** A connection is gone, or will be; counted once. */
  boolean left(Connection connection) {
    strangers.remove(connection);
    if (!inside.remove(connection)) {
      return false;
    }
    givesBack(connection.accepted() ? connection.hop() : null);
    return true;
  }

  /** True for one of a stranger that has said nothing for too long. */
  boolean outstays(Connection connection, Ticks ticks) {
    return connection.accepted()
        && connection.quietFor() > ticks.stranger()
        && regard.apply(connection.hop()) == ConnectionPriority.STRANGER;
  }

  /** False when strangers have their share, and none of them may be closed. */
  private boolean strangersMakeRoom() {
    if (strangers.size() < limits.strangers()) {
      return true;
    }
    strangers.removeIf(each -> regard.apply(each.hop()) != ConnectionPriority.STRANGER);
    return strangers.size() < limits.strangers() || makesRoom(strangers, each -> true);
  }

  private boolean makesRoomForAll(boolean alsoOfKnown) {
    return makesRoom(inside, each -> regard.apply(each.hop()) == ConnectionPriority.STRANGER)
        || (alsoOfKnown && makesRoom(inside, each -> true));
  }

  /** Closes some of these; false when none of them may be closed. */
  private boolean makesRoom(Collection<Connection> among, Predicate<Connection> of) {
    while (true) {
      List<Connection> may = mayGo(among, of);
      int wanted = 1 + may.size() / SHARE;
      int gone = 0;
      for (Connection each : may) {
        if (gone == wanted) {
          break;
        }
        if (left(each)) {
          gone++;
          counters.connectionsDisplaced.increment();
          each.close("others need its place");
        }
      }
      if (gone > 0 || may.isEmpty()) {
        return gone > 0;
      }
      // All of them have made room for others on other threads meanwhile: there are newer ones.
    }
  }

  /** Those that may be closed, who goes first in front. */
  private List<Connection> mayGo(Collection<Connection> among, Predicate<Connection> of) {
    Map<Object, Integer> bySource = new HashMap<>();
    Map<Connection, Long> quiet = new HashMap<>(); // once, since it changes meanwhile
    List<Connection> may = new ArrayList<>();
    for (Connection each : among) {
      if (each.accepted()
          && of.test(each)
          && regard.apply(each.hop()) != ConnectionPriority.BOUND) {
        may.add(each);
        quiet.put(each, each.quietFor());
        bySource.merge(source(each), 1, Integer::sum);
      }
    }
    may.sort(
        Comparator.<Connection>comparingInt(each -> -bySource.getOrDefault(source(each), 0))
            .thenComparingLong(each -> -quiet.getOrDefault(each, 0L))
            .thenComparingLong(each -> each.hop().connection()));
    return may;
  }

  private static Object source(Connection connection) {
    return Sources.source(connection.hop().remote().getAddress());
  }
}
